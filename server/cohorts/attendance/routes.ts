import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { qrCode } from '../../platform/documents/qr.ts'
import { Conflict } from '../../platform/web/errors.ts'
import { type Problems, readTyped, type Typed } from '../../platform/web/forms.ts'
import type { Language } from '../../platform/words/languages.ts'
import { getCohort } from '../queries.ts'
import { addSession, callOffSession, changeSession } from './change-sessions.ts'
import { type PaperList, readPaperList } from './paper-list.ts'
import { getCodedSession, getSession, listSessions } from './queries.ts'
import { recordByHand } from './record-attendance.ts'
import { codeAt, codePeriod, isOpen, secondsLeft } from './session-code.ts'
import { readSession } from './session-form.ts'
import { lineOf, type PresentPerson, peopleOf, type SessionLine, type SessionPerson } from './session-page.ts'

type CohortNamed = { id: string; name: string; time_zone: string; people: number; closed_at: Date | null }
declare module '../../platform/web/pages.ts' {
  interface Partials {
    'cohorts/attendance/time-field': { name: string; label: string; zone: string; typed: Typed; problems: Problems }
    'cohorts/attendance/session-fields': { typed: Typed; problems: Problems; zone: string }
  }
  interface Pages {
    'cohorts/attendance/sessions': {
      cohort: CohortNamed
      sessions: (SessionLine & { attended: number })[]
      typed: Typed
      problems: Problems
    }
    'cohorts/attendance/session': {
      cohort: CohortNamed
      session: SessionLine & { revision: number }
      present: PresentPerson[]
      absent: SessionPerson[]
      list: PaperList
      listProblems: Problems
      /** Until then nobody can have been there; null from then on. */
      list_opens_at: Date | null
      /** Null once somebody was there, and for one that was cancelled: then nothing of it changes. */
      form: { typed: Typed; problems: Problems } | null
    }
    'cohorts/attendance/code': {
      cohort: CohortNamed
      session: SessionLine
      attended: number
      /** Null before and after the time in which it may be shown. */
      shown: { code: string; address: string; qr: { side: number; path: string } } | null
      period: { opens_at: Date; shuts_at: Date }
    }
  }
}

const trainer = { access: 'trainer' } as const
const cohortParams = Type.Object({ cohortId: Type.String({ format: 'uuid' }) })
const sessionParams = Type.Object({
  cohortId: Type.String({ format: 'uuid' }),
  sessionId: Type.String({ format: 'uuid' }),
})
const nothingTicked: PaperList = { present: [], absent: [], note: '' }

/** A cohort's workshop days: when and where, the code on the wall, and who was there. */
export const sessionRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const ofCohort = { config: trainer, schema: { params: cohortParams } }
  const ofSession = { config: trainer, schema: { params: sessionParams } }

  app.get('/cohorts/:cohortId/sessions', ofCohort, async (request, reply) => {
    const cohort = await getCohort(app.db, request.params.cohortId, request.accountId)
    const { typed, problems } = { typed: {}, problems: {} }
    return reply.page('cohorts/attendance/sessions', { cohort, sessions: await listed(cohort.id), typed, problems })
  })

  app.post('/cohorts/:cohortId/sessions', ofCohort, async (request, reply) => {
    const cohort = await getCohort(app.db, request.params.cohortId, request.accountId)
    const form = readSession(request.body, cohort.time_zone)
    if (!form.ok) {
      const { typed, problems } = form
      const sessions = await listed(cohort.id)
      return reply.code(422).page('cohorts/attendance/sessions', { cohort, sessions, typed, problems })
    }
    const added = { cohortId: cohort.id, trainerId: request.accountId, details: form.values }
    const id = await addSession(app.db, added, app.clock.now())
    return reply.redirect(`/cohorts/${cohort.id}/sessions/${id}`, 303)
  })

  const listed = async (cohortId: string) =>
    (await listSessions(app.db, cohortId)).map((session) => ({ ...lineOf(session), attended: session.attended }))

  type Params = { cohortId: string; sessionId: string }
  /** What the session's page shows, before anything is typed into it. */
  const sessionProps = async (
    { cohortId, sessionId }: Params,
    { accountId, language }: { accountId: string; language: Language },
  ) => {
    const cohort = await getCohort(app.db, cohortId, accountId)
    const found = await getSession(app.db, cohort.id, sessionId)
    const session = { ...lineOf(found), revision: found.revision }
    const { title, place, held_on, from_time, to_time, cancelled } = session
    const form =
      cancelled || found.attended > 0
        ? null
        : { typed: { title, place, held_on, from_time, to_time, revision: String(found.revision) }, problems: {} }
    const { opens_at } = codePeriod(found)
    const list_opens_at = opens_at > app.clock.now() ? opens_at : null
    const list = { list: nothingTicked, listProblems: {}, list_opens_at }
    return { cohort, session, ...peopleOf(found, language), ...list, form }
  }

  app.get('/cohorts/:cohortId/sessions/:sessionId', ofSession, async (request, reply) =>
    reply.page('cohorts/attendance/session', await sessionProps(request.params, request)),
  )

  app.post('/cohorts/:cohortId/sessions/:sessionId', ofSession, async (request, reply) => {
    const props = await sessionProps(request.params, request)
    const { cohort, session } = props
    const form = readSession(request.body, cohort.time_zone)
    const { revision = '' } = readTyped(request.body, ['revision'])
    if (!props.form) throw new Conflict(session.cancelled ? 'session_cancelled' : 'session_attended')
    if (!form.ok) {
      const again = { typed: { ...form.typed, revision }, problems: form.problems }
      return reply.code(422).page('cohorts/attendance/session', { ...props, form: again })
    }
    const about = { sessionId: session.id, cohortId: cohort.id, trainerId: request.accountId }
    await changeSession(app.db, { ...about, details: form.values, revision: Number(revision) }, app.clock.now())
    return reply.redirect(`/cohorts/${cohort.id}/sessions/${session.id}`, 303)
  })

  app.post('/cohorts/:cohortId/sessions/:sessionId/cancellation', ofSession, async (request, reply) => {
    const cohort = await getCohort(app.db, request.params.cohortId, request.accountId)
    const { id: sessionId } = await getCodedSession(app.db, cohort.id, request.params.sessionId)
    const about = { sessionId, cohortId: cohort.id, course: app.courses.get(cohort.course) }
    await callOffSession(app.db, { ...about, trainerId: request.accountId }, app.clock.now())
    return reply.redirect(`/cohorts/${cohort.id}/sessions`, 303)
  })

  app.post('/cohorts/:cohortId/sessions/:sessionId/attendance', ofSession, async (request, reply) => {
    const props = await sessionProps(request.params, request)
    const { cohort, session, present, absent } = props
    if (session.cancelled) throw new Conflict('session_cancelled')
    if (props.list_opens_at) throw new Conflict('session_not_begun')
    const people = new Set([...present, ...absent].map(({ id }) => id))
    const { ok, list, problems } = readPaperList(request.body, people)
    if (!ok) return reply.code(422).page('cohorts/attendance/session', { ...props, list, listProblems: problems })
    const about = { sessionId: session.id, cohortId: cohort.id, course: app.courses.get(cohort.course) }
    await recordByHand(app.db, { ...about, trainerId: request.accountId, list }, app.clock.now())
    return reply.redirect(`/cohorts/${cohort.id}/sessions/${session.id}`, 303)
  })

  // By the server's clock: what the computer at the projector thinks the time is does not matter.
  app.get('/cohorts/:cohortId/sessions/:sessionId/code', ofSession, async (request, reply) => {
    const cohort = await getCohort(app.db, request.params.cohortId, request.accountId)
    const session = await getCodedSession(app.db, cohort.id, request.params.sessionId)
    const now = app.clock.now()
    const code = codeAt(session, now)
    const address = `${app.config.publicUrl}/attend`
    const shown = isOpen(session, now) ? { code, address, qr: qrCode(`${address}/${code}`) } : null
    if (shown) reply.header('refresh', secondsLeft(now))
    const { attended } = session
    const period = codePeriod(session)
    return reply.page('cohorts/attendance/code', { cohort, session: lineOf(session), attended, shown, period })
  })
}
