import { expressionBuilder } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db, Tables } from '../platform/data/database.ts'
import { NotFound } from '../platform/web/errors.ts'
import { countReported } from './discussion/reported/queries.ts'

/** Adds a cohort; false when the programme has one of that name: the constraint decides. */
export async function insertCohort(
  db: Db,
  cohort: {
    id: string
    programme_id: string
    course: string
    name: string
    join_code: string
    starts_on: string
    ends_on: string
    time_zone: string
    created_by: string
    created_at: Date
  },
): Promise<boolean> {
  const inserted = await db
    .insertInto('cohorts')
    .values(cohort)
    .onConflict((conflict) => conflict.constraint('cohorts_name_once').doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

export const insertCohortTrainer = (db: Db, trainer: { cohort_id: string; trainer_id: string; lead: boolean }) =>
  db.insertInto('cohort_trainers').values(trainer).execute()

/** What every page about a cohort says of it, beside how many are in it. */
export const described = [
  'cohorts.id',
  'cohorts.name',
  'cohorts.course',
  'cohorts.join_code',
  'cohorts.starts_on',
  'cohorts.ends_on',
  'cohorts.time_zone',
  'cohorts.programme_id',
  'cohorts.host_institution',
  'cohorts.place',
  'cohorts.language',
  'cohorts.capacity',
  'cohorts.not_started_days',
  'cohorts.quiet_days',
  'cohorts.modules_behind',
  'cohorts.deadline_days',
  'cohorts.deadline_left_percent',
  'cohorts.confidential',
  'cohorts.attendance_percent',
  'cohorts.version',
  'cohorts.closed_at',
  'programmes.title_en',
  'programmes.title_fr',
] as const

/** How many people are in the cohort of the row. */
export function countPeople() {
  const e = expressionBuilder<Tables, 'cohorts'>()
  return e
    .selectFrom('cohort_members')
    .whereRef('cohort_members.cohort_id', '=', 'cohorts.id')
    .select((m) => m.fn.countAll<number>().as('n'))
    .$asScalar()
    .$notNull()
    .as('people')
}

/** The trainers of the cohort of the row, by name. */
export function selectTrainers() {
  const e = expressionBuilder<Tables, 'cohorts'>()
  return jsonArrayFrom(
    e
      .selectFrom('cohort_trainers')
      .innerJoin('accounts', 'accounts.id', 'cohort_trainers.trainer_id')
      .select('accounts.name')
      .whereRef('cohort_trainers.cohort_id', '=', 'cohorts.id')
      .orderBy('accounts.name'),
  ).as('trainers')
}

/** The cohorts somebody leads. Who is no longer a trainer of the programme has lost its cohorts as well. */
const ledBy = (db: Db, trainerId: string) =>
  db
    .selectFrom('cohorts')
    .innerJoin('programmes', 'programmes.id', 'cohorts.programme_id')
    .innerJoin('cohort_trainers', 'cohort_trainers.cohort_id', 'cohorts.id')
    .innerJoin('role_grants', (join) =>
      join
        .onRef('role_grants.account_id', '=', 'cohort_trainers.trainer_id')
        .onRef('role_grants.programme_id', '=', 'cohorts.programme_id')
        .on('role_grants.role', '=', 'trainer'),
    )
    .where('cohort_trainers.trainer_id', '=', trainerId)
    .select([...described, countPeople()])

export const listCohorts = (db: Db, trainerId: string) =>
  ledBy(db, trainerId).orderBy('cohorts.starts_on', 'desc').orderBy('cohorts.name').execute()

/** The trainer is part of the key: somebody else's cohort is not found, rather than forbidden. */
export const getCohort = (db: Db, id: string, trainerId: string) =>
  ledBy(db, trainerId)
    .where('cohorts.id', '=', id)
    .executeTakeFirstOrThrow(() => new NotFound('cohort'))

/** The same, with who waits for a place, in order, and how many posts were reported; times in JSON are ISO texts. */
export const getCohortAndWaiting = (db: Db, id: string, trainerId: string) =>
  ledBy(db, trainerId)
    .select((e) => [
      countReported(),
      jsonArrayFrom(
        e
          .selectFrom('cohort_waiting')
          .innerJoin('accounts', 'accounts.id', 'cohort_waiting.learner_id')
          .select([
            'accounts.id',
            'accounts.name',
            'accounts.institution',
            'accounts.country_code',
            'cohort_waiting.asked_at',
          ])
          .whereRef('cohort_waiting.cohort_id', '=', 'cohorts.id')
          .orderBy('cohort_waiting.turn'),
      ).as('waiting'),
    ])
    .where('cohorts.id', '=', id)
    .executeTakeFirstOrThrow(() => new NotFound('cohort'))
