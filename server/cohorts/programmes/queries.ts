import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../platform/data/database.ts'
import { NotFound } from '../../platform/web/errors.ts'
import type { ProgrammeAims, Target } from './aims.ts'
import type { ProgrammeDetails } from './programmes.ts'

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

/** One programme with its aims, how many cohorts it has, and who may train in it or read of it. One statement. */
export const getProgramme = (db: Db, id: string) =>
  db
    .selectFrom('programmes')
    .selectAll('programmes')
    .select((e) => [
      jsonArrayFrom(
        e
          .selectFrom('programme_countries')
          .select('programme_countries.country_code')
          .whereRef('programme_countries.programme_id', '=', 'programmes.id')
          .orderBy('programme_countries.country_code'),
      ).as('countries'),
      jsonArrayFrom(
        e
          .selectFrom('programme_targets')
          .select(['programme_targets.indicator', 'programme_targets.target'])
          .whereRef('programme_targets.programme_id', '=', 'programmes.id'),
      ).as('targets'),
      jsonArrayFrom(
        e
          .selectFrom('role_grants')
          .innerJoin('accounts', 'accounts.id', 'role_grants.account_id')
          .select([
            'role_grants.id as grant_id',
            'role_grants.role',
            'accounts.id',
            'accounts.name',
            'accounts.institution',
          ])
          .whereRef('role_grants.programme_id', '=', 'programmes.id')
          .orderBy('accounts.name')
          .orderBy('accounts.id'),
      ).as('people'),
      jsonArrayFrom(
        e
          .selectFrom('cohorts')
          .select(['cohorts.name', 'cohorts.course', 'cohorts.starts_on', 'cohorts.ends_on'])
          .whereRef('cohorts.programme_id', '=', 'programmes.id')
          .orderBy('cohorts.starts_on', 'desc')
          .orderBy('cohorts.name'),
      ).as('cohorts'),
    ])
    .where('programmes.id', '=', id)
    .executeTakeFirstOrThrow(() => new NotFound('programme'))

/** Holds a programme's row until the transaction ends: of two who store it the second sees what the first stored. */
export const lockProgramme = (db: Db, id: string) =>
  db
    .selectFrom('programmes')
    .select(['version', 'countries_named'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow(() => new NotFound('programme'))

/** Stores a programme as its next version. That no two have one English title is the constraint's to say. */
export const updateProgramme = (
  db: Db,
  id: string,
  { signatories, ...values }: ProgrammeDetails & Omit<ProgrammeAims, 'countries' | 'targets'>,
) =>
  db
    .updateTable('programmes')
    .set((e) => ({ ...values, signatories: JSON.stringify(signatories), version: e('version', '+', 1) }))
    .where('id', '=', id)
    .execute()

export async function replaceCountries(db: Db, id: string, codes: string[]): Promise<void> {
  await db.deleteFrom('programme_countries').where('programme_id', '=', id).execute()
  const rows = codes.map((country_code) => ({ programme_id: id, country_code }))
  if (rows.length > 0) await db.insertInto('programme_countries').values(rows).execute()
}

export async function replaceTargets(db: Db, id: string, targets: Target[]): Promise<void> {
  await db.deleteFrom('programme_targets').where('programme_id', '=', id).execute()
  const rows = targets.map((target) => ({ programme_id: id, ...target }))
  if (rows.length > 0) await db.insertInto('programme_targets').values(rows).execute()
}
