import { type Db, inTransaction } from '../../platform/data/database.ts'
import { idFrom } from '../../platform/data/ids.ts'
import { audit } from '../../platform/work/audit.ts'
import type { Mail } from '../../platform/work/mail.ts'
import { messageLetter } from './letter.ts'
import type { Message } from './message.ts'
import { insertMessage, listRecipients } from './queries.ts'

type Sending = {
  cohort: { id: string; name: string; confidential: boolean }
  trainer: { id: string; name: string; email: string }
  message: Message
}

/** Keeps the message and leaves a letter for each member in the post; pressed twice, it is one message. Gives its id. */
export const sendMessage = (
  { db, mail, publicUrl }: { db: Db; mail: Mail; publicUrl: string },
  { cohort, trainer, message: { formId, subject, text } }: Sending,
  now: Date,
): Promise<string> =>
  inTransaction(db, async (trx) => {
    const id = idFrom(formId, cohort.id, trainer.id, subject, text)
    const recipients = await listRecipients(trx, cohort.id, trainer.id)
    const row = { id, cohort_id: cohort.id, author_id: trainer.id, subject, text, sent_at: now }
    if (!(await insertMessage(trx, { ...row, recipients: recipients.length }))) return id
    const url = `${publicUrl}/learning/cohorts/${cohort.id}/messages/${id}`
    const about = { cohort, trainer, message: { subject, text }, url }
    for (const to of recipients) await mail.queue(trx, messageLetter(to, about))
    const details = { message_id: id, letters: recipients.length }
    await audit(trx, { at: now, accountId: trainer.id, action: 'cohort.message_sent', subject: cohort.id, details })
    return id
  })
