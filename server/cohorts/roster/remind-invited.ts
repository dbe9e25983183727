import { inTransaction } from '../../platform/data/database.ts'
import { limits } from '../../platform/web/limits.ts'
import { hasEnded } from '../period.ts'
import { listForgotten, markReminded } from './queries.ts'
import { type LetterServices, writeLetter } from './write-letters.ts'

const dayMs = 86_400_000

/** Calls to mind, once, what nobody answered for a week. The first letter's link stays good. */
export async function remindInvited({ db, ...services }: LetterServices, now: Date): Promise<void> {
  const sentBefore = new Date(now.getTime() - limits.invitationReminderDays * dayMs)
  for (const invitation of await listForgotten(db, sentBefore, now)) {
    if (hasEnded(invitation, now)) continue
    await inTransaction(db, async (trx) => {
      if (await markReminded(trx, invitation.id, now))
        await writeLetter(trx, services, 'invitation_reminder', invitation, now)
    })
  }
}
