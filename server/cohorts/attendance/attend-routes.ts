import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { limits } from '../../platform/web/limits.ts'
import { byAccount } from '../../platform/web/rate-limits.ts'
import { findSessionByNumber, type OpenedSession } from './queries.ts'
import { recordByCode } from './record-attendance.ts'
import { codeHolds, openedAt, readSessionCode, ticketFor } from './session-code.ts'
import { lineOf, type SessionLine } from './session-page.ts'

declare module '../../platform/web/pages.ts' {
  interface Pages {
    /** `old`: a code was given, and it is not, or no longer, one that is on a wall. */
    'cohorts/attendance/code-wanted': { old: boolean; typed: string }
    'cohorts/attendance/attend': {
      session: SessionLine
      cohort: { name: string; course: string; time_zone: string }
      /** What there is to do: to press, or nothing, as it is recorded already or is somebody else's session. */
      state: State
      recorded_at: Date | null
      action: string
    }
  }
}

const query = Type.Object({ ticket: Type.Optional(Type.String()), lang: Type.Optional(Type.String()) })
const typedQuery = Type.Object({ code: Type.Optional(Type.String()), lang: Type.Optional(Type.String()) })
const params = Type.Object({ attendCode: Type.String() })
const slowGuessing = byAccount(limits.joining)

/** From the code on the wall to a line in the session's record. */
export const attendRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const learner = { access: 'learner' } as const
  app.get('/attend', { config: learner, schema: { querystring: typedQuery } }, async (request, reply) => {
    const typed = request.query.code?.trim().slice(0, limits.fieldCharacters) ?? ''
    const read = readSessionCode(typed)
    if (read) return reply.redirect(`/attend/${read.code}`, 303)
    return reply.code(typed ? 404 : 200).page('cohorts/attendance/code-wanted', { old: typed !== '', typed })
  })

  const schema = { params, querystring: query }
  const toAnyone = { config: { access: 'anyone', rateLimit: slowGuessing } as const, schema }
  app.get('/attend/:attendCode', toAnyone, async (request, reply) => {
    const opened = await open(request.params.attendCode, request.query.ticket ?? '', request.account?.id ?? null)
    if (!request.account) {
      const next = encodeURIComponent(opened ? addressIn(opened) : '/attend')
      return reply.redirect(`/sign-in?next=${next}`, 303)
    }
    if (!opened || opened.state === 'old') return askAgain(reply, opened)
    return reply.page('cohorts/attendance/attend', pageOf(opened, opened.state))
  })

  const toLearners = { config: { access: 'learner', rateLimit: slowGuessing } as const, schema }
  app.post('/attend/:attendCode', toLearners, async (request, reply) => {
    const opened = await open(request.params.attendCode, request.query.ticket ?? '', request.accountId)
    if (!opened || opened.state === 'old') return askAgain(reply, opened)
    if (opened.state === 'stranger')
      return reply.code(409).page('cohorts/attendance/attend', pageOf(opened, opened.state))
    const { id: sessionId, cohort_id: cohortId, course: slug } = opened.session
    const about = { sessionId, cohortId, course: app.courses.get(slug) }
    await recordByCode(app.db, { ...about, learnerId: request.accountId }, app.clock.now())
    return reply.redirect(addressIn(opened), 303)
  })

  // A code that was, and one that never was: only the status tells them apart, and only as far as the session's number.
  const askAgain = (reply: FastifyReply, found: object | null) =>
    reply.code(found ? 410 : 404).page('cohorts/attendance/code-wanted', { old: true, typed: '' })

  /** The session of a code, and what it means for who opened it. Null where no session has such a code. */
  async function open(typed: string, ticket: string, learnerId: string | null) {
    const read = readSessionCode(typed)
    const session = read && (await findSessionByNumber(app.db, read.number, learnerId))
    if (!session) return null
    const now = app.clock.now()
    const { code } = read
    const since = openedAt(session, code, ticket, now)
    const state = stateOf(session, code, since ?? now)
    return { session, code, state, ticket: since ? ticket : ticketFor(session, code, now) }
  }
}

type State = 'open' | 'recorded' | 'stranger'

function stateOf(session: OpenedSession, code: string, at: Date): State | 'old' {
  if (session.recorded_at) return 'recorded' // also long after the code has changed: twice is once
  if (!codeHolds(session, code, at)) return 'old'
  return session.member ? 'open' : 'stranger'
}

const addressIn = ({ code, ticket }: { code: string; ticket: string }) => `/attend/${code}?ticket=${ticket}`

const pageOf = (opened: { session: OpenedSession; code: string; ticket: string }, state: State) => {
  const { session } = opened
  const { cohort: name, course, time_zone, recorded_at } = session
  return {
    session: lineOf(session),
    cohort: { name, course, time_zone },
    state,
    recorded_at,
    action: addressIn(opened),
  }
}
