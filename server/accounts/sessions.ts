import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Adapter, type DatabaseSession, type DatabaseUser, Lucia, TimeSpan } from 'lucia'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/data/database.ts'
import { hashSecret } from '../platform/data/ids.ts'
import type { SignedIn } from '../platform/web/access.ts'
import { limits } from '../platform/web/limits.ts'
import { ownZone } from '../platform/words/time-zones.ts'
import * as queries from './queries.ts'

type AccountAttributes = Omit<SignedIn, 'id'>
type SessionAttributes = { created_at: Date }

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<SessionAttributes, AccountAttributes>
    DatabaseUserAttributes: AccountAttributes
    DatabaseSessionAttributes: SessionAttributes
  }
}

export type Sessions = {
  /** Who sends this request, or null. A long session's cookie is renewed on the way. */
  find(request: FastifyRequest, reply: FastifyReply): Promise<SignedIn | null>
  start(reply: FastifyReply, accountId: string): Promise<void>
  end(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** After a new password or a change of roles: nothing remembered of this account is believed any more. */
  forget(accountId: string): void
  endAll(accountId: string): Promise<void>
}

const cookieName = 'sid'
/** How long a session is believed without asking the database again, and how many are remembered. */
const memory = { milliseconds: 5_000, sessions: 10_000 }
const dayMs = 86_400_000

/** All that is known of Lucia stays in this file. Only SHA-256 of a session's id is ever stored. */
export function createSessions(db: Db, options: { secure: boolean; clock: Clock }): Sessions {
  const lucia = new Lucia<SessionAttributes, AccountAttributes>(hashingAdapter(db), {
    sessionExpiresIn: new TimeSpan(limits.sessionDays, 'd'),
    sessionCookie: { name: cookieName, attributes: { secure: options.secure } },
    getUserAttributes: ({ name, email, language, timeZone, roles }) => ({ name, email, language, timeZone, roles }),
    getSessionAttributes: ({ created_at }) => ({ created_at }),
  })
  const remembered = new Map<string, { account: SignedIn; until: number }>()
  const key = (id: string) => hashSecret(id).toString('base64')

  return {
    async find(request, reply) {
      const id = request.cookies[cookieName]
      if (!id || id.length > limits.paramCharacters) return null
      const now = options.clock.now().getTime()
      const known = remembered.get(key(id))
      if (known && known.until > now) return known.account

      const { session, user } = await lucia.validateSession(id)
      if (!session || now - session.created_at.getTime() > limits.sessionMostDays * dayMs) return null
      if (session.fresh) setCookie(reply, lucia.createSessionCookie(id))
      if (remembered.size >= memory.sessions) remembered.clear()
      const { name, email, language, timeZone, roles } = user
      const account = { id: user.id, name, email, language, timeZone, roles }
      remembered.set(key(id), { account, until: now + memory.milliseconds })
      return account
    },
    async start(reply, accountId) {
      const session = await lucia.createSession(accountId, { created_at: options.clock.now() })
      setCookie(reply, lucia.createSessionCookie(session.id))
    },
    async end(request, reply) {
      const id = request.cookies[cookieName]
      if (id) {
        remembered.delete(key(id))
        await lucia.invalidateSession(id)
      }
      setCookie(reply, lucia.createBlankSessionCookie())
    },
    forget(accountId) {
      for (const [sessionKey, { account }] of remembered) if (account.id === accountId) remembered.delete(sessionKey)
    },
    async endAll(accountId) {
      this.forget(accountId)
      await queries.deleteSessionsOf(db, accountId)
    },
  }
}

type LuciaCookie = ReturnType<Lucia['createSessionCookie']>
const setCookie = (reply: FastifyReply, { name, value, attributes }: LuciaCookie) =>
  reply.setCookie(name, value, { ...attributes, path: '/', httpOnly: true, sameSite: 'lax' })

/** Lucia hands over ids in clear; this adapter turns each into its hash before it reaches the database. */
function hashingAdapter(db: Db): Adapter {
  return {
    async getSessionAndUser(id): Promise<[DatabaseSession | null, DatabaseUser | null]> {
      const row = await queries.findSession(db, hashSecret(id))
      if (!row) return [null, null]
      const { account_id, created_at, expires_at, name, email, language, roles } = row
      const timeZone = ownZone(row)
      return [
        // The id as it was given: Lucia passes it back to renew or end the session.
        { id, userId: account_id, expiresAt: expires_at, attributes: { created_at } },
        { id: account_id, attributes: { name, email, language, timeZone, roles } },
      ]
    },
    // A hash cannot be turned back into an id, so there is nothing to list.
    getUserSessions: async () => [],
    async setSession({ id, userId, expiresAt, attributes }) {
      await queries.insertSession(db, {
        id_hash: hashSecret(id),
        account_id: userId,
        created_at: attributes.created_at,
        expires_at: expiresAt,
      })
    },
    async updateSessionExpiration(id, expiresAt) {
      await queries.updateSessionExpiry(db, hashSecret(id), expiresAt)
    },
    async deleteSession(id) {
      await queries.deleteSession(db, hashSecret(id))
    },
    async deleteUserSessions(accountId) {
      await queries.deleteSessionsOf(db, accountId)
    },
    // Done by the night's work, which knows the time.
    deleteExpiredSessions: async () => {},
  }
}
