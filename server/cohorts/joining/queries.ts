import type { Db } from '../../platform/data/database.ts'
import { NotFound } from '../../platform/web/errors.ts'
import { countPeople, described, selectTrainers } from '../queries.ts'

/** What somebody who holds the code may know of the cohort, whether they are in it, and as which they wait (from 1). */
export const findCohortByCode = (db: Db, joinCode: string, learnerId: string) =>
  db
    .selectFrom('cohorts')
    .innerJoin('programmes', 'programmes.id', 'cohorts.programme_id')
    .select((e) => [
      ...described,
      countPeople(),
      selectTrainers(),
      e
        .exists(
          e
            .selectFrom('cohort_members')
            .select('cohort_members.learner_id')
            .whereRef('cohort_members.cohort_id', '=', 'cohorts.id')
            .where('cohort_members.learner_id', '=', learnerId),
        )
        .as('joined'),
      e
        .selectFrom('cohort_waiting')
        .whereRef('cohort_waiting.cohort_id', '=', 'cohorts.id')
        .select((w) => w.fn.countAll<number>().as('n'))
        .$asScalar()
        .$notNull()
        .as('waiting'),
      e
        .selectFrom('cohort_waiting as own')
        .innerJoin('cohort_waiting as until', (join) =>
          join.onRef('until.cohort_id', '=', 'own.cohort_id').onRef('until.turn', '<=', 'own.turn'),
        )
        .whereRef('own.cohort_id', '=', 'cohorts.id')
        .where('own.learner_id', '=', learnerId)
        .select((w) => w.fn.countAll<number>().as('n'))
        .$asScalar()
        .$notNull()
        .as('waits_as'),
    ])
    .where('cohorts.join_code', '=', joinCode)
    .executeTakeFirst()

/** Joins once; true when it was this call. */
export async function insertMember(
  db: Db,
  member: { cohort_id: string; learner_id: string; joined_at: Date },
): Promise<boolean> {
  const inserted = await db
    .insertInto('cohort_members')
    .values(member)
    .onConflict((conflict) => conflict.constraint('cohort_members_once').doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** Holds the row of the cohort whose code it is until the transaction ends: who comes for the last place comes in turn. */
export const lockCohortByCode = (db: Db, joinCode: string) =>
  db
    .selectFrom('cohorts')
    .select('id')
    .where('join_code', '=', joinCode)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow(() => new NotFound('cohort'))
