import { type Db, inTransaction } from '../../platform/data/database.ts'
import { hashSecret, newSecret } from '../../platform/data/ids.ts'
import { limits } from '../../platform/web/limits.ts'
import { audit } from '../../platform/work/audit.ts'
import { takeOffer } from './queries.ts'

const tokenMs = limits.walletTokenMinutes * 60_000

/** Gives the wallet that comes first with an offer its token; nothing for an offer that is used, over or none. */
export const exchangeOffer = (db: Db, secret: string, now: Date): Promise<string | null> =>
  inTransaction(db, async (trx) => {
    const token = newSecret()
    const kept = { token_hash: hashSecret(token), token_expires_at: new Date(now.getTime() + tokenMs) }
    const taken = await takeOffer(trx, hashSecret(secret), kept, now)
    if (!taken) return null
    const { learner_id: accountId, credential_id: subject } = taken
    await audit(trx, { at: now, accountId, action: 'certificate.taken_to_wallet', subject })
    return token
  })
