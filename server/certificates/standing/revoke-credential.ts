import { inTransaction } from '../../platform/data/database.ts'
import { Conflict } from '../../platform/web/errors.ts'
import { audit } from '../../platform/work/audit.ts'
import type { RevocationReason } from '../tables.ts'
import type { StandingServices } from './correct-name.ts'
import { revocationLetter } from './letters.ts'
import { findHolder, lockIssued, updateRevoked } from './queries.ts'

type Revocation = { id: string; reason: RevocationReason; accountId: string }

/**
 * Revokes a credential, for good: the first reason given stands. Who corrected it meanwhile has to look again, because
 * another one stands now. Conflict: certificate_replaced.
 */
export const revokeCredential = (
  { db, mail, publicUrl }: StandingServices,
  { id, reason, accountId }: Revocation,
  now: Date,
): Promise<void> =>
  inTransaction(db, async (trx) => {
    const { record, learner_id, revoked_at, replaced_at } = await lockIssued(trx, id)
    if (revoked_at) return
    if (replaced_at) throw new Conflict('certificate_replaced')
    await updateRevoked(trx, id, { revoked_at: now, revoked_by: accountId, revocation_reason: reason })
    const details = { class: reason }
    await audit(trx, { at: now, accountId, action: 'credential.revoked', subject: id, details })
    const holder = learner_id && (await findHolder(trx, learner_id))
    if (holder) await mail.queue(trx, revocationLetter(holder, { record, reason, publicUrl }))
  })
