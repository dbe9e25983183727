import type { Db } from '../../platform/data/database.ts'
import { graceMs } from './deadline.ts'

/** Open attempts whose deadline and grace have passed, the oldest first. */
export const listOverdueAttempts = (db: Db, now: Date, most: number) =>
  db
    .selectFrom('attempts')
    .select(['id', 'learner_id'])
    .where('submitted_at', 'is', null)
    .where('due_at', '<', new Date(now.getTime() - graceMs))
    .orderBy('due_at')
    .limit(most)
    .execute()

/** Asks for more time once; true when it was this call. */
export async function insertTimeRequest(db: Db, attemptId: string, now: Date): Promise<boolean> {
  const inserted = await db
    .insertInto('time_requests')
    .values({ attempt_id: attemptId, requested_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** The open attempts of a learner in a cohort, held until the transaction ends. */
export const lockOpenAttemptsInCohort = (db: Db, learnerId: string, cohortId: string) =>
  db
    .selectFrom('attempts')
    .select(['id', 'rules', 'started_at'])
    .where('learner_id', '=', learnerId)
    .where('cohort_id', '=', cohortId)
    .where('submitted_at', 'is', null)
    .forUpdate()
    .execute()

export const updateDeadline = (
  db: Db,
  id: string,
  deadline: { due_at: Date | null; due_by: 'time-limit' | 'cohort' | null; extra_time_percent: number },
) => db.updateTable('attempts').set(deadline).where('id', '=', id).where('submitted_at', 'is', null).execute()
