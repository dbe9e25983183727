import type { Catalogue } from '../../catalogue/catalogue.ts'
import { type Db, inTransaction } from '../../platform/data/database.ts'
import { hashSecret, newSecret } from '../../platform/data/ids.ts'
import type { Mail } from '../../platform/work/mail.ts'
import { invitationLetter } from './letters.ts'
import { insertLink, lockUnwritten, markWritten, type WaitingInvitation } from './queries.ts'

export const lettersJob = 'invitation-letters'
export type LettersDue = { invitationIds: string[] }
export type LetterServices = { db: Db; courses: Pick<Catalogue, 'find'>; mail: Mail; publicUrl: string }

/**
 * Writes the letters of invitations, by a job: thousands of them would keep the trainer waiting, and on the embedded
 * engine everybody else as well. Run twice, each is written once.
 */
export const writeLetters = (
  { db, ...services }: LetterServices,
  { invitationIds }: LettersDue,
  now: Date,
): Promise<void> =>
  inTransaction(db, async (trx) => {
    const unwritten = await lockUnwritten(trx, invitationIds)
    for (const invitation of unwritten) await writeLetter(trx, services, 'invitation', invitation, now)
    const written = unwritten.map(({ id }) => id)
    if (written.length > 0) await markWritten(trx, written, now)
  })

/** One letter with a link of its own. */
export async function writeLetter(
  trx: Db,
  { courses, mail, publicUrl }: Omit<LetterServices, 'db'>,
  kind: 'invitation' | 'invitation_reminder',
  invitation: WaitingInvitation,
  now: Date,
): Promise<void> {
  const secret = newSecret()
  await insertLink(trx, { secret_hash: hashSecret(secret), invitation_id: invitation.id, sent_at: now })
  await mail.queue(trx, invitationLetter(kind, invitation, `${publicUrl}/invitations/${secret}`, courses))
}
