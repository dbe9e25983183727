import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Course, Phase, Quiz } from '../catalogue/course.ts'
import { type Phrase, titleOf } from '../catalogue/titles.ts'
import { type AttemptSummary, bestAttempt, type Outcome } from '../enrolments/progress.ts'
import { findRecord } from '../enrolments/queries.ts'
import { NotFound } from '../platform/web/errors.ts'
import { formatDateTime } from '../platform/words/dates.ts'
import { attemptView, type OpenAttempt, reviewView, type SubmittedAttempt } from './attempt-view.ts'
import type { Prompt, ReviewedItem } from './item-types.ts'
import { getAttempt } from './queries.ts'
import { startAttempt } from './start-attempt.ts'
import { saveResponses, submitAttempt } from './submit-attempt.ts'

type SubmittedSummary = { id: string; number: number; at: Date; raw: number; max: number; outcome: Outcome }
export type CourseLink = { slug: string; title: Phrase; phase: Phase }
declare module '../platform/web/pages.ts' {
  interface Partials {
    'quizzes/prompt': { prompt: Prompt; place: number; total: number }
  }
  interface Pages {
    'quizzes/quiz': {
      course: CourseLink
      quiz: { slug: string; title: Phrase; items: number; pass_mark_scaled: number; final: boolean }
      enrolled: boolean
      open: AttemptSummary | null
      best: AttemptSummary | null
      submitted: SubmittedSummary[]
    }
    'quizzes/attempt': { attempt: OpenAttempt; prompts: Prompt[]; unclear: boolean }
    'quizzes/review': { attempt: SubmittedAttempt; items: ReviewedItem[] }
  }
}

const learner = { access: 'learner' } as const
const quizParams = Type.Object({ course: Type.String(), quiz: Type.String() })
const attemptParams = Type.Object({ attemptId: Type.String({ format: 'uuid' }) })

export const quizRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const getQuiz = (params: { course: string; quiz: string }): { course: Course; quiz: Quiz } => {
    const course = app.courses.get(params.course)
    const quiz = course.activities.find((one): one is Quiz => one.kind === 'quiz' && one.slug === params.quiz)
    if (!quiz) throw new NotFound('quiz')
    return { course, quiz }
  }

  app.get(
    '/courses/:course/quizzes/:quiz',
    { config: learner, schema: { params: quizParams } },
    async (request, reply) => {
      const { course, quiz } = getQuiz(request.params)
      const record = await findRecord(app.db, request.accountId, course.slug)
      const attempts = (record?.attempts ?? []).filter((attempt) => attempt.quiz === quiz.slug)
      const { slug, pass_mark_scaled, items } = quiz
      const final = course.award.quiz === slug
      return reply.page('quizzes/quiz', {
        course: { slug: course.slug, title: titleOf(course, request.language), phase: course.phase },
        quiz: { slug, title: titleOf(quiz, request.language), items: items.length, pass_mark_scaled, final },
        enrolled: record !== undefined,
        open: attempts.find((attempt) => !attempt.submitted_at) ?? null,
        best: bestAttempt(attempts, slug),
        submitted: attempts.flatMap(summaryOf),
      })
    },
  )

  app.post(
    '/courses/:course/quizzes/:quiz/attempts',
    { config: learner, schema: { params: quizParams } },
    async (request, reply) => {
      const start = { learnerId: request.accountId, language: request.language, now: app.clock.now() }
      const attemptId = await startAttempt(app.db, { ...getQuiz(request.params), ...start })
      return reply.redirect(`/attempts/${attemptId}`, 303)
    },
  )

  const oneAttempt = { config: learner, schema: { params: attemptParams } }
  app.get('/attempts/:attemptId', oneAttempt, async (request, reply) => {
    const attempt = await getAttempt(app.db, request.params.attemptId, request.accountId)
    const course = app.courses.find(attempt.course)
    if (attempt.submitted_at) return reply.page('quizzes/review', reviewView(attempt, course, request.language))
    const unclear = request.url.endsWith('?unclear=yes')
    return reply.page('quizzes/attempt', { ...attemptView(attempt, course, request.language), unclear })
  })

  app.post('/attempts/:attemptId/responses', oneAttempt, async (request, reply) => {
    const { attemptId } = request.params
    const now = app.clock.now()
    const { answered, total, unclear } = await saveResponses(app.db, {
      attemptId,
      learnerId: request.accountId,
      body: request.body,
      now,
    })
    // The script that saves as one goes wants the sentences that changed; a press on the button gets the page.
    if (request.headers.accept === 'application/json') {
      const time = formatDateTime(now, request.language)
      return reply.send({
        answered: request.t('attempt.answered', { n: answered, total }),
        stored: request.t('attempt.stored_at', { time }),
        doubt: unclear ? request.t('attempt.doubt') : '',
      })
    }
    return reply.redirect(`/attempts/${attemptId}`, 303)
  })

  app.post('/attempts/:attemptId/submission', oneAttempt, async (request, reply) => {
    const { attemptId } = request.params
    const sent = { attemptId, learnerId: request.accountId, body: request.body, now: app.clock.now() }
    const answer = await submitAttempt(app.db, (slug) => app.courses.find(slug), sent)
    return reply.redirect(`/attempts/${attemptId}${answer === 'unclear' ? '?unclear=yes' : ''}`, 303)
  })
}

/** Nothing for an attempt that is still open. */
function summaryOf({ id, number, submitted_at, score_raw, score_max, outcome }: AttemptSummary): SubmittedSummary[] {
  if (!submitted_at || !outcome) return []
  return [{ id, number, at: new Date(submitted_at), raw: score_raw ?? 0, max: score_max ?? 0, outcome }]
}
