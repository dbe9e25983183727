import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Phrase } from '../../catalogue/titles.ts'
import { NotFound } from '../../platform/web/errors.ts'
import type { Problems, Typed } from '../../platform/web/forms.ts'
import type { Language } from '../../platform/words/languages.ts'
import { type TimeRequested, timeRequestedJob } from '../../quizzes/time/ask-for-time.ts'
import {
  type Accommodation,
  accommodationIn,
  extraTimePercents,
  readAccommodation,
  typedAccommodation,
} from '../accommodations/accommodation.ts'
import { grantAccommodation } from '../accommodations/grant-accommodation.ts'
import { sendTimeRequest } from '../accommodations/time-request-letter.ts'
import { type CohortSummary, summaryOf } from '../cohort-summary.ts'
import { getCohort } from '../queries.ts'
import { type DayOfDeeds, deedsOf } from '../stuck/deeds.ts'
import { addNote, removeNote } from '../stuck/keep-notes.ts'
import { emptyNote, type Note, type NoteForm, noteCharacters, notesFor, readNote } from '../stuck/notes.ts'
import { type AskedForTime, type CohortPerson, type PersonAttempt, type PersonStep, personPage } from './people.ts'
import { getMember } from './queries.ts'

declare module '../../platform/web/pages.ts' {
  interface Partials {
    'cohorts/deeds': { days: DayOfDeeds[] }
    'cohorts/notes': {
      notes: Note[]
      form: NoteForm
      action: string
      name: string
      cohort: { closed_at: Date | null; time_zone: string }
      most: number
    }
  }
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
      days: DayOfDeeds[]
      /** Null for a trainer who is a learner of the cohort, and opens their own page. */
      notes: Note[] | null
      noteForm: NoteForm
      noteCharacters: number
    }
  }
}

const trainer = { access: 'trainer' } as const
const personParams = Type.Object({
  cohortId: Type.String({ format: 'uuid' }),
  learnerId: Type.String({ format: 'uuid' }),
})
const noteParams = Type.Object({ ...personParams.properties, noteId: Type.String({ format: 'uuid' }) })

/** One person in a cohort: what they did, the time they are given, and what trainers note about them. */
export const cohortPersonRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const personProps = async (
    { cohortId, learnerId }: { cohortId: string; learnerId: string },
    { accountId, language }: { accountId: string; language: Language },
  ) => {
    const cohort = await getCohort(app.db, cohortId, accountId)
    const member = await getMember(app.db, cohort, learnerId)
    const { term } = member
    const course = app.courses.get(cohort.course)
    const page = personPage(course, cohort, member, language, app.clock.now())
    return {
      led: cohort,
      props: {
        cohort: summaryOf(cohort, app.courses, language, app.clock.now()),
        ...page,
        accommodation: term && accommodationIn(term, cohort),
        extraTimes: extraTimePercents,
        form: term && { typed: typedAccommodation(term, cohort), problems: {} },
        days: deedsOf(course, cohort.time_zone, member, language),
        notes: notesFor(member.notes, accountId, learnerId),
        noteForm: emptyNote(),
        noteCharacters,
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

  app.post('/cohorts/:cohortId/people/:learnerId/notes', onePerson, async (request, reply) => {
    const { cohortId, learnerId } = request.params
    const { props } = await personProps(request.params, request)
    if (!props.notes) throw new NotFound('notes')
    const note = readNote(request.body)
    if (!note.ok) return reply.code(422).page('cohorts/person', { ...props, noteForm: note })
    const { id, text } = note
    await addNote(app.db, { id, text, cohortId, learnerId, trainerId: request.accountId }, app.clock.now())
    return reply.redirect(`/cohorts/${cohortId}/people/${learnerId}#notes`, 303)
  })

  const oneNote = { config: trainer, schema: { params: noteParams } }
  app.post('/cohorts/:cohortId/people/:learnerId/notes/:noteId/deletion', oneNote, async (request, reply) => {
    const { cohortId, learnerId, noteId: id } = request.params
    const { props } = await personProps(request.params, request)
    if (!props.notes || props.notes.some((note) => note.id === id && !note.mine)) throw new NotFound('note')
    await removeNote(app.db, { id, cohortId, learnerId, trainerId: request.accountId }, app.clock.now())
    return reply.redirect(`/cohorts/${cohortId}/people/${learnerId}#notes`, 303)
  })

  app.jobs.define<TimeRequested>(timeRequestedJob, (asked) => {
    const { db, courses, mail, config } = app
    return sendTimeRequest({ db, courses, mail, publicUrl: config.publicUrl }, asked)
  })
}
