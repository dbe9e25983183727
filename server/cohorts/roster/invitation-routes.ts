import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { limits } from '../../platform/web/limits.ts'
import { byAccount } from '../../platform/web/rate-limits.ts'
import { type CohortSummary, summaryOf } from '../cohort-summary.ts'
import { getCohort } from '../queries.ts'
import type { InvitationState } from './invitation.ts'
import { sendAgain } from './invite-people.ts'
import { countInvitations, listInvitations } from './queries.ts'
import { withdraw } from './withdraw-invitation.ts'

type Listed = Awaited<ReturnType<typeof listInvitations>>[number]
declare module '../../platform/web/pages.ts' {
  interface Pages {
    'cohorts/invitations': {
      cohort: CohortSummary
      /** How many letters have just gone; null for who comes another way. */
      sent: number | null
      counts: { state: InvitationState; n: number }[]
      invitations: Listed[]
      total: number
      /** The first invitation shown, counted from 1. */
      first: number
      before: string | null
      after: string | null
    }
  }
}

const cohortId = Type.String({ format: 'uuid' })
const listQuery = Type.Object({
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  sent: Type.Optional(Type.Integer({ minimum: 0, maximum: limits.tableLines })),
})
const trainer = { access: 'trainer' } as const
const slowSending = byAccount(limits.joining)

/** Whom a cohort's trainers have invited, and what became of it. */
export const invitationRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const list = { config: trainer, schema: { params: Type.Object({ cohortId }), querystring: listQuery } }
  app.get('/cohorts/:cohortId/invitations', list, async (request, reply) => {
    const { page = 1, sent = null } = request.query
    const now = app.clock.now()
    const cohort = await getCohort(app.db, request.params.cohortId, request.accountId)
    const counts = await countInvitations(app.db, cohort.id, now)
    const total = counts.reduce((sum, { n }) => sum + n, 0)
    const offset = (page - 1) * limits.listLength
    const invitations = await listInvitations(app.db, cohort.id, now, { limit: limits.listLength, offset })
    const address = (to: number) => `/cohorts/${cohort.id}/invitations?page=${to}`
    return reply.page('cohorts/invitations', {
      cohort: summaryOf(cohort, app.courses, request.language, now),
      sent,
      counts,
      invitations,
      total,
      first: offset + 1,
      before: page > 1 ? address(page - 1) : null,
      after: invitations.length > 0 && offset + invitations.length < total ? address(page + 1) : null,
    })
  })

  const params = Type.Object({ cohortId, invitationId: Type.String({ format: 'uuid' }) })
  const letters = { config: { ...trainer, rateLimit: slowSending }, schema: { params } }
  app.post('/cohorts/:cohortId/invitations/:invitationId/letters', letters, async (request, reply) => {
    const cohort = await getCohort(app.db, request.params.cohortId, request.accountId)
    const inviting = { cohort, trainerId: request.accountId, jobs: app.jobs }
    await sendAgain(app.db, inviting, request.params.invitationId, app.clock.now())
    return reply.redirect(`/cohorts/${cohort.id}/invitations`, 303)
  })

  const one = { config: trainer, schema: { params } }
  app.post('/cohorts/:cohortId/invitations/:invitationId/withdrawal', one, async (request, reply) => {
    const { cohortId, invitationId } = request.params
    await getCohort(app.db, cohortId, request.accountId)
    await withdraw(app.db, { cohortId, invitationId, trainerId: request.accountId }, app.clock.now())
    return reply.redirect(`/cohorts/${cohortId}/invitations`, 303)
  })
}
