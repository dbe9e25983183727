import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { inTransaction } from '../platform/data/database.ts'
import { Refusal } from '../platform/web/errors.ts'
import { looksLikeEmail, ownPath, type Problems, readTyped, type Typed } from '../platform/web/forms.ts'
import { limits } from '../platform/web/limits.ts'
import { type Country, listCountries } from '../platform/words/countries.ts'
import { checkPassword } from './passwords.ts'
import { readPassword, readSignUp } from './profile.ts'
import { findAccountByEmail } from './queries.ts'
import type { Sessions } from './sessions.ts'
import { confirmAddress, sendConfirmation, signUp } from './sign-up.ts'

declare module 'fastify' {
  interface FastifyInstance {
    sessions: Sessions
  }
}

declare module '../platform/web/pages.ts' {
  interface Partials {
    'accounts/profile-fields': { typed: Typed; problems: Problems; countries: readonly Country[] }
    'accounts/sign-up-fields': { typed: Typed; problems: Problems; countries: readonly Country[] }
  }
  interface Pages {
    'accounts/sign-in': { typed: Typed; problem: 'mismatch' | 'unconfirmed' | null }
    'accounts/sign-up': { typed: Typed; problems: Problems; countries: readonly Country[] }
    'accounts/letter-sent': { hours: number }
    'accounts/confirmation': { action: string }
  }
}

const secret = Type.Object({ secret: Type.String({ pattern: '^[A-Za-z0-9_-]{20,100}$' }) })
const next = Type.Object({ next: Type.Optional(Type.String()), lang: Type.Optional(Type.String()) })
const anyone = { access: 'anyone' } as const
const afterwards = '/learning'

export const accountRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/sign-in', { config: anyone, schema: { querystring: next } }, async (request, reply) =>
    reply.page('accounts/sign-in', { typed: { next: ownPath(request.query.next) ?? '' }, problem: null }),
  )

  const slowGuessing = { ...limits.signIn, hook: 'preHandler' as const, keyGenerator: byAddressAndHost }
  app.post('/sign-in', { config: { ...anyone, rateLimit: slowGuessing } }, async (request, reply) => {
    const typed = readTyped(request.body, ['email', 'next'])
    const password = readPassword(request.body, 'password')
    const account = await findAccountByEmail(app.db, typed.email ?? '')
    if (!(await checkPassword(account?.password_hash, password)) || !account)
      return reply.code(422).page('accounts/sign-in', { typed, problem: 'mismatch' })
    if (!account.email_confirmed_at) {
      const context = { mail: app.mail, publicUrl: app.config.publicUrl, now: app.clock.now() }
      await inTransaction(app.db, (trx) => sendConfirmation(trx, account, ownPath(typed.next), context))
      return reply.code(422).page('accounts/sign-in', { typed, problem: 'unconfirmed' })
    }
    await app.sessions.start(reply, account.id)
    return reply.redirect(ownPath(typed.next) ?? afterwards, 303)
  })

  app.post('/sign-out', { config: anyone }, async (request, reply) => {
    await app.sessions.end(request, reply)
    return reply.redirect('/', 303)
  })

  app.get('/sign-up', { config: anyone, schema: { querystring: next } }, async (request, reply) => {
    const typed = { next: ownPath(request.query.next) ?? '', language: request.language }
    return reply.page('accounts/sign-up', { typed, problems: {}, countries: listCountries(request.language) })
  })

  app.post('/sign-up', { config: { ...anyone, rateLimit: limits.signUp } }, async (request, reply) => {
    const form = readSignUp(request.body)
    if (!form.ok) {
      const { typed, problems } = form
      return reply.code(422).page('accounts/sign-up', { typed, problems, countries: listCountries(request.language) })
    }
    const context = { mail: app.mail, publicUrl: app.config.publicUrl, now: app.clock.now() }
    await signUp(app.db, form.values, ownPath(form.typed.next), context)
    return reply.redirect('/sign-up/letter', 303)
  })

  app.get('/sign-up/letter', { config: anyone }, async (_request, reply) =>
    reply.page('accounts/letter-sent', { hours: limits.confirmationHours }),
  )

  // A press confirms, not the link alone: mail programs open links by themselves.
  app.get('/confirmation/:secret', { config: anyone, schema: { params: secret } }, async (request, reply) =>
    reply.page('accounts/confirmation', { action: request.url }),
  )

  const confirmation = { config: anyone, schema: { params: secret, querystring: next } }
  app.post('/confirmation/:secret', confirmation, async (request, reply) => {
    const accountId = await confirmAddress(app.db, request.params.secret, app.clock.now())
    if (!accountId) throw new Refusal(410, 'link_used')
    await app.sessions.start(reply, accountId)
    return reply.redirect(ownPath(request.query.next) ?? afterwards, 303)
  })
}

function byAddressAndHost(request: { body: unknown; ip: string }): string {
  const { email = '' } = readTyped(request.body, ['email'])
  return `${request.ip} ${looksLikeEmail(email) ? email.toLowerCase() : ''}`
}
