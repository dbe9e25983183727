import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Phrase } from '../catalogue/titles.ts'
import type { Problems, Typed } from '../platform/web/forms.ts'
import type { Language } from '../platform/words/languages.ts'
import { type TimeRequested, timeRequestedJob } from '../quizzes/ask-for-time.ts'
import {
  type Accommodation,
  accommodationIn,
  extraTimePercents,
  readAccommodation,
  typedAccommodation,
} from './accommodations/accommodation.ts'
import { grantAccommodation } from './accommodations/grant-accommodation.ts'
import { sendTimeRequest } from './accommodations/time-request-letter.ts'
import { type CohortSummary, summaryOf } from './cohort-summary.ts'
import { type AskedForTime, type CohortPerson, type PersonAttempt, type PersonStep, personPage } from './people.ts'
import { getCohort, getMember } from './queries.ts'

declare module '../platform/web/pages.ts' {
  interface Pages {
    'cohorts/person': {
      cohort: CohortSummary
      person: CohortPerson
      modules: { title: Phrase; steps: PersonStep[] }[]
      attempts: PersonAttempt[]
      requests: AskedForTime[]
      accommodation: Accommodation | null
      /** Null for who has no terms in this cohort, and so can be given none. */
      form: { typed: Typed; problems: Problems } | null
      extraTimes: readonly number[]
    }
  }
}

const trainer = { access: 'trainer' } as const
const personParams = Type.Object({
  cohortId: Type.String({ format: 'uuid' }),
  learnerId: Type.String({ format: 'uuid' }),
})

/** One person in a cohort: what they did, and the time they are given. */
export const cohortPersonRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const personProps = async (
    { cohortId, learnerId }: { cohortId: string; learnerId: string },
    { accountId, language }: { accountId: string; language: Language },
  ) => {
    const cohort = await getCohort(app.db, cohortId, accountId)
    const member = await getMember(app.db, cohort, learnerId)
    const { term } = member
    const page = personPage(app.courses.get(cohort.course), cohort, member, language, app.clock.now())
    return {
      led: cohort,
      props: {
        cohort: summaryOf(cohort, app.courses, language, app.clock.now()),
        ...page,
        accommodation: term && accommodationIn(term, cohort),
        extraTimes: extraTimePercents,
        form: term && { typed: typedAccommodation(term, cohort), problems: {} },
      },
    }
  }

  const onePerson = { config: trainer, schema: { params: personParams } }
  app.get('/cohorts/:cohortId/people/:learnerId', onePerson, async (request, reply) => {
    const { props } = await personProps(request.params, request)
    return reply.page('cohorts/person', props)
  })

  app.post('/cohorts/:cohortId/people/:learnerId/accommodation', onePerson, async (request, reply) => {
    const { cohortId, learnerId } = request.params
    const { led: cohort, props } = await personProps(request.params, request)
    const form = readAccommodation(request.body, cohort)
    if (!form.ok) return reply.code(422).page('cohorts/person', { ...props, form })
    const grant = { ...form.values, cohort, learnerId, trainerId: request.accountId }
    await grantAccommodation(app.db, grant, app.clock.now())
    return reply.redirect(`/cohorts/${cohortId}/people/${learnerId}`, 303)
  })

  app.jobs.define<TimeRequested>(timeRequestedJob, (asked) => {
    const { db, courses, mail, config } = app
    return sendTimeRequest({ db, courses, mail, publicUrl: config.publicUrl }, asked)
  })
}
