import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Phase } from '../../catalogue/course.ts'
import { type Phrase, titleOf } from '../../catalogue/titles.ts'
import { Conflict } from '../../platform/web/errors.ts'
import { limits } from '../../platform/web/limits.ts'
import { byAccount } from '../../platform/web/rate-limits.ts'
import { hasEnded } from '../period.ts'
import { programmeTitle } from '../programmes/programmes.ts'
import { isFull } from '../settings/waiting/places.ts'
import { readJoinCode } from './join-code.ts'
import { joinCohort } from './join-cohort.ts'
import { findCohortByCode } from './queries.ts'

declare module '../../platform/web/pages.ts' {
  interface Pages {
    /** `unknown`: what was typed when no cohort has such a code. */
    'cohorts/code': { unknown: string | null }
    'cohorts/join': {
      cohort: {
        name: string
        join_code: string
        starts_on: string
        ends_on: string
        place: string
        attendance_percent: number | null
      }
      course: { slug: string; title: Phrase; phase: Phase; hours: number }
      programme: Phrase
      trainers: string[]
      joined: boolean
      /** As which they wait for a place, from 1; null for who does not. */
      waits_as: number | null
      full: boolean
    }
  }
}

const learner = { access: 'learner' } as const
const query = Type.Object({ code: Type.Optional(Type.String()) })
const params = Type.Object({ joinCode: Type.String() })
const slowGuessing = byAccount(limits.joining)

/** From a trainer's code to a place in the cohort. */
export const joinRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/join', { config: learner, schema: { querystring: query } }, async (request, reply) => {
    const typed = request.query.code?.trim().slice(0, limits.fieldCharacters) ?? ''
    if (!typed) return reply.page('cohorts/code', { unknown: null })
    const code = readJoinCode(typed)
    return code ? reply.redirect(`/join/${code}`, 303) : reply.code(404).page('cohorts/code', { unknown: typed })
  })

  const oneCohort = { config: { ...learner, rateLimit: slowGuessing }, schema: { params } }
  app.get('/join/:joinCode', oneCohort, async (request, reply) => {
    const code = readJoinCode(request.params.joinCode)
    const cohort = code && (await findCohortByCode(app.db, code, request.accountId))
    if (!cohort) return reply.code(404).page('cohorts/code', { unknown: request.params.joinCode })
    if (!cohort.joined && hasEnded(cohort, app.clock.now())) throw new Conflict('cohort_ended')
    const course = app.courses.get(cohort.course)
    const { slug, phase, hours } = course
    return reply.page('cohorts/join', {
      cohort,
      course: { slug, title: titleOf(course, request.language), phase, hours },
      programme: programmeTitle(cohort, request.language),
      trainers: cohort.trainers.map(({ name }) => name),
      joined: Boolean(cohort.joined),
      waits_as: cohort.waits_as || null,
      full: isFull(cohort),
    })
  })

  app.post('/join/:joinCode', oneCohort, async (request, reply) => {
    const joinCode = readJoinCode(request.params.joinCode) ?? ''
    const joining = { joinCode, learnerId: request.accountId, courses: app.courses }
    const { course, waiting } = await joinCohort(app.db, joining, app.clock.now())
    return reply.redirect(waiting ? `/join/${joinCode}` : `/courses/${course.slug}`, 303)
  })
}
