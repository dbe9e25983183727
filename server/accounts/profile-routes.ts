import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { inTransaction } from '../platform/data/database.ts'
import type { Problems, Typed } from '../platform/web/forms.ts'
import { audit } from '../platform/work/audit.ts'
import { accountPage } from './account-page.ts'
import { checkPassword, hashPassword } from './passwords.ts'
import { passwordProblem, readPassword, readProfile } from './profile.ts'
import { getProfile, updatePassword, updateProfile } from './queries.ts'

const learner = { access: 'learner' } as const

/** What a person says about themselves, and their password. */
export const profileRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/account', { config: learner }, async (request, reply) => {
    const profile = await getProfile(app.db, request.accountId)
    const saved = request.url.includes('saved=yes')
    return reply.page('accounts/account', { ...accountPage(profile, request.language), saved })
  })

  app.post('/account', { config: learner }, async (request, reply) => {
    const form = readProfile(request.body)
    if (!form.ok) return showAgain(form.typed, form.problems)
    const now = app.clock.now()
    await inTransaction(app.db, async (trx) => {
      await updateProfile(trx, request.accountId, form.values)
      await audit(trx, { at: now, accountId: request.accountId, action: 'account.changed', subject: request.accountId })
    })
    app.sessions.forget(request.accountId)
    reply.clearCookie('lang', { path: '/' }) // the account's language speaks from now on
    return reply.redirect('/account?saved=yes', 303)

    async function showAgain(typed: Typed, problems: Problems) {
      const profile = await getProfile(app.db, request.accountId)
      return reply.code(422).page('accounts/account', { ...accountPage(profile, request.language), typed, problems })
    }
  })

  app.post('/account/password', { config: learner }, async (request, reply) => {
    const profile = await getProfile(app.db, request.accountId)
    const password = readPassword(request.body, 'password')
    const weak = passwordProblem(password, profile.email)
    const problems: Problems = weak ? { password: weak } : {}
    if (!(await checkPassword(profile.password_hash, readPassword(request.body, 'current_password'))))
      problems.current_password = 'field.current_password.wrong'
    if (Object.keys(problems).length > 0)
      return reply.code(422).page('accounts/account', { ...accountPage(profile, request.language), problems })
    const password_hash = await hashPassword(password)
    const now = app.clock.now()
    await inTransaction(app.db, async (trx) => {
      await updatePassword(trx, request.accountId, password_hash)
      await audit(trx, {
        at: now,
        accountId: request.accountId,
        action: 'account.password_set',
        subject: request.accountId,
      })
    })
    await app.sessions.endAll(request.accountId)
    await app.sessions.start(reply, request.accountId)
    return reply.redirect('/account?saved=yes', 303)
  })
}
