import { type Db, inTransaction } from '../platform/data/database.ts'
import { audit } from '../platform/work/audit.ts'
import { updateReopened } from './queries.ts'

/** Opens a closed cohort again; one that is open stays as it is. The reason stays in the audit trail. */
export const reopenCohort = (
  db: Db,
  { cohortId, accountId, reason }: { cohortId: string; accountId: string; reason: string },
  now: Date,
): Promise<void> =>
  inTransaction(db, async (trx) => {
    if (!(await updateReopened(trx, cohortId))) return
    await audit(trx, { at: now, accountId, action: 'cohort.reopened', subject: cohortId, details: { reason } })
  })
