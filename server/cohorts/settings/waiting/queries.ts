import type { Db } from '../../../platform/data/database.ts'
import { NotFound } from '../../../platform/web/errors.ts'

export const insertWaiting = (db: Db, waiting: { cohort_id: string; learner_id: string; asked_at: Date }) =>
  db.insertInto('cohort_waiting').values(waiting).execute()

/** Takes somebody off the waiting list; true when they were on it. */
export async function deleteWaiting(db: Db, cohortId: string, learnerId: string): Promise<boolean> {
  const deleted = await db
    .deleteFrom('cohort_waiting')
    .where('cohort_id', '=', cohortId)
    .where('learner_id', '=', learnerId)
    .executeTakeFirst()
  return deleted.numDeletedRows === 1n
}

/** Where a person of the waiting list, or of the cohort, gets letters, and in which language. */
export const getWaitingPerson = (db: Db, cohortId: string, learnerId: string) =>
  db
    .selectFrom('accounts')
    .select(['accounts.name', 'accounts.email', 'accounts.language'])
    .where('accounts.id', '=', learnerId)
    .where((e) =>
      e.or([
        e.exists(
          e
            .selectFrom('cohort_waiting')
            .select('learner_id')
            .where('cohort_id', '=', cohortId)
            .whereRef('learner_id', '=', 'accounts.id'),
        ),
        e.exists(
          e
            .selectFrom('cohort_members')
            .select('learner_id')
            .where('cohort_id', '=', cohortId)
            .whereRef('learner_id', '=', 'accounts.id'),
        ),
      ]),
    )
    .executeTakeFirstOrThrow(() => new NotFound('waiting'))
