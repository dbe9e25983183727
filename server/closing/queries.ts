import { expressionBuilder, sql } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import { selectMembers } from '../cohorts/people/queries.ts'
import { closesAt } from '../cohorts/period.ts'
import type { Db, Tables } from '../platform/data/database.ts'
import { NotFound } from '../platform/web/errors.ts'

/** The people of a cohort with what they did in its course, and the certificate they hold for it. One statement. */
export const listClosingPeople = (db: Db, cohort: { id: string; course: string }) =>
  selectMembers(db, cohort)
    .leftJoin('credentials', (join) =>
      join
        .onRef('credentials.learner_id', '=', 'cohort_members.learner_id')
        .on('credentials.course', '=', cohort.course),
    )
    .select(['credentials.code', 'credentials.issued_at', 'credentials.record'])
    .execute()
export type ClosingMember = Awaited<ReturnType<typeof listClosingPeople>>[number]

/** The last run of the row's cohort: how far it is, and whom it refused. Times in JSON are ISO texts. */
function selectLastRun() {
  const e = expressionBuilder<Tables, 'cohorts'>()
  return jsonObjectFrom(
    e
      .selectFrom('certificate_runs')
      .leftJoin('accounts as starter', 'starter.id', 'certificate_runs.started_by')
      .select((r) => {
        const people = r
          .selectFrom('certificate_run_people')
          .whereRef('certificate_run_people.run_id', '=', 'certificate_runs.id')
        return [
          'certificate_runs.id',
          'certificate_runs.started_at',
          'certificate_runs.ended_at',
          'starter.name as started_by',
          people
            .select((p) => p.fn.countAll<number>().as('n'))
            .$asScalar()
            .$notNull()
            .as('total'),
          people
            .where('outcome', '=', 'issued')
            .select((p) => p.fn.countAll<number>().as('n'))
            .$asScalar()
            .$notNull()
            .as('issued'),
          people
            .select((p) => p.fn.max('settled_at').as('at'))
            .$asScalar()
            .as('last_settled_at'),
          jsonArrayFrom(
            people
              .innerJoin('accounts', 'accounts.id', 'certificate_run_people.learner_id')
              .where('outcome', '=', 'refused')
              .select(['accounts.id', 'accounts.name', 'certificate_run_people.reason'])
              .orderBy('accounts.name'),
          ).as('refused'),
        ]
      })
      .whereRef('certificate_runs.cohort_id', '=', 'cohorts.id')
      .orderBy('certificate_runs.started_at', 'desc')
      .limit(1),
  ).as('run')
}

/**
 * What the closing of a cohort depends on: who leads it, what is still open, who has a later last day of their own, and
 * the last run of certificates. One statement; times in JSON are ISO texts.
 */
export const getClosing = (db: Db, cohort: { id: string; ends_on: string; time_zone: string }, now: Date) =>
  db
    .selectFrom('cohorts')
    .innerJoin('programmes', 'programmes.id', 'cohorts.programme_id')
    .leftJoin('accounts as closer', 'closer.id', 'cohorts.closed_by')
    .select((e) => {
      const attempts = e.selectFrom('attempts').whereRef('attempts.cohort_id', '=', 'cohorts.id')
      return [
        'cohorts.closed_at',
        'closer.name as closed_by',
        'programmes.funder',
        attempts
          .where('submitted_at', 'is', null)
          .select((a) => a.fn.countAll<number>().as('n'))
          .$asScalar()
          .$notNull()
          .as('open'),
        attempts
          .where('marking', '=', 'waiting')
          .select((a) => a.fn.countAll<number>().as('n'))
          .$asScalar()
          .$notNull()
          .as('unmarked'),
        e
          .selectFrom('cohort_waiting')
          .whereRef('cohort_waiting.cohort_id', '=', 'cohorts.id')
          .select((w) => w.fn.countAll<number>().as('n'))
          .$asScalar()
          .$notNull()
          .as('waiting'),
        jsonArrayFrom(
          e
            .selectFrom('cohort_trainers')
            .innerJoin('accounts', 'accounts.id', 'cohort_trainers.trainer_id')
            .innerJoin('role_grants', (join) =>
              join
                .onRef('role_grants.account_id', '=', 'cohort_trainers.trainer_id')
                .onRef('role_grants.programme_id', '=', 'cohorts.programme_id')
                .on('role_grants.role', '=', 'trainer'),
            )
            .whereRef('cohort_trainers.cohort_id', '=', 'cohorts.id')
            .select(['accounts.id', 'accounts.name', 'cohort_trainers.lead'])
            .orderBy('cohort_trainers.lead', 'desc')
            .orderBy('accounts.name'),
        ).as('trainers'),
        jsonArrayFrom(
          e
            .selectFrom('enrolment_terms')
            .innerJoin('accounts', 'accounts.id', 'enrolment_terms.learner_id')
            .whereRef('enrolment_terms.cohort_id', '=', 'cohorts.id')
            .where('enrolment_terms.closes_at', '>', closesAt(cohort))
            .where('enrolment_terms.closes_at', '>', now)
            .select(['accounts.id', 'accounts.name', 'enrolment_terms.closes_at'])
            .orderBy('enrolment_terms.closes_at', 'desc')
            .orderBy('accounts.name'),
        ).as('later'),
        selectLastRun(),
      ]
    })
    .where('cohorts.id', '=', cohort.id)
    .executeTakeFirstOrThrow(() => new NotFound('cohort'))
export type StoredClosing = Awaited<ReturnType<typeof getClosing>>

export const listOpenAttemptsIn = (db: Db, cohortId: string) =>
  db
    .selectFrom('attempts')
    .select(['id', 'learner_id'])
    .where('cohort_id', '=', cohortId)
    .where('submitted_at', 'is', null)
    .orderBy('started_at')
    .execute()

/** Closes a cohort once; true when it was this call. */
export async function closeCohort(
  db: Db,
  id: string,
  closed: { closed_at: Date; closed_by: string },
): Promise<boolean> {
  const updated = await db
    .updateTable('cohorts')
    .set(closed)
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** Opens a closed cohort again, once; true when it was this call. */
export async function updateReopened(db: Db, id: string): Promise<boolean> {
  const updated = await db
    .updateTable('cohorts')
    .set({ closed_at: null, closed_by: null })
    .where('id', '=', id)
    .where('closed_at', 'is not', null)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

const closed = (db: Db) =>
  db
    .selectFrom('cohorts')
    .innerJoin('programmes', 'programmes.id', 'cohorts.programme_id')
    .leftJoin('accounts as closer', 'closer.id', 'cohorts.closed_by')
    .select([
      'cohorts.id',
      'cohorts.name',
      'cohorts.course',
      'cohorts.time_zone',
      'closer.name as closed_by',
      'programmes.title_en',
      'programmes.title_fr',
    ])
    .select('cohorts.closed_at')
    .where('cohorts.closed_at', 'is not', null)
    .$narrowType<{ closed_at: Date }>()

/** Closed cohorts of all programmes, the last closed first. */
export const listClosedCohorts = (db: Db, { limit, offset }: { limit: number; offset: number }) =>
  closed(db).orderBy('cohorts.closed_at', 'desc').orderBy('cohorts.id').limit(limit).offset(offset).execute()
export type ClosedCohort = Awaited<ReturnType<typeof listClosedCohorts>>[number]

export const getCohortOfAll = (db: Db, id: string) =>
  db
    .selectFrom('cohorts')
    .select(['id', 'closed_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow(() => new NotFound('cohort'))

/** Begins a run unless one is under way; true when it was this call. */
export async function insertRun(
  db: Db,
  run: { id: string; cohort_id: string; started_by: string; started_at: Date },
): Promise<boolean> {
  const inserted = await db
    .insertInto('certificate_runs')
    .values({ ...run, ended_at: null })
    .onConflict((conflict) => conflict.column('cohort_id').where('ended_at', 'is', null).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** Adds the people of a run, each not yet settled. */
export const insertRunPeople = (db: Db, runId: string, learnerIds: string[]) =>
  db
    .insertInto('certificate_run_people')
    .columns(['run_id', 'learner_id'])
    .expression((e) =>
      e
        .selectFrom(sql<{ id: string }>`unnest(${learnerIds}::uuid[])`.as<'asked'>(sql`asked(id)`))
        .select([sql<string>`${runId}::uuid`.as('run_id'), 'asked.id']),
    )
    .execute()

export const findRun = (db: Db, id: string) =>
  db
    .selectFrom('certificate_runs')
    .innerJoin('cohorts', 'cohorts.id', 'certificate_runs.cohort_id')
    .select(['certificate_runs.id', 'certificate_runs.cohort_id', 'certificate_runs.ended_at', 'cohorts.course'])
    .where('certificate_runs.id', '=', id)
    .executeTakeFirst()

/** Somebody of a run who is not settled yet, held until the transaction ends; nobody whom another process holds. */
export const lockUnsettled = (db: Db, runId: string) =>
  db
    .selectFrom('certificate_run_people')
    .innerJoin('accounts', 'accounts.id', 'certificate_run_people.learner_id')
    .select(['accounts.id', 'accounts.name', 'accounts.email', 'accounts.language'])
    .where('certificate_run_people.run_id', '=', runId)
    .where('certificate_run_people.outcome', 'is', null)
    .orderBy('certificate_run_people.learner_id')
    .limit(1)
    .forUpdate(['certificate_run_people'])
    .skipLocked()
    .executeTakeFirst()
export type Recipient = NonNullable<Awaited<ReturnType<typeof lockUnsettled>>>

type Settled = { outcome: 'issued' | 'refused'; reason: string | null; settled_at: Date }
export const updateSettled = (db: Db, key: { run_id: string; learner_id: string }, settled: Settled) =>
  db
    .updateTable('certificate_run_people')
    .set(settled)
    .where('run_id', '=', key.run_id)
    .where('learner_id', '=', key.learner_id)
    .where('outcome', 'is', null)
    .execute()

/** Ends a run in which everybody is settled. */
export const closeRun = (db: Db, id: string, now: Date) =>
  db
    .updateTable('certificate_runs')
    .set({ ended_at: now })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('certificate_run_people')
            .select('certificate_run_people.learner_id')
            .whereRef('certificate_run_people.run_id', '=', 'certificate_runs.id')
            .where('certificate_run_people.outcome', 'is', null),
        ),
      ),
    )
    .execute()
