import type { Course } from '../../catalogue/course.ts'
import { getRecord, lockEnrolment } from '../../enrolments/queries.ts'
import { type Db, inTransaction } from '../../platform/data/database.ts'
import { newId } from '../../platform/data/ids.ts'
import { Conflict } from '../../platform/web/errors.ts'
import { isoDate } from '../../platform/words/dates.ts'
import { audit } from '../../platform/work/audit.ts'
import type { Mail } from '../../platform/work/mail.ts'
import { findHeld } from '../../quizzes/renewal/queries.ts'
import { refusalOf, renewalOf } from '../../quizzes/renewal/renewal.ts'
import { refuseMissingGlyphs } from '../certificate-pdf.ts'
import { certificateWords } from '../certificate-words.ts'
import { moveShare } from '../holder/queries.ts'
import { signatoriesOf } from '../issue-credential.ts'
import { getPassMark, insertCredential } from '../queries.ts'
import type { CredentialRecord } from '../record.ts'
import { findHolder, lockIssued, updateReplaced, updateSuccessor } from '../standing/queries.ts'
import { newVerificationCode } from '../verification-code.ts'
import { renewalLetter } from './letter.ts'
import { findSignatories } from './queries.ts'

type Services = { db: Db; mail: Mail; publicUrl: string }
type Ask = { learnerId: string; course: Course; issuer: string }

/**
 * Issues a certificate anew for who has passed the quiz that renews it: a new code, today's date and a later last day;
 * what was taken and under which name stays as it was issued. The old one says from now on by which it was replaced.
 * Twice is once. Conflict: certificate_replaced, renewal_not_passed, and what refusalOf says.
 */
export const renewCertificate = (
  { db, mail, publicUrl }: Services,
  { learnerId, course, issuer }: Ask,
  now: Date,
): Promise<void> =>
  inTransaction(db, async (trx) => {
    await lockEnrolment(trx, learnerId, course.slug)
    const held = await findHeld(trx, learnerId, course.slug)
    if (!held) throw new Conflict('renewal_without_certificate')
    const old = await lockIssued(trx, held.id) // held from here on: it is neither revoked nor corrected meanwhile
    if (old.replaced_at) throw new Conflict('certificate_replaced')
    const { attempts } = await getRecord(trx, learnerId, course.slug)
    const renewal = renewalOf(course, { ...held, revoked_at: old.revoked_at }, attempts, now)
    if (renewal.state === 'early' && old.record.renewal) return // pressed again
    if (!renewal.passed) throw refusalOf(renewal) ?? new Conflict('renewal_not_passed')

    const { attempt, until } = renewal.passed
    const record: CredentialRecord = {
      ...old.record,
      code: newVerificationCode(),
      issued_on: isoDate(now),
      expires_on: until,
      issuer,
      signatories: signatoriesOf(await findSignatories(trx, old.cohort_id)),
      renewal: {
        renews: old.record.code,
        score_raw: attempt.score_raw ?? 0,
        score_max: attempt.score_max ?? 0,
        ...(await getPassMark(trx, attempt.id)),
      },
    }
    refuseMissingGlyphs(record, certificateWords(record)) // whatever is left is ours to mend, and stops here as a fault
    const { id, cohort_id } = old
    const successor = { id: newId(), learner_id: learnerId, course: course.slug, cohort_id, record, issued_at: now }
    await updateReplaced(trx, id, 'renewal', now)
    if (!(await insertCredential(trx, successor))) throw new Error(`${old.record.code} could not be renewed`)
    await updateSuccessor(trx, id, successor.id)
    await moveShare(trx, { from: id, to: successor.id })

    const details = { replaced_by: record.code }
    await audit(trx, { at: now, accountId: learnerId, action: 'credential.renewed', subject: id, details })
    const holder = await findHolder(trx, learnerId)
    if (holder) await mail.queue(trx, renewalLetter(holder, { old: old.record, record, publicUrl }))
  })
