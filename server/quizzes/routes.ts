import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type Course, findQuiz, type Quiz } from '../catalogue/course.ts'
import { findRecord } from '../enrolments/queries.ts'
import { NotFound } from '../platform/web/errors.ts'
import { formatDateTime } from '../platform/words/dates.ts'
import { addressOfItem } from './attempt-pages.ts'
import { attemptView, type OpenAttempt } from './attempt-view.ts'
import type { Prompt } from './item-types.ts'
import { getAttempt } from './queries.ts'
import { type QuizPage, quizPage } from './quiz-page.ts'
import { findRenewing } from './renewal/queries.ts'
import { type ReviewedItem, reviewView, type SubmittedAttempt } from './review-view.ts'
import { startAttempt } from './start-attempt.ts'
import { saveResponses, submitAttempt } from './submit-attempt.ts'
import { askForTime } from './time/ask-for-time.ts'
import { closeOverdueAttempt } from './time/close-overdue.ts'
import { isOver, secondsLeft } from './time/deadline.ts'

declare module '../platform/web/pages.ts' {
  interface Partials {
    'quizzes/prompt': { prompt: Prompt; place: number; total: number }
  }
  interface Pages {
    'quizzes/quiz': QuizPage
    /**
     * The prompts of one page. Places of items, from 1: those that are unclear, where `pressed` says that handing in was
     * stopped by them; those without a response; and those that were changed from elsewhere.
     */
    'quizzes/attempt': {
      attempt: OpenAttempt
      prompts: Prompt[]
      unclear: { place: number; href: string }[]
      pressed: boolean
      open: number[]
      elsewhere: number[]
    }
    /** `late`: something came after the deadline, and was not stored. */
    'quizzes/review': { attempt: SubmittedAttempt; items: ReviewedItem[]; late: boolean }
  }
}

const learner = { access: 'learner' } as const
const quizParams = Type.Object({ course: Type.String(), quiz: Type.String() })
const attemptParams = Type.Object({ attemptId: Type.String({ format: 'uuid' }) })
/** What an attempt's page says first: which press led here, and what came from elsewhere. */
const attemptQuery = Type.Object({
  said: Type.Optional(Type.String()),
  elsewhere: Type.Optional(Type.String({ maxLength: 1000 })),
  page: Type.Optional(Type.String({ maxLength: 10 })),
})

export const quizRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const courseOf = (slug: string) => app.courses.find(slug)
  const getQuiz = (params: { course: string; quiz: string }): { course: Course; quiz: Quiz } => {
    const course = app.courses.get(params.course)
    const quiz = findQuiz(course, params.quiz)
    if (!quiz) throw new NotFound('quiz')
    return { course, quiz }
  }

  app.get(
    '/courses/:course/quizzes/:quiz',
    { config: learner, schema: { params: quizParams } },
    async (request, reply) => {
      const { course, quiz } = getQuiz(request.params)
      const renews = quiz === course.renewal
      const renewing = renews ? await findRenewing(app.db, request.accountId, course.slug) : undefined
      const record = renewing ?? (await findRecord(app.db, request.accountId, course.slug))
      const reader = { language: request.language, now: app.clock.now() }
      return reply.page('quizzes/quiz', quizPage(course, quiz, record, renewing?.held ?? null, reader))
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
  const page = { config: learner, schema: { params: attemptParams, querystring: attemptQuery } }
  app.get('/attempts/:attemptId', page, async (request, reply) => {
    const { said, elsewhere, page = '1' } = request.query
    const { attemptId } = request.params
    const now = app.clock.now()
    let attempt = await getAttempt(app.db, attemptId, request.accountId)
    // Its time has been over for a while and the job that closes it is about to: the reader need not wait for it.
    if (!attempt.submitted_at && isOver(attempt, now)) {
      await closeOverdueAttempt(app.db, attempt, courseOf, now)
      attempt = await getAttempt(app.db, attemptId, request.accountId)
    }
    const course = courseOf(attempt.course)
    if (attempt.submitted_at) {
      const view = reviewView(attempt, course, request.language, now)
      return reply.page('quizzes/review', { ...view, late: said === 'late' })
    }
    const places = new Set(elsewhere?.split(',').map(Number))
    const view = attemptView(attempt, course, { language: request.language, page: Number(page), now })
    return reply.page('quizzes/attempt', {
      ...view,
      pressed: said === 'unclear' && view.unclear.length > 0,
      elsewhere: attempt.items.flatMap((_, index) => (places.has(index + 1) ? [index + 1] : [])),
    })
  })

  app.post('/attempts/:attemptId/responses', oneAttempt, async (request, reply) => {
    const { attemptId } = request.params
    const now = app.clock.now()
    const sent = { attemptId, learnerId: request.accountId, body: request.body, now }
    const kept = await saveResponses(app.db, courseOf, sent)
    // The script that saves as one goes wants what changed; a press on the button gets the page.
    if (request.headers.accept === 'application/json') {
      const { answered, total, unclear, late, elsewhere, due_at, revision, shown } = kept
      const time = formatDateTime(now, request.language, request.account?.timeZone)
      return reply.send({
        answered: request.t('attempt.answered', { n: answered, total }),
        stored: request.t(late ? 'attempt.stored_late' : 'attempt.stored_at', { time }),
        doubt: unclear.length > 0 ? request.t('attempt.doubt') : '',
        elsewhere: elsewhere.length > 0 ? request.t('attempt.elsewhere', elsewhereWords(elsewhere)) : '',
        left: due_at && secondsLeft(due_at, now),
        revision,
        shown,
      })
    }
    const said = kept.elsewhere.length > 0 ? [`elsewhere=${kept.elsewhere.join(',')}`] : []
    return reply.redirect(addressOfItem(attemptId, kept.total, placeToGoOn(request.body), said), 303)
  })

  app.post('/attempts/:attemptId/submission', oneAttempt, async (request, reply) => {
    const { attemptId } = request.params
    const sent = { attemptId, learnerId: request.accountId, body: request.body, now: app.clock.now() }
    const { answer, total, unclear } = await submitAttempt(app.db, courseOf, sent)
    if (answer === 'unclear')
      return reply.redirect(addressOfItem(attemptId, total, unclear[0] ?? 1, ['said=unclear']), 303)
    return reply.redirect(`/attempts/${attemptId}${answer === 'over' ? '?said=late' : ''}`, 303)
  })

  app.post('/attempts/:attemptId/time-request', oneAttempt, async (request, reply) => {
    const { attemptId } = request.params
    await askForTime(app.db, app.jobs, { attemptId, learnerId: request.accountId, now: app.clock.now() })
    return reply.redirect(`/attempts/${attemptId}`, 303)
  })
}

/** "3", "3, 5": the places of items, and how many, for a sentence. */
export const elsewhereWords = (places: number[]) => ({ n: places.length, places: places.join(', ') })

/** The place of the item, from 1, that the pressed button leads to. */
function placeToGoOn(body: unknown): number {
  const next = typeof body === 'object' && body !== null && '_next' in body ? body._next : undefined
  return typeof next === 'string' && /^\d{1,3}$/.test(next) ? Number(next) : 1
}
