import type { Db } from '../../platform/data/database.ts'

/** Adds a programme; false when its English title is taken: the constraint decides, whoever came first. */
export async function insertProgramme(
  db: Db,
  programme: {
    id: string
    title_en: string
    title_fr: string
    funder: string
    starts_on: string
    ends_on: string
    created_at: Date
  },
): Promise<boolean> {
  const inserted = await db
    .insertInto('programmes')
    .values(programme)
    .onConflict((conflict) => conflict.constraint('programmes_title_once').doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** Every programme with the number of its cohorts, the newest first. */
export const listProgrammes = (db: Db) =>
  db
    .selectFrom('programmes')
    .select((e) => [
      'programmes.id',
      'programmes.title_en',
      'programmes.title_fr',
      'programmes.funder',
      'programmes.starts_on',
      'programmes.ends_on',
      e
        .selectFrom('cohorts')
        .whereRef('cohorts.programme_id', '=', 'programmes.id')
        .select((c) => c.fn.countAll<number>().as('n'))
        .$asScalar()
        .$notNull()
        .as('cohorts'),
    ])
    .orderBy('programmes.starts_on', 'desc')
    .orderBy('programmes.title_en')
    .execute()

/** The programmes in which a person is a trainer. */
export const listProgrammesOfTrainer = (db: Db, trainerId: string) =>
  db
    .selectFrom('programmes')
    .innerJoin('role_grants', 'role_grants.programme_id', 'programmes.id')
    .select(['programmes.id', 'programmes.title_en', 'programmes.title_fr'])
    .where('role_grants.account_id', '=', trainerId)
    .where('role_grants.role', '=', 'trainer')
    .orderBy('programmes.title_en')
    .execute()
