import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { titleOf } from '../../catalogue/titles.ts'
import type { Problems, Typed } from '../../platform/web/forms.ts'
import type { Language } from '../../platform/words/languages.ts'
import { timeZoneOptions } from '../../platform/words/time-zones.ts'
import { readCohort } from '../cohort-form.ts'
import { type CohortSummary, summaryOf } from '../cohort-summary.ts'
import { getCohort } from '../queries.ts'
import { followCohort } from './follow-cohort.ts'

type Option = { value: string; label: string }
declare module '../../platform/web/pages.ts' {
  interface Pages {
    'cohorts/following': {
      cohort: CohortSummary
      typed: Typed
      problems: Problems
      courses: Option[]
      zones: readonly Option[]
    }
  }
}

const params = Type.Object({ cohortId: Type.String({ format: 'uuid' }) })
const oneCohort = { config: { access: 'trainer' }, schema: { params } } as const

/** The same people in another course: a cohort of its own, because a deadline and a certificate are of one course. */
export const followingRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const load = async (cohortId: string, { accountId, language }: { accountId: string; language: Language }) => {
    const cohort = await getCohort(app.db, cohortId, accountId)
    const courses = app.courses
      .list()
      .filter(({ slug }) => slug !== cohort.course)
      .map((course) => ({ value: course.slug, label: titleOf(course, language).text }))
    const page = { cohort: summaryOf(cohort, app.courses, language, app.clock.now()), courses, zones: timeZoneOptions }
    return { cohort, page }
  }

  app.get('/cohorts/:cohortId/following', oneCohort, async (request, reply) => {
    const { cohort, page } = await load(request.params.cohortId, request)
    const typed = { time_zone: cohort.time_zone }
    return reply.page('cohorts/following', { ...page, typed, problems: {} })
  })

  app.post('/cohorts/:cohortId/following', oneCohort, async (request, reply) => {
    const { cohort, page } = await load(request.params.cohortId, request)
    const body = { ...Object(request.body), programme_id: cohort.programme_id }
    const form = readCohort(body, {
      programmes: [cohort.programme_id],
      courses: page.courses.map(({ value }) => value),
    })
    const { typed } = form
    const showAgain = (problems: Problems) => reply.code(422).page('cohorts/following', { ...page, typed, problems })
    if (!form.ok) return showAgain(form.problems)
    const { id = '', name = '', email = '' } = request.account ?? {}
    const services = { db: app.db, mail: app.mail, publicUrl: app.config.publicUrl }
    const course = app.courses.get(form.values.course)
    const following = { from: cohort.id, details: form.values, course, trainer: { id, name, email } }
    const made = await followCohort(services, following, app.clock.now())
    return made ? reply.redirect(`/cohorts/${made}`, 303) : showAgain({ name: 'cohort.name.taken' })
  })
}
