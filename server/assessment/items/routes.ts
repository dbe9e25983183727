import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { findQuiz } from '../../catalogue/course.ts'
import { type Phrase, titleOf } from '../../catalogue/titles.ts'
import { getCohort } from '../../cohorts/queries.ts'
import { NotFound } from '../../platform/web/errors.ts'
import type { Language } from '../../platform/words/languages.ts'
import { type Figure, type ItemsPage, itemFigureNames, itemsPage } from './items-page.ts'
import { type GainPage, gainPage } from './learning-gain-page.ts'
import { listHandedIn, listQuizAttempts } from './queries.ts'
import { type QuizSummary, quizSummaries } from './quiz-summaries.ts'

type CohortOfCourse = { id: string; name: string; course: Phrase; time_zone: string; closed_at: Date | null }

declare module '../../platform/web/pages.ts' {
  interface Pages {
    'assessment/assessment': { cohort: CohortOfCourse; quizzes: QuizSummary[]; gain: GainPage | null }
    'assessment/items': { cohort: CohortOfCourse; columns: typeof itemFigureNames; page: ItemsPage }
  }
  interface Partials {
    'assessment/figure': { figure: Figure }
    'assessment/share': { share: number | null }
    'assessment/gain': { cohortId: string; gain: GainPage }
    'assessment/options': { tables: ItemsPage['tables'] }
  }
}

const trainer = { access: 'trainer' } as const
const cohortId = Type.String({ format: 'uuid' })
const hub = { config: trainer, schema: { params: Type.Object({ cohortId }) } }
const items = {
  config: trainer,
  schema: {
    params: Type.Object({ cohortId, quiz: Type.String() }),
    querystring: Type.Object({ attempts: Type.Optional(Type.Union([Type.Literal('first'), Type.Literal('all')])) }),
  },
}

/** What a cohort's quizzes say: of the people, and of the quizzes themselves. */
export const itemAnalysisRoutes: FastifyPluginAsyncTypebox = async (app) => {
  async function load(id: string, trainerId: string, language: Language) {
    const { name, course: slug, time_zone, closed_at } = await getCohort(app.db, id, trainerId)
    const course = app.courses.get(slug)
    return { course, cohort: { id, name, course: titleOf(course, language), time_zone, closed_at } }
  }

  app.get('/cohorts/:cohortId/assessment', hub, async (request, reply) => {
    const { language } = request
    const { course, cohort } = await load(request.params.cohortId, request.accountId, language)
    const attempts = await listHandedIn(app.db, { id: cohort.id, course: course.slug })
    return reply.page('assessment/assessment', {
      cohort,
      quizzes: quizSummaries(course, attempts, language),
      gain: gainPage(course, cohort.id, attempts, language),
    })
  })

  app.get('/cohorts/:cohortId/items/:quiz', items, async (request, reply) => {
    const { language, params, query } = request
    const { course, cohort } = await load(params.cohortId, request.accountId, language)
    const quiz = findQuiz(course, params.quiz)
    if (!quiz) throw new NotFound('quiz')
    const which = query.attempts ?? 'first'
    const attempts = await listQuizAttempts(app.db, { id: cohort.id, course: course.slug }, quiz.slug, which)
    const page = itemsPage(quiz, which, attempts, language)
    return reply.page('assessment/items', { cohort, columns: itemFigureNames, page })
  })
}
