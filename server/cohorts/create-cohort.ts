import { type Db, inTransaction } from '../platform/data/database.ts'
import { newCode, newId } from '../platform/data/ids.ts'
import { audit } from '../platform/work/audit.ts'
import type { CohortDetails } from './cohort-form.ts'
import { insertCohort, insertCohortTrainer } from './queries.ts'

/** Creates a cohort that its creator leads; null when the programme has one of that name. */
export const createCohort = (
  db: Db,
  { trainerId, ...details }: CohortDetails & { trainerId: string },
  now: Date,
): Promise<{ id: string; joinCode: string } | null> =>
  inTransaction(db, async (trx) => {
    const [id, joinCode] = [newId(), newCode(2, 4)]
    const cohort = { id, ...details, join_code: joinCode, created_by: trainerId, created_at: now }
    if (!(await insertCohort(trx, cohort))) return null
    await insertCohortTrainer(trx, { cohort_id: id, trainer_id: trainerId, lead: true })
    await audit(trx, { at: now, accountId: trainerId, action: 'cohort.created', subject: id })
    return { id, joinCode }
  })
