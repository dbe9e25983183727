import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { getProfile } from '../accounts/queries.ts'
import { textIn } from '../catalogue/course.ts'
import { type Phrase, titleOf } from '../catalogue/titles.ts'
import type { Problems, Typed } from '../platform/web/forms.ts'
import type { Language } from '../platform/words/languages.ts'
import { timeZoneOptions, zoneOfCountry } from '../platform/words/time-zones.ts'
import { readCohort } from './cohort-form.ts'
import { type CohortSummary, summaryOf } from './cohort-summary.ts'
import { createCohort } from './create-cohort.ts'
import {
  type AskedForTime,
  askedForTime,
  byName,
  type CohortPerson,
  goneQuiet,
  listedModules,
  personIn,
  type QuietPerson,
} from './people/people.ts'
import { listMembers } from './people/queries.ts'
import type { Patience } from './people/standing.ts'
import { programmeTitle } from './programmes/programmes.ts'
import { listProgrammesOfTrainer } from './programmes/queries.ts'
import { getCohortAndWaiting, listCohorts } from './queries.ts'
import { type Waiting, waitingIn } from './settings/waiting/places.ts'

type Option = { value: string; label: string }
declare module '../platform/web/pages.ts' {
  interface Partials {
    /** Stands at the head of every page of a cohort that was closed. */
    'cohorts/closed-note': { cohort: { closed_at: Date | null; time_zone: string } }
  }
  interface Pages {
    'cohorts/cohorts': { cohorts: CohortSummary[] }
    'cohorts/new': {
      typed: Typed
      problems: Problems
      programmes: Option[]
      courses: Option[]
      zones: readonly Option[]
    }
    'cohorts/cohort': {
      cohort: CohortSummary & { join_code: string; address: string; institutions: number; capacity: number | null }
      patience: Patience
      waiting: Waiting[]
      requests: (AskedForTime & { id: string; name: string })[]
      quiet: QuietPerson[]
      /** Posts of the discussion that were reported and wait for a trainer. */
      reported: number
      modules: { title: Phrase; total: number }[]
      people: CohortPerson[]
    }
  }
}

const trainer = { access: 'trainer' } as const
const cohortParams = Type.Object({ cohortId: Type.String({ format: 'uuid' }) })

/** The trainer's rooms: the cohorts they lead, and one cohort. */
export const cohortRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const choices = async (trainerId: string, language: Language) => ({
    programmes: (await listProgrammesOfTrainer(app.db, trainerId)).map((programme) => ({
      value: programme.id,
      label: programmeTitle(programme, language).text,
    })),
    courses: app.courses.list().map((course) => ({ value: course.slug, label: titleOf(course, language).text })),
    zones: timeZoneOptions,
  })

  app.get('/cohorts', { config: trainer }, async (request, reply) => {
    const cohorts = (await listCohorts(app.db, request.accountId))
      .filter(({ course }) => app.courses.find(course)) // a course that was taken off the shelf is passed over
      .map((cohort) => summaryOf(cohort, app.courses, request.language, app.clock.now()))
    return reply.page('cohorts/cohorts', { cohorts })
  })

  app.get('/cohorts/new', { config: trainer }, async (request, reply) => {
    const { country_code } = await getProfile(app.db, request.accountId)
    const offered = await choices(request.accountId, request.language)
    const only = (options: Option[]) => (options.length === 1 ? (options[0]?.value ?? '') : '')
    const typed = {
      programme_id: only(offered.programmes),
      course: only(offered.courses),
      time_zone: zoneOfCountry(country_code),
    }
    return reply.page('cohorts/new', { typed, problems: {}, ...offered })
  })

  app.post('/cohorts', { config: trainer }, async (request, reply) => {
    const offered = await choices(request.accountId, request.language)
    const form = readCohort(request.body, {
      programmes: offered.programmes.map(({ value }) => value),
      courses: offered.courses.map(({ value }) => value),
    })
    const showAgain = (problems: Problems) =>
      reply.code(422).page('cohorts/new', { typed: form.typed, problems, ...offered })
    if (!form.ok) return showAgain(form.problems)
    const cohort = await createCohort(app.db, { ...form.values, trainerId: request.accountId }, app.clock.now())
    return cohort ? reply.redirect(`/cohorts/${cohort.id}`, 303) : showAgain({ name: 'cohort.name.taken' })
  })

  app.get('/cohorts/:cohortId', { config: trainer, schema: { params: cohortParams } }, async (request, reply) => {
    const { language } = request
    const cohort = await getCohortAndWaiting(app.db, request.params.cohortId, request.accountId)
    const course = app.courses.get(cohort.course)
    const now = app.clock.now()
    const members = (await listMembers(app.db, cohort)).sort(byName(language))
    const people = members.map((member) => personIn(course, cohort, member, language, now))
    return reply.page('cohorts/cohort', {
      cohort: {
        ...summaryOf(cohort, app.courses, language, app.clock.now()),
        join_code: cohort.join_code,
        capacity: cohort.capacity,
        address: `${app.config.publicUrl}/join/${cohort.join_code}`,
        institutions: new Set(people.map(({ institution }) => institution)).size,
      },
      patience: cohort,
      waiting: cohort.waiting.map((one) => waitingIn(one, language)),
      requests: members.flatMap((member) =>
        askedForTime(course, member, language).map((asked) => ({ ...asked, id: member.id, name: member.name })),
      ),
      quiet: goneQuiet(people),
      reported: cohort.reported,
      modules: listedModules(course).map(({ title, activities }) => ({
        title: textIn(title, language),
        total: activities.length,
      })),
      people,
    })
  })
}
