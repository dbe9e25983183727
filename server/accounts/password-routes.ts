import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { hashSecret } from '../platform/data/ids.ts'
import { Refusal } from '../platform/web/errors.ts'
import { looksLikeEmail, type Problems, readTyped, type Typed } from '../platform/web/forms.ts'
import { limits } from '../platform/web/limits.ts'
import { type Country, listCountries } from '../platform/words/countries.ts'
import { makeFirstAdministrator } from './first-administrator.ts'
import { passwordProblem, readPassword, readSignUp } from './profile.ts'
import { findOpenLink } from './queries.ts'
import { askForNewPassword, setNewPassword } from './reset-password.ts'

declare module '../platform/web/pages.ts' {
  interface Pages {
    'accounts/password-reset': { typed: Typed; problems: Problems }
    'accounts/password-letter-sent': { hours: number }
    'accounts/new-password': { secret: string; problems: Problems }
    'accounts/first-administrator': {
      secret: string
      typed: Typed
      problems: Problems
      countries: readonly Country[]
    }
  }
}

const params = Type.Object({ secret: Type.String({ pattern: '^[A-Za-z0-9_-]{20,100}$' }) })
const anyone = { access: 'anyone' } as const

export const passwordRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const refuseSpent = async (secret: string, purpose: 'password' | 'first-administrator') => {
    const link = await findOpenLink(app.db, hashSecret(secret), purpose, app.clock.now())
    if (!link) throw new Refusal(410, 'link_used')
  }

  app.get('/password-reset', { config: anyone }, async (_request, reply) =>
    reply.page('accounts/password-reset', { typed: {}, problems: {} }),
  )

  app.post('/password-reset', { config: { ...anyone, rateLimit: limits.letters } }, async (request, reply) => {
    const typed = readTyped(request.body, ['email'])
    const email = typed.email ?? ''
    if (!looksLikeEmail(email))
      return reply.code(422).page('accounts/password-reset', { typed, problems: { email: 'field.email.wrong' } })
    const { mail, config, clock } = app
    await askForNewPassword(app.db, email, { mail, publicUrl: config.publicUrl, now: clock.now() })
    return reply.redirect('/password-reset/letter', 303)
  })

  app.get('/password-reset/letter', { config: anyone }, async (_request, reply) =>
    reply.page('accounts/password-letter-sent', { hours: limits.passwordResetHours }),
  )

  app.get('/password-reset/:secret', { config: anyone, schema: { params } }, async (request, reply) => {
    await refuseSpent(request.params.secret, 'password')
    return reply.page('accounts/new-password', { secret: request.params.secret, problems: {} })
  })

  app.post('/password-reset/:secret', { config: anyone, schema: { params } }, async (request, reply) => {
    const { secret } = request.params
    const password = readPassword(request.body, 'password')
    const weak = passwordProblem(password, '')
    if (weak) return reply.code(422).page('accounts/new-password', { secret, problems: { password: weak } })
    const accountId = await setNewPassword(app.db, secret, password, app.clock.now())
    if (!accountId) throw new Refusal(410, 'link_used')
    app.sessions.forget(accountId)
    await app.sessions.start(reply, accountId)
    return reply.redirect('/learning', 303)
  })

  app.get('/first-administrator/:secret', { config: anyone, schema: { params } }, async (request, reply) => {
    const { secret } = request.params
    await refuseSpent(secret, 'first-administrator')
    const typed = { language: request.language }
    const countries = listCountries(request.language)
    return reply.page('accounts/first-administrator', { secret, typed, problems: {}, countries })
  })

  app.post('/first-administrator/:secret', { config: anyone, schema: { params } }, async (request, reply) => {
    const { secret } = request.params
    const form = readSignUp(request.body)
    if (!form.ok) {
      const { typed, problems } = form
      const countries = listCountries(request.language)
      return reply.code(422).page('accounts/first-administrator', { secret, typed, problems, countries })
    }
    const accountId = await makeFirstAdministrator(app.db, secret, form.values, app.clock.now())
    if (!accountId) throw new Refusal(410, 'link_used')
    await app.sessions.start(reply, accountId)
    return reply.redirect('/admin', 303)
  })
}
