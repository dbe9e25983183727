import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import { selectWork } from '../enrolments/queries.ts'
import type { Db } from '../platform/data/database.ts'
import { NotFound } from '../platform/web/errors.ts'
import { selectSessions } from './attendance/queries.ts'
import { selectPapers } from './stuck/queries.ts'

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

/** What every page about a cohort says of it. */
const described = [
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
  'cohorts.version',
  'programmes.title_en',
  'programmes.title_fr',
] as const

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
    .select((e) => [
      ...described,
      e
        .selectFrom('cohort_members')
        .whereRef('cohort_members.cohort_id', '=', 'cohorts.id')
        .select((m) => m.fn.countAll<number>().as('n'))
        .$asScalar()
        .$notNull()
        .as('people'),
    ])

export const listCohorts = (db: Db, trainerId: string) =>
  ledBy(db, trainerId).orderBy('cohorts.starts_on', 'desc').orderBy('cohorts.name').execute()

/** The trainer is part of the key: somebody else's cohort is not found, rather than forbidden. */
export const getCohort = (db: Db, id: string, trainerId: string) =>
  ledBy(db, trainerId)
    .where('cohorts.id', '=', id)
    .executeTakeFirstOrThrow(() => new NotFound('cohort'))

/** The same, with who waits for a place, in order; times in JSON are ISO texts. */
export const getCohortAndWaiting = (db: Db, id: string, trainerId: string) =>
  ledBy(db, trainerId)
    .select((e) =>
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
    )
    .where('cohorts.id', '=', id)
    .executeTakeFirstOrThrow(() => new NotFound('cohort'))

/** The people of a cohort, each with what they did in its course and nothing else of theirs. One statement. */
const members = (db: Db, cohort: { id: string; course: string }) =>
  db
    .selectFrom('cohort_members')
    .innerJoin('accounts', 'accounts.id', 'cohort_members.learner_id')
    .leftJoin('enrolments', (join) =>
      join.onRef('enrolments.learner_id', '=', 'cohort_members.learner_id').on('enrolments.course', '=', cohort.course),
    )
    .where('cohort_members.cohort_id', '=', cohort.id)
    .select([
      'cohort_members.learner_id as id',
      'cohort_members.joined_at',
      'accounts.name',
      'accounts.institution',
      'accounts.country_code',
      'enrolments.last_active_at',
      'enrolments.completed_at',
    ])
    .select(selectWork())
    .select(selectSessions())
    .select((e) =>
      jsonArrayFrom(
        e
          .selectFrom('time_requests')
          .innerJoin('attempts', 'attempts.id', 'time_requests.attempt_id')
          .leftJoin('enrolment_terms', (join) =>
            join
              .onRef('enrolment_terms.learner_id', '=', 'attempts.learner_id')
              .onRef('enrolment_terms.cohort_id', '=', 'attempts.cohort_id'),
          )
          .select(['time_requests.requested_at', 'attempts.quiz', 'attempts.due_at'])
          .whereRef('attempts.learner_id', '=', 'cohort_members.learner_id')
          .whereRef('attempts.cohort_id', '=', 'cohort_members.cohort_id')
          .where('attempts.submitted_at', 'is', null)
          .where((w) =>
            w.or([
              w('enrolment_terms.granted_at', 'is', null),
              w('enrolment_terms.granted_at', '<', w.ref('time_requests.requested_at')),
            ]),
          )
          .orderBy('time_requests.requested_at'),
      ).as('time_requests'),
    )

export const listMembers = (db: Db, cohort: { id: string; course: string }) => members(db, cohort).execute()
export type Member = Awaited<ReturnType<typeof listMembers>>[number]

/** One of them, with what the cohort means for them alone, and what the trainers wrote about and to them. */
export const getMember = (db: Db, cohort: { id: string; course: string }, learnerId: string) =>
  members(db, cohort)
    .select((e) =>
      jsonObjectFrom(
        e
          .selectFrom('enrolment_terms')
          .leftJoin('accounts as giver', 'giver.id', 'enrolment_terms.granted_by')
          .select([
            'enrolment_terms.closes_at',
            'enrolment_terms.extra_time_percent',
            'enrolment_terms.reason',
            'enrolment_terms.granted_at',
            'giver.name as granted_by',
          ])
          .whereRef('enrolment_terms.learner_id', '=', 'cohort_members.learner_id')
          .whereRef('enrolment_terms.cohort_id', '=', 'cohort_members.cohort_id'),
      ).as('term'),
    )
    .select(selectPapers(cohort.course))
    .where('cohort_members.learner_id', '=', learnerId)
    .executeTakeFirstOrThrow(() => new NotFound('member'))

/** What somebody who holds the code may know of the cohort, whether they are in it, and as which they wait (from 1). */
export const findCohortByCode = (db: Db, joinCode: string, learnerId: string) =>
  db
    .selectFrom('cohorts')
    .innerJoin('programmes', 'programmes.id', 'cohorts.programme_id')
    .select((e) => [
      ...described,
      jsonArrayFrom(
        e
          .selectFrom('cohort_trainers')
          .innerJoin('accounts', 'accounts.id', 'cohort_trainers.trainer_id')
          .select('accounts.name')
          .whereRef('cohort_trainers.cohort_id', '=', 'cohorts.id')
          .orderBy('accounts.name'),
      ).as('trainers'),
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
        .selectFrom('cohort_members')
        .whereRef('cohort_members.cohort_id', '=', 'cohorts.id')
        .select((m) => m.fn.countAll<number>().as('n'))
        .$asScalar()
        .$notNull()
        .as('people'),
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
