import type { Db } from '../../../platform/data/database.ts'

/**
 * The trainers of a cohort's programme, by name: whether each is one of the cohort's, and leads it. Who has lost the
 * role is not among them, whatever the cohort's rows still say.
 */
export const listProgrammeTrainers = (db: Db, cohort: { id: string; programme_id: string }) =>
  db
    .selectFrom('role_grants')
    .innerJoin('accounts', 'accounts.id', 'role_grants.account_id')
    .leftJoin('cohort_trainers', (join) =>
      join.onRef('cohort_trainers.trainer_id', '=', 'accounts.id').on('cohort_trainers.cohort_id', '=', cohort.id),
    )
    .where('role_grants.programme_id', '=', cohort.programme_id)
    .where('role_grants.role', '=', 'trainer')
    .select((e) => [
      'accounts.id',
      'accounts.name',
      'accounts.institution',
      e('cohort_trainers.trainer_id', 'is not', null).$castTo<boolean>().as('in_cohort'),
      e.fn.coalesce('cohort_trainers.lead', e.lit(false)).as('lead'),
    ])
    .orderBy('accounts.name')
    .orderBy('accounts.id')
    .execute()

export async function deleteCohortTrainer(db: Db, cohortId: string, trainerId: string): Promise<boolean> {
  const deleted = await db
    .deleteFrom('cohort_trainers')
    .where('cohort_id', '=', cohortId)
    .where('trainer_id', '=', trainerId)
    .executeTakeFirst()
  return deleted.numDeletedRows === 1n
}

/** Makes one of the cohort's trainers its lead, and nobody else. */
export async function updateLead(db: Db, cohortId: string, trainerId: string): Promise<void> {
  const rows = db.updateTable('cohort_trainers').where('cohort_id', '=', cohortId)
  await rows.set({ lead: false }).where('lead', '=', true).execute() // the index allows one lead at any moment
  await rows.set({ lead: true }).where('trainer_id', '=', trainerId).execute()
}
