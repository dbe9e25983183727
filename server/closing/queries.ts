import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { selectMembers } from '../cohorts/people/queries.ts'
import { closesAt } from '../cohorts/period.ts'
import type { Db } from '../platform/data/database.ts'
import { NotFound } from '../platform/web/errors.ts'
import { selectLastRun } from './certificates/queries.ts'

/** The people of a cohort with what they did in its course, and the certificate they hold for it. One statement. */
export const listClosingPeople = (db: Db, cohort: { id: string; course: string }) =>
  selectMembers(db, cohort)
    .leftJoin('credentials', (join) =>
      join
        .onRef('credentials.learner_id', '=', 'cohort_members.learner_id')
        .on('credentials.course', '=', cohort.course)
        .on('credentials.kind', '=', 'achievement')
        .on('credentials.replaced_at', 'is', null),
    )
    .select(['credentials.code', 'credentials.issued_at', 'credentials.record', 'credentials.revoked_at'])
    .execute()
export type ClosingMember = Awaited<ReturnType<typeof listClosingPeople>>[number]

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
