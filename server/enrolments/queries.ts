import { expressionBuilder } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { compiledOnce } from '../platform/data/compiled-once.ts'
import type { Db, Tables } from '../platform/data/database.ts'
import { Conflict } from '../platform/web/errors.ts'

/** Enrols once; the second press finds the first row. True when the enrolment is new. */
export async function insertEnrolment(
  db: Db,
  enrolment: { id: string; learner_id: string; course: string; content_hash: string; enrolled_at: Date },
): Promise<boolean> {
  const inserted = await db
    .insertInto('enrolments')
    .values({ ...enrolment, last_active_at: enrolment.enrolled_at, completed_at: null })
    .onConflict((conflict) => conflict.columns(['learner_id', 'course']).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** What was done in the course of a row of `enrolments`, without what the learner's cohorts mean for it. */
function selectDone() {
  const e = expressionBuilder<Tables, 'enrolments'>()
  return [
    jsonArrayFrom(
      e
        .selectFrom('lesson_completions')
        .select(['lesson_completions.lesson', 'lesson_completions.completed_at'])
        .whereRef('lesson_completions.learner_id', '=', 'enrolments.learner_id')
        .whereRef('lesson_completions.course', '=', 'enrolments.course'),
    ).as('lessons'),
    jsonArrayFrom(
      e
        .selectFrom('attempts')
        .select([
          'attempts.id',
          'attempts.quiz',
          'attempts.number',
          'attempts.submitted_at',
          'attempts.score_raw',
          'attempts.score_max',
          'attempts.outcome',
          'attempts.due_at',
          'attempts.closed_by',
          'attempts.cohort_id',
        ])
        .whereRef('attempts.learner_id', '=', 'enrolments.learner_id')
        .whereRef('attempts.course', '=', 'enrolments.course')
        .orderBy('attempts.started_at')
        .orderBy('attempts.number'),
    ).as('attempts'),
  ] as const
}

/**
 * What was done in the course of a row of `enrolments`, for the select of any query that reads that table: the lessons
 * and the attempts that progress is counted from, and what the learner's cohorts mean for it. Times in JSON are ISO texts.
 */
export function selectWork() {
  const e = expressionBuilder<Tables, 'enrolments'>()
  return [
    'enrolments.completed_at' as const,
    ...selectDone(),
    jsonArrayFrom(
      e
        .selectFrom('cohort_terms')
        .select([
          'cohort_terms.cohort_id',
          'cohort_terms.closes_at',
          'cohort_terms.extra_time_percent',
          'cohort_terms.time_zone',
          'cohort_terms.attendance_percent',
          'cohort_terms.sessions',
          'cohort_terms.attended',
        ])
        .whereRef('cohort_terms.learner_id', '=', 'enrolments.learner_id')
        .whereRef('cohort_terms.course', '=', 'enrolments.course'),
    ).as('terms'),
  ] as const
}

/** An enrolment with everything that progress is counted from, in one statement. */
const records = (db: Db, learnerId: string) =>
  db
    .selectFrom('enrolments')
    .select(['enrolments.course', 'enrolments.enrolled_at', 'enrolments.last_active_at'])
    .select(selectWork())
    .where('enrolments.learner_id', '=', learnerId)

/** All of somebody's records, each with the cohorts in which they take the course. */
export const listRecords = compiledOnce((db: Db, learnerId: string) =>
  records(db, learnerId)
    .select((e) =>
      jsonArrayFrom(
        e
          .selectFrom('cohort_members')
          .innerJoin('cohorts', 'cohorts.id', 'cohort_members.cohort_id')
          .select(['cohorts.id', 'cohorts.name'])
          .whereRef('cohort_members.learner_id', '=', 'enrolments.learner_id')
          .whereRef('cohorts.course', '=', 'enrolments.course')
          .orderBy('cohorts.starts_on', 'desc')
          .orderBy('cohorts.id'),
      ).as('cohorts'),
    )
    .orderBy('enrolments.last_active_at', 'desc'),
)

const readDone = compiledOnce((db: Db, learnerId: string, course: string) =>
  db
    .selectFrom('enrolments')
    .select(selectDone())
    .where('enrolments.learner_id', '=', learnerId)
    .where('enrolments.course', '=', course),
)

/** What a learner has done in a course, for pages that need no more: a lesson is read far more often than all else. */
export const findDone = async (db: Db, learnerId: string, course: string) =>
  (await readDone(db, learnerId, course)).at(0)

const readRecord = compiledOnce((db: Db, learnerId: string, course: string) =>
  records(db, learnerId).where('enrolments.course', '=', course),
)

export const findRecord = async (db: Db, learnerId: string, course: string) =>
  (await readRecord(db, learnerId, course)).at(0)

/** The record of a course the learner takes; who has not enrolled is told to. */
export async function getRecord(db: Db, learnerId: string, course: string) {
  const record = await findRecord(db, learnerId, course)
  if (!record) throw new Conflict('not_enrolled')
  return record
}

/** What a cohort means for the learner's course, once: joining again changes nothing. */
export const insertTerm = (db: Db, term: { learner_id: string; course: string; cohort_id: string; closes_at: Date }) =>
  db
    .insertInto('enrolment_terms')
    .values({ ...term, extra_time_percent: 0, reason: null, granted_by: null, granted_at: null })
    .onConflict((conflict) => conflict.columns(['learner_id', 'cohort_id']).doNothing())
    .execute()

/** Holds what the learner's cohorts mean for the course until the transaction ends: a grant waits, or came before. */
export const lockTerms = (db: Db, learnerId: string, course: string) =>
  db
    .selectFrom('enrolment_terms')
    .select('cohort_id')
    .where('learner_id', '=', learnerId)
    .where('course', '=', course)
    .forShare()
    .execute()

/** Holds the learner's enrolment until the transaction ends, as saying that they did something does. */
export const lockEnrolment = (db: Db, learnerId: string, course: string) =>
  db
    .selectFrom('enrolments')
    .select('id')
    .where('learner_id', '=', learnerId)
    .where('course', '=', course)
    .forNoKeyUpdate()
    .execute()

/** Says that the learner did something just now. */
export const touchEnrolment = (db: Db, learnerId: string, course: string, now: Date) =>
  db
    .updateTable('enrolments')
    .set({ last_active_at: now })
    .where('learner_id', '=', learnerId)
    .where('course', '=', course)
    .execute()

/** Completes a course once: later calls match no row, so the first date stands. True when it was this call. */
export async function closeEnrolment(db: Db, learnerId: string, course: string, now: Date): Promise<boolean> {
  const updated = await db
    .updateTable('enrolments')
    .set({ completed_at: now })
    .where('learner_id', '=', learnerId)
    .where('course', '=', course)
    .where('completed_at', 'is', null)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}
