import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Conflict } from '../../platform/web/errors.ts'
import type { Problems, Typed } from '../../platform/web/forms.ts'
import { limits } from '../../platform/web/limits.ts'
import { byAccount } from '../../platform/web/rate-limits.ts'
import { type Country, listCountries } from '../../platform/words/countries.ts'
import type { Language } from '../../platform/words/languages.ts'
import { type CohortSummary, summaryOf } from '../cohort-summary.ts'
import { hasEnded } from '../period.ts'
import { getCohort } from '../queries.ts'
import { type InvitingTeams, inviteTeam, sendTeamAgain, withdrawPlaces } from './invite-team.ts'
import { countTeams, listTeams } from './queries.ts'
import { stateOf, type TeamState } from './team.ts'
import { readTeam } from './team-form.ts'

type Listed = Awaited<ReturnType<typeof listTeams>>[number] & { state: TeamState }
declare module '../../platform/web/pages.ts' {
  interface Pages {
    'cohorts/teams/teams': {
      cohort: CohortSummary
      teams: Listed[]
      total: number
      /** The first team shown, counted from 1. */
      first: number
      before: string | null
      after: string | null
      typed: Typed
      problems: Problems
      countries: readonly Country[]
      most: number
    }
  }
}

const trainer = { access: 'trainer' } as const
const cohortId = Type.String({ format: 'uuid' })
const oneCohort = { config: trainer, schema: { params: Type.Object({ cohortId }) } }
const listQuery = Type.Object({ page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })) })
const list = { config: trainer, schema: { ...oneCohort.schema, querystring: listQuery } }
const params = Type.Object({ cohortId, teamId: Type.String({ format: 'uuid' }) })
const oneTeam = { config: trainer, schema: { params } }
const letters = { config: { ...trainer, rateLimit: byAccount(limits.joining) }, schema: { params } }

/** Which institutions have places in a cohort to fill themselves. */
export const teamRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const invitingIn = (cohort: InvitingTeams['cohort'], trainerId: string): InvitingTeams => {
    const { courses, mail, config } = app
    return { cohort, trainerId, letters: { courses, mail, publicUrl: config.publicUrl } }
  }
  type Cohort = Awaited<ReturnType<typeof getCohort>>
  const pageOf = async (cohort: Cohort, language: Language, page = 1) => {
    const now = app.clock.now()
    const offset = (page - 1) * limits.listLength
    const total = await countTeams(app.db, cohort.id)
    const teams = await listTeams(app.db, cohort.id, { limit: limits.listLength, offset })
    const address = (to: number) => `/cohorts/${cohort.id}/teams?page=${to}`
    return {
      cohort: summaryOf(cohort, app.courses, language, now),
      teams: teams.map((team) => ({ ...team, state: stateOf(team, now) })),
      total,
      first: offset + 1,
      before: page > 1 ? address(page - 1) : null,
      after: teams.length > 0 && offset + teams.length < total ? address(page + 1) : null,
      countries: listCountries(language),
      most: limits.teamPlaces,
    }
  }

  app.get('/cohorts/:cohortId/teams', list, async (request, reply) => {
    const cohort = await getCohort(app.db, request.params.cohortId, request.accountId)
    const page = await pageOf(cohort, request.language, request.query.page)
    return reply.page('cohorts/teams/teams', { ...page, typed: { language: cohort.language }, problems: {} })
  })

  app.post('/cohorts/:cohortId/teams', oneCohort, async (request, reply) => {
    const cohort = await getCohort(app.db, request.params.cohortId, request.accountId)
    const now = app.clock.now()
    if (hasEnded(cohort, now)) throw new Conflict('cohort_ended')
    const form = readTeam(request.body)
    const showAgain = async (problems: Problems) => {
      const page = await pageOf(cohort, request.language)
      return reply.code(422).page('cohorts/teams/teams', { ...page, typed: form.typed, problems })
    }
    if (!form.ok) return showAgain(form.problems)
    const outcome = await inviteTeam(app.db, invitingIn(cohort, request.accountId), form.values, now)
    if (outcome === 'stands') return showAgain({ institution: 'team.stands' })
    if (outcome === 'too_few') return showAgain({ places: 'team.places.too_few' })
    return reply.redirect(`/cohorts/${cohort.id}/teams`, 303)
  })

  app.post('/cohorts/:cohortId/teams/:teamId/letters', letters, async (request, reply) => {
    const cohort = await getCohort(app.db, request.params.cohortId, request.accountId)
    await sendTeamAgain(app.db, invitingIn(cohort, request.accountId), request.params.teamId, app.clock.now())
    return reply.redirect(`/cohorts/${cohort.id}/teams`, 303)
  })

  app.post('/cohorts/:cohortId/teams/:teamId/withdrawal', oneTeam, async (request, reply) => {
    const { cohortId, teamId } = request.params
    await getCohort(app.db, cohortId, request.accountId)
    await withdrawPlaces(app.db, { cohortId, teamId, trainerId: request.accountId }, app.clock.now())
    return reply.redirect(`/cohorts/${cohortId}/teams`, 303)
  })
}
