import { type Db, inTransaction } from '../../platform/data/database.ts'
import { limits } from '../../platform/web/limits.ts'
import { hasEnded } from '../period.ts'
import { type TeamLetters, writeToContact } from './letters.ts'
import { listForgottenTeams, markTeamReminded } from './queries.ts'

const dayMs = 86_400_000

/** Calls to a contact's mind, once, after a week, that places are left. The first letter's link stays good. */
export async function remindContacts({ db, ...letters }: TeamLetters & { db: Db }, now: Date): Promise<void> {
  const sentBefore = new Date(now.getTime() - limits.invitationReminderDays * dayMs)
  for (const team of await listForgottenTeams(db, sentBefore, now)) {
    if (hasEnded(team, now)) continue
    await inTransaction(db, async (trx) => {
      if (await markTeamReminded(trx, team.id, now)) await writeToContact(trx, letters, 'team_reminder', team.id, now)
    })
  }
}
