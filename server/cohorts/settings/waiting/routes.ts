import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { getCohort } from '../../queries.ts'
import { givePlace, takeOffList } from './answer-waiting.ts'

const params = Type.Object({
  cohortId: Type.String({ format: 'uuid' }),
  learnerId: Type.String({ format: 'uuid' }),
})

/** What a trainer answers to who waits for a place. */
export const waitingRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { db, mail, config } = app
  const services = { db, mail, publicUrl: config.publicUrl }
  const oneWaiting = { config: { access: 'trainer' }, schema: { params } } as const

  app.post('/cohorts/:cohortId/waiting/:learnerId/place', oneWaiting, async (request, reply) => {
    const { cohortId, learnerId } = request.params
    const cohort = await getCohort(db, cohortId, request.accountId)
    const answer = { cohortId, learnerId, trainerId: request.accountId, course: app.courses.get(cohort.course) }
    await givePlace(services, answer, app.clock.now())
    return reply.redirect(`/cohorts/${cohortId}`, 303)
  })

  app.post('/cohorts/:cohortId/waiting/:learnerId/removal', oneWaiting, async (request, reply) => {
    const { cohortId, learnerId } = request.params
    await getCohort(db, cohortId, request.accountId)
    await takeOffList(services, { cohortId, learnerId, trainerId: request.accountId }, app.clock.now())
    return reply.redirect(`/cohorts/${cohortId}`, 303)
  })
}
