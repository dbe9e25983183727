import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { inTransaction } from '../platform/data/database.ts'
import { type Problems, readTyped, type Typed } from '../platform/web/forms.ts'
import { isTimeZone, ownZone, timeZoneOptions, zoneLabel, zoneOfCountry } from '../platform/words/time-zones.ts'
import { audit } from '../platform/work/audit.ts'
import { getProfile, updateTimeZone } from './queries.ts'

declare module '../platform/web/pages.ts' {
  interface Pages {
    'accounts/time-zone': {
      typed: Typed
      problems: Problems
      zones: readonly { value: string; label: string }[]
      /** What holds for who chooses none. */
      ofCountry: string
    }
  }
}

const learner = { access: 'learner' } as const

/** By whose clocks a person reads times: their country's, until they choose others. A page of its own: the list is long. */
export const timeZoneRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const pageOf = (country: string) => ({
    zones: timeZoneOptions,
    ofCountry: zoneLabel(zoneOfCountry(country) || 'UTC'),
  })

  app.get('/account/time-zone', { config: learner }, async (request, reply) => {
    const profile = await getProfile(app.db, request.accountId)
    const typed = { time_zone: ownZone(profile) }
    return reply.page('accounts/time-zone', { typed, problems: {}, ...pageOf(profile.country_code) })
  })

  app.post('/account/time-zone', { config: learner }, async (request, reply) => {
    const { country_code } = await getProfile(app.db, request.accountId)
    const typed = readTyped(request.body, ['time_zone'])
    const { time_zone = '' } = typed
    if (time_zone && !isTimeZone(time_zone)) {
      const problems: Problems = { time_zone: 'cohort.time_zone.missing' }
      return reply.code(422).page('accounts/time-zone', { typed, problems, ...pageOf(country_code) })
    }
    const now = app.clock.now()
    const chosen = time_zone === zoneOfCountry(country_code) ? '' : time_zone // it moves with the country then
    await inTransaction(app.db, async (trx) => {
      await updateTimeZone(trx, request.accountId, chosen)
      await audit(trx, { at: now, accountId: request.accountId, action: 'account.changed', subject: request.accountId })
    })
    app.sessions.forget(request.accountId)
    return reply.redirect('/account?saved=yes', 303)
  })
}
