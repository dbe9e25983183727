import type { Db } from '../../platform/data/database.ts'
import { newId } from '../../platform/data/ids.ts'
import { audit } from '../../platform/work/audit.ts'
import type { Mail } from '../../platform/work/mail.ts'
import type { Written } from './letter.ts'
import { insertLetters } from './queries.ts'
import type { StuckPerson } from './stuck-people.ts'

export type Trainer = { id: string; name: string; email: string }

const day = 24 * 60 * 60 * 1000

/** Whether somebody was written to so lately that another letter needs a second thought. */
export const writtenToLately = ({ last_letter }: Pick<StuckPerson, 'last_letter'>, now: Date): boolean =>
  last_letter !== null && now.getTime() - Date.parse(last_letter.sent_at) < day

/** Keeps the letters and leaves them in the post, within the caller's transaction; gives the id of the press. */
export async function sendLetters(
  trx: Db,
  mail: Mail,
  { cohortId, trainer, letters }: { cohortId: string; trainer: Trainer; letters: (Written & { to: StuckPerson })[] },
  now: Date,
): Promise<string> {
  const press = newId()
  if (letters.length === 0) return press
  const rows = letters.map(({ to, subject, text }) => ({
    id: newId(),
    cohort_id: cohortId,
    learner_id: to.id,
    author_id: trainer.id,
    press,
    reasons: [...new Set(to.reasons.map(({ kind }) => kind))],
    subject,
    text,
    sent_at: now,
  }))
  await insertLetters(trx, rows)
  for (const { to, subject, text } of letters) await mail.queue(trx, { to: to.email, subject, text })
  const details = { letters: letters.length, learner_ids: letters.map(({ to }) => to.id) }
  await audit(trx, { at: now, accountId: trainer.id, action: 'cohort.letters_written', subject: cohortId, details })
  return press
}
