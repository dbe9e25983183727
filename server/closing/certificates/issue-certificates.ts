import type { Catalogue } from '../../catalogue/catalogue.ts'
import type { Course } from '../../catalogue/course.ts'
import { issueCredential } from '../../certificates/issue-credential.ts'
import type { LanguageChoice } from '../../certificates/language-choice.ts'
import { findCredential } from '../../certificates/queries.ts'
import type { Clock } from '../../platform/clock.ts'
import { type Db, inTransaction } from '../../platform/data/database.ts'
import { Refusal } from '../../platform/web/errors.ts'
import { interfaceLanguageOf, type Language } from '../../platform/words/languages.ts'
import type { Mail } from '../../platform/work/mail.ts'
import { certificateLetter } from './letter.ts'
import { closeRun, findRun, lockUnsettled, type Recipient, updateSettled } from './queries.ts'
import { asReason } from './run.ts'
import type { CertificatesDue } from './start-run.ts'

export type IssuingServices = {
  db: Db
  clock: Clock
  courses: Pick<Catalogue, 'get'>
  mail: Mail
  issuer: string
  publicUrl: string
  log: (error: unknown) => void
}

/**
 * Issues the certificates of a run, person by person, each in a transaction of its own with the letter that tells them.
 * Whoever is refused keeps a reason, and the next one's turn comes. Stopped at any place, it goes on from there.
 */
export async function issueCertificates(services: IssuingServices, { runId }: CertificatesDue): Promise<void> {
  const { db, clock, courses } = services
  const run = await findRun(db, runId)
  if (!run || run.ended_at) return
  const course = courses.get(run.course)
  const languages = { language: run.language, also: run.also_in }
  while (await settleNext(services, { runId, course, languages })) await nextTurn()
  await closeRun(db, runId, clock.now())
}

/** Others have their turn between two people: on the embedded engine everything runs in one thread. */
const nextTurn = () => new Promise<void>((done) => setImmediate(done))

/** What a run issues. */
type Issuing = { runId: string; course: Course; languages: LanguageChoice<Language | null> }

/** False when nobody is left. */
async function settleNext(services: IssuingServices, run: Issuing): Promise<boolean> {
  const { db, clock, log } = services
  const { runId } = run
  let recipient: Recipient | undefined
  try {
    return await inTransaction(db, async (trx) => {
      recipient = await lockUnsettled(trx, runId)
      if (!recipient) return false
      await issueTo(trx, services, recipient, run)
      const settled = { outcome: 'issued', reason: null, settled_at: clock.now() } as const
      await updateSettled(trx, { run_id: runId, learner_id: recipient.id }, settled)
      return true
    })
  } catch (error) {
    if (!recipient) throw error
    if (!(error instanceof Refusal)) log(error)
    const reason = error instanceof Refusal ? asReason(error.code) : 'fault'
    const settled = { outcome: 'refused', reason, settled_at: clock.now() } as const
    await updateSettled(db, { run_id: runId, learner_id: recipient.id }, settled)
    return true
  }
}

/** Who has asked for the certificate in the meantime has it, and needs no letter. */
async function issueTo(
  trx: Db,
  services: IssuingServices,
  recipient: Recipient,
  { course, languages }: Issuing,
): Promise<void> {
  const { clock, issuer, mail, publicUrl } = services
  const earlier = await findCredential(trx, recipient.id, course.slug)
  if (earlier && !earlier.revoked_at) return
  const own = interfaceLanguageOf(recipient.language)
  const asked = { learnerId: recipient.id, course, language: languages.language ?? own, also: languages.also, issuer }
  const code = await issueCredential(trx, asked, clock.now())
  await mail.queue(trx, certificateLetter(recipient, { course, code, publicUrl, language: own }))
}
