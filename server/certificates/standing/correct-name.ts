import { type Db, inTransaction } from '../../platform/data/database.ts'
import { newId } from '../../platform/data/ids.ts'
import { Conflict, NotFound } from '../../platform/web/errors.ts'
import { isoDate } from '../../platform/words/dates.ts'
import { audit } from '../../platform/work/audit.ts'
import type { Mail } from '../../platform/work/mail.ts'
import { refuseMissingGlyphs } from '../certificate-pdf.ts'
import { certificateWords } from '../certificate-words.ts'
import { moveShare } from '../holder/queries.ts'
import { insertCredential } from '../queries.ts'
import type { CredentialRecord } from '../record.ts'
import { newVerificationCode } from '../verification-code.ts'
import { correctionLetter } from './letters.ts'
import { findHolder, getNameOn, lockIssued, updateReplaced, updateSuccessor } from './queries.ts'

export type StandingServices = { db: Db; mail: Mail; publicUrl: string }
type Correction = { id: string; name: string; reason: string; accountId: string }

/**
 * Issues a credential anew under the right name: a new code and today's date, and everything else as it was issued. The
 * old one says from now on by which it was replaced. The same correction twice makes one.
 * Conflict: certificate_revoked, certificate_replaced.
 */
export const correctName = (
  { db, mail, publicUrl }: StandingServices,
  { id, name, reason, accountId }: Correction,
  now: Date,
): Promise<void> =>
  inTransaction(db, async (trx) => {
    const old = await lockIssued(trx, id)
    if (old.replaced_by && (await getNameOn(trx, old.replaced_by)) === name) return
    if (old.revoked_at) throw new Conflict('certificate_revoked')
    if (old.replaced_at) throw new Conflict('certificate_replaced')
    if (old.learner_id === null) throw new NotFound('holder')

    const record: CredentialRecord = { ...old.record, code: newVerificationCode(), name, issued_on: isoDate(now) }
    refuseMissingGlyphs(record, certificateWords(record)) // the form has asked about the name: what is left is a fault
    const { learner_id, course, cohort_id } = old
    const successor = { id: newId(), learner_id, course, cohort_id, record, issued_at: now }
    await updateReplaced(trx, id, 'correction', now)
    if (!(await insertCredential(trx, successor))) throw new Error(`${old.record.code} could not be issued anew`)
    await updateSuccessor(trx, id, successor.id)
    await moveShare(trx, { from: id, to: successor.id })

    const details = { reason, replaced_by: record.code }
    await audit(trx, { at: now, accountId, action: 'credential.corrected', subject: id, details })
    const holder = await findHolder(trx, learner_id)
    if (holder) await mail.queue(trx, correctionLetter(holder, { old: old.record, record, publicUrl }))
  })
