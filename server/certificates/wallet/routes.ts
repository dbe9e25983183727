import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { inTransaction } from '../../platform/data/database.ts'
import { hashSecret, newSecret } from '../../platform/data/ids.ts'
import { qrCode } from '../../platform/documents/qr.ts'
import { Conflict, NotFound } from '../../platform/web/errors.ts'
import { limits } from '../../platform/web/limits.ts'
import { byAccount } from '../../platform/web/rate-limits.ts'
import { audit } from '../../platform/work/audit.ts'
import { getHeld } from '../holder/queries.ts'
import type { CredentialRecord } from '../record.ts'
import { readCode } from '../verification-code.ts'
import { offerLink } from './issuer-metadata.ts'
import { putOffer } from './queries.ts'

declare module '../../platform/web/pages.ts' {
  interface Pages {
    'certificates/wallet/wallet': {
      record: CredentialRecord
      revoked: boolean
      minutes: number
      /** Null until one is asked for. The secret is shown this once. */
      offer: { link: string; qr: { side: number; path: string }; until: Date } | null
    }
  }
}

const minutes = limits.walletOfferMinutes
const learner = { access: 'learner' } as const
const ofCode = { config: learner, schema: { params: Type.Object({ code: Type.String() }) } }

/** A holder's way from a certificate to a wallet. What the wallet then asks for is answered by wallet-routes.ts. */
export const walletRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const held = (request: FastifyRequest<{ Params: { code: string } }>) => {
    const read = readCode(request.params.code)
    if ('problem' in read) throw new NotFound('certificate')
    return getHeld(app.db, read.code, request.accountId)
  }

  app.get('/certificates/:code/wallet', ofCode, async (request, reply) => {
    const { record, revoked_at } = await held(request)
    return reply.page('certificates/wallet/wallet', { record, revoked: revoked_at !== null, minutes, offer: null })
  })

  const slowed = { ...ofCode, config: { ...learner, rateLimit: byAccount(limits.verification) } }
  app.post('/certificates/:code/wallet', slowed, async (request, reply) => {
    const { id: credential_id, record, revoked_at } = await held(request)
    if (revoked_at) throw new Conflict('certificate_revoked')
    const { accountId } = request
    const [secret, now] = [newSecret(), app.clock.now()]
    const until = new Date(now.getTime() + minutes * 60_000)
    await inTransaction(app.db, async (trx) => {
      const secret_hash = hashSecret(secret)
      await putOffer(trx, { credential_id, learner_id: accountId, secret_hash, expires_at: until })
      await audit(trx, { at: now, accountId, action: 'certificate.offered_to_wallet', subject: credential_id })
    })
    const link = offerLink(secret, app.config.publicUrl)
    reply.header('cache-control', 'no-store')
    const offer = { link, qr: qrCode(link), until }
    return reply.page('certificates/wallet/wallet', { record, revoked: false, minutes, offer })
  })
}
