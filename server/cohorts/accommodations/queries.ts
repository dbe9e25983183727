import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../platform/data/database.ts'

/** Changes what a cohort means for one learner; false when it means nothing for them. */
export async function updateTerm(
  db: Db,
  key: { learner_id: string; cohort_id: string },
  grant: { extra_time_percent: number; closes_at: Date; reason: string; granted_by: string; granted_at: Date },
): Promise<boolean> {
  const updated = await db
    .updateTable('enrolment_terms')
    .set(grant)
    .where('learner_id', '=', key.learner_id)
    .where('cohort_id', '=', key.cohort_id)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** Who asks for more time in which attempt, and the trainers who can give it. */
export const findTimeRequest = (db: Db, attemptId: string) =>
  db
    .selectFrom('time_requests')
    .innerJoin('attempts', 'attempts.id', 'time_requests.attempt_id')
    .innerJoin('accounts', 'accounts.id', 'attempts.learner_id')
    .innerJoin('cohorts', 'cohorts.id', 'attempts.cohort_id')
    .select((e) => [
      'attempts.learner_id',
      'attempts.course',
      'attempts.quiz',
      'attempts.due_at',
      'attempts.submitted_at',
      'accounts.name as learner',
      'cohorts.id as cohort_id',
      'cohorts.name as cohort',
      'cohorts.time_zone',
      jsonArrayFrom(
        e
          .selectFrom('cohort_trainers')
          .innerJoin('accounts as trainer', 'trainer.id', 'cohort_trainers.trainer_id')
          .innerJoin('role_grants', (join) =>
            join
              .onRef('role_grants.account_id', '=', 'cohort_trainers.trainer_id')
              .onRef('role_grants.programme_id', '=', 'cohorts.programme_id')
              .on('role_grants.role', '=', 'trainer'),
          )
          .select(['trainer.name', 'trainer.email', 'trainer.language'])
          .whereRef('cohort_trainers.cohort_id', '=', 'cohorts.id')
          .orderBy('trainer.email'),
      ).as('trainers'),
    ])
    .where('time_requests.attempt_id', '=', attemptId)
    .executeTakeFirst()
export type TimeRequest = NonNullable<Awaited<ReturnType<typeof findTimeRequest>>>
