import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { accountPage } from '../../accounts/account-page.ts'
import { getProfile } from '../../accounts/queries.ts'
import { inTransaction } from '../../platform/data/database.ts'
import { hashSecret, newSecret } from '../../platform/data/ids.ts'
import { NotFound } from '../../platform/web/errors.ts'
import { audit } from '../../platform/work/audit.ts'
import { calendarFile } from './calendar-file.ts'
import { deleteFeed, findCalendar, putFeed } from './queries.ts'

const learner = { access: 'learner' } as const
const anyone = { access: 'anyone' } as const
const params = Type.Object({ secret: Type.String() })

/** A person's calendar for the program they keep theirs in: the address is the key, and they can end it. */
export const calendarRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/calendar/:secret.ics', { config: anyone, schema: { params } }, async (request, reply) => {
    const found = await findCalendar(app.db, hashSecret(request.params.secret))
    reply.header('cache-control', 'private, no-cache').header('x-robots-tag', 'noindex')
    if (!found) {
      // Calendar programs show plain words at best; a person who opens the address gets a page.
      if (request.headers.accept?.includes('text/html')) throw new NotFound('calendar')
      return reply.code(404).type('text/plain; charset=utf-8').send(request.t('calendar.gone'))
    }
    const context = { courses: app.courses, publicUrl: app.config.publicUrl, now: app.clock.now() }
    return reply.type('text/calendar; charset=utf-8').send(calendarFile(found, context))
  })

  app.post('/account/calendar', { config: learner }, async (request, reply) => {
    const { accountId } = request
    const secret = newSecret()
    const now = app.clock.now()
    await inTransaction(app.db, async (trx) => {
      await putFeed(trx, { account_id: accountId, secret_hash: hashSecret(secret), made_at: now })
      await audit(trx, { at: now, accountId, action: 'calendar.made', subject: accountId })
    })
    const page = accountPage(await getProfile(app.db, accountId), request.language)
    const address = `${app.config.publicUrl}/calendar/${secret}.ics`
    return reply.page('accounts/account', { ...page, calendar: { ...page.calendar, address } })
  })

  app.post('/account/calendar/revocation', { config: learner }, async (request, reply) => {
    const { accountId } = request
    await inTransaction(app.db, async (trx) => {
      if (await deleteFeed(trx, accountId))
        await audit(trx, { at: app.clock.now(), accountId, action: 'calendar.ended', subject: accountId })
    })
    return reply.redirect('/account#calendar', 303)
  })
}
