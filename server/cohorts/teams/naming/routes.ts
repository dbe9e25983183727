import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Phase } from '../../../catalogue/course.ts'
import { type Phrase, titleOf } from '../../../catalogue/titles.ts'
import { hashSecret } from '../../../platform/data/ids.ts'
import { NotFound, Refusal } from '../../../platform/web/errors.ts'
import type { Problems, Typed } from '../../../platform/web/forms.ts'
import { limits } from '../../../platform/web/limits.ts'
import type { Pages } from '../../../platform/web/pages.ts'
import { interfaceLanguageOf, type Language } from '../../../platform/words/languages.ts'
import { hasEnded } from '../../period.ts'
import { programmeTitle } from '../../programmes/programmes.ts'
import type { InvitationState } from '../../roster/invitation.ts'
import { closedBy } from '../team.ts'
import { namePeople, takeBack } from './name-people.ts'
import { findTeam, type NamingTeam } from './queries.ts'
import { readRows } from './rows.ts'

declare module '../../../platform/web/pages.ts' {
  interface Pages {
    'cohorts/teams/places': {
      address: string
      institution: string
      cohort: Pick<NamingTeam, 'starts_on' | 'ends_on' | 'time_zone' | 'place' | 'host_institution'> & { name: string }
      course: { slug: string; title: Phrase; phase: Phase; hours: number }
      programme: Phrase
      trainers: string[]
      places: number
      left: number
      /** Until when the link opens this page. */
      expires_at: Date
      people: { id: string; name: string; state: InvitationState }[]
      /** How many people have just been named; null for who comes another way. */
      named: number | null
      /** The numbers of the rows to fill: one for each place left, and any other that somebody typed in. */
      rows: number[]
      typed: Typed
      problems: Problems
    }
  }
}

const secret = Type.String({ pattern: '^[A-Za-z0-9_-]{20,100}$' })
const params = Type.Object({ secret })
const querystring = Type.Object({ named: Type.Optional(Type.Integer({ minimum: 0, maximum: limits.teamPlaces })) })
const looking = {
  config: { access: 'anyone', rateLimit: limits.invitation },
  schema: { params, querystring },
} as const
const naming = { config: { access: 'anyone', rateLimit: limits.naming }, schema: { params } } as const
const onePerson = Type.Object({ secret, namedId: Type.String({ format: 'uuid' }) })
const takingBack = { ...naming, schema: { params: onePerson } } as const

/** From a contact's letter to the names of who takes an institution's places; no account is needed. */
export const namingRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const load = async (secret: string, reply: FastifyReply) => {
    reply.header('x-robots-tag', 'noindex')
    const now = app.clock.now()
    const team = await findTeam(app.db, hashSecret(secret), now)
    if (!team) throw new NotFound('team')
    const closed = closedBy(team, now)
    if (closed === 'withdrawn') throw new Refusal(410, 'team_withdrawn')
    if (hasEnded(team, now)) throw new Refusal(410, 'team_ended')
    if (closed) throw new Refusal(410, 'team_expired')
    return team
  }
  const propsOf = (team: NamingTeam, secret: string, language: Language): Pages['cohorts/teams/places'] => {
    const course = app.courses.get(team.course)
    const { slug, phase, hours } = course
    const { institution, places, expires_at, people, starts_on, ends_on, time_zone, place, host_institution } = team
    const left = Math.max(0, places - people.filter(({ state }) => state !== 'withdrawn').length)
    return {
      address: `/teams/${secret}`,
      institution,
      cohort: { name: team.cohort, starts_on, ends_on, time_zone, place, host_institution },
      course: { slug, title: titleOf(course, language), phase, hours },
      programme: programmeTitle(team, language),
      trainers: team.trainers.map(({ name }) => name),
      places,
      left,
      expires_at,
      people,
      named: null,
      rows: Array.from({ length: left }, (_, index) => index + 1),
      typed: blankRows(interfaceLanguageOf(team.language)),
      problems: {},
    }
  }

  app.get('/teams/:secret', looking, async (request, reply) => {
    const { secret } = request.params
    const team = await load(secret, reply)
    const { named = null } = request.query
    return reply.page('cohorts/teams/places', { ...propsOf(team, secret, request.language), named })
  })

  app.post('/teams/:secret', naming, async (request, reply) => {
    const { secret } = request.params
    const team = await load(secret, reply)
    const { typed, rows } = readRows(request.body)
    const before = propsOf(team, secret, request.language)
    if (rows.size === 0 && before.left === 0) return reply.redirect(before.address, 303)
    if (rows.size === 0)
      return reply.code(422).page('cohorts/teams/places', { ...before, problems: { name_1: 'naming.nobody' } })
    const answer = await namePeople(app.db, { teamId: team.id, rows, jobs: app.jobs }, app.clock.now())
    if (answer && 'named' in answer) return reply.redirect(`/teams/${secret}?named=${answer.named}`, 303)
    const props = propsOf(await load(secret, reply), secret, request.language) // what has changed meanwhile is seen
    const shown = [...new Set([...props.rows, ...rows.keys()])].sort((a, b) => a - b)
    const problems = answer?.problems ?? {}
    return reply
      .code(422)
      .page('cohorts/teams/places', { ...props, rows: shown, typed: { ...props.typed, ...typed }, problems })
  })

  app.post('/teams/:secret/people/:namedId/withdrawal', takingBack, async (request, reply) => {
    const { secret, namedId } = request.params
    const team = await load(secret, reply)
    await takeBack(app.db, team.id, namedId, app.clock.now())
    return reply.redirect(`/teams/${secret}`, 303)
  })
}

/** The rows as they are first seen, with the contact's own language. */
const blankRows = (language: Language): Typed =>
  Object.fromEntries(Array.from({ length: limits.teamPlaces }, (_, index) => [`language_${index + 1}`, language]))
