import type { Db } from '../../platform/data/database.ts'

/** The people of a cohort, as a letter to each of them needs them; in the order in which they joined. */
export const listPeople = (db: Db, cohortId: string) =>
  db
    .selectFrom('cohort_members')
    .innerJoin('accounts', 'accounts.id', 'cohort_members.learner_id')
    .select(['accounts.id', 'accounts.name', 'accounts.email', 'accounts.language'])
    .where('cohort_members.cohort_id', '=', cohortId)
    .orderBy('cohort_members.joined_at')
    .orderBy('accounts.id')
    .execute()

/** Gives a new cohort what a trainer set of another one, and that one's trainers. */
export async function copySettings(db: Db, { from, to }: { from: string; to: string }): Promise<void> {
  const settings = [
    'host_institution',
    'place',
    'language',
    'capacity',
    'not_started_days',
    'quiet_days',
    'modules_behind',
    'deadline_days',
    'deadline_left_percent',
    'confidential',
    'attendance_percent',
  ] as const
  const stored = await db.selectFrom('cohorts').select(settings).where('id', '=', from).executeTakeFirstOrThrow()
  await db.updateTable('cohorts').set(stored).where('id', '=', to).execute()
  await db
    .insertInto('cohort_trainers')
    .columns(['cohort_id', 'trainer_id', 'lead'])
    .expression((e) =>
      e
        .selectFrom('cohort_trainers')
        .select((t) => [t.val(to).$castTo<string>().as('cohort_id'), 'trainer_id', t.lit(false).as('lead')])
        .where('cohort_id', '=', from),
    )
    .onConflict((conflict) => conflict.constraint('cohort_trainers_once').doNothing())
    .execute()
}
