import { type Db, inTransaction } from '../../platform/data/database.ts'
import { audit } from '../../platform/work/audit.ts'
import { getInvitation, withdrawInvitation } from './queries.ts'

type Withdrawal = { cohortId: string; invitationId: string; trainerId: string }

/** Ends an invitation that nobody has taken up; its links say so from now on. Again changes nothing. */
export const withdraw = (db: Db, { cohortId, invitationId, trainerId }: Withdrawal, now: Date): Promise<void> =>
  inTransaction(db, async (trx) => {
    await getInvitation(trx, cohortId, invitationId)
    if (!(await withdrawInvitation(trx, invitationId, now))) return
    await audit(trx, { at: now, accountId: trainerId, action: 'invitation.withdrawn', subject: invitationId })
  })
