import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type Phrase, quizTitle } from '../../catalogue/titles.ts'
import { getCohort } from '../../cohorts/queries.ts'
import { logOf } from './attempt-log.ts'
import { happeningsOf } from './happenings.ts'
import { devicesIn, type LogDay, logDays } from './log-page.ts'
import { getLoggedAttempt } from './queries.ts'

declare module '../../platform/web/pages.ts' {
  interface Pages {
    'assessment/attempt-log': {
      cohort: { id: string; name: string; time_zone: string }
      learner: { id: string; name: string }
      quiz: Phrase
      attempt: number
      days: LogDay[]
      devices: number
    }
  }
}

const params = Type.Object({
  cohortId: Type.String({ format: 'uuid' }),
  learnerId: Type.String({ format: 'uuid' }),
  attemptId: Type.String({ format: 'uuid' }),
})

/** What happened in one attempt, for the trainer who leads the cohort it was made in. */
export const attemptLogRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const oneAttempt = { config: { access: 'trainer' }, schema: { params } } as const
  app.get('/cohorts/:cohortId/people/:learnerId/attempts/:attemptId', oneAttempt, async (request, reply) => {
    const { language, t } = request
    const cohort = await getCohort(app.db, request.params.cohortId, request.accountId)
    const attempt = await getLoggedAttempt(app.db, request.params)
    const log = logOf(happeningsOf(attempt), app.clock.now())
    return reply.page('assessment/attempt-log', {
      cohort,
      learner: { id: request.params.learnerId, name: attempt.learner },
      quiz: quizTitle(app.courses.find(cohort.course), attempt.quiz, language),
      attempt: attempt.number,
      days: logDays(log, { t, language, timeZone: cohort.time_zone }),
      devices: devicesIn(log),
    })
  })
}
