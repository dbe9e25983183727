import { sql } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { QuizRules } from '../catalogue/course.ts'
import type { Outcome } from '../enrolments/progress.ts'
import { compiledOnce } from '../platform/data/compiled-once.ts'
import type { Db } from '../platform/data/database.ts'
import { NotFound } from '../platform/web/errors.ts'
import type { Language } from '../platform/words/languages.ts'
import type { Corrections } from './corrections.ts'
import type { Response } from './item-type.ts'
import type { ShownItem } from './item-types.ts'
import type { Score } from './scoring.ts'

export type NewAttempt = {
  id: string
  learner_id: string
  course: string
  quiz: string
  language: Language
  content_hash: string
  seed: string
  cohort_id: string | null
  items: ShownItem[]
  corrections: Corrections
  rules: QuizRules
  pass_mark_scaled: number
  extra_time_percent: number
  started_at: Date
  due_at: Date | null
  due_by: 'time-limit' | 'cohort' | null
}

/** Starts the next attempt, unless one is open: two presses at once make one row. */
export const insertAttempt = (db: Db, { items, rules, corrections, ...attempt }: NewAttempt) =>
  db
    .insertInto('attempts')
    .values((e) => ({
      ...attempt,
      items: JSON.stringify(items),
      rules: JSON.stringify(rules),
      corrections: JSON.stringify(corrections),
      number: e
        .selectFrom('attempts')
        .select((a) => sql<number>`coalesce(${a.fn.max('number')}, 0) + 1`.as('next'))
        .where('learner_id', '=', attempt.learner_id)
        .where('course', '=', attempt.course)
        .where('quiz', '=', attempt.quiz),
    }))
    .onConflict((conflict) => conflict.doNothing())
    .execute()

export const findOpenAttempt = (db: Db, learnerId: string, course: string, quiz: string) =>
  db
    .selectFrom('attempts')
    .select('id')
    .where('learner_id', '=', learnerId)
    .where('course', '=', course)
    .where('quiz', '=', quiz)
    .where('submitted_at', 'is', null)
    .executeTakeFirst()

/** An attempt with what was given in it, and what its review may depend on. */
const attempts = (db: Db, id: string, learnerId: string) =>
  db
    .selectFrom('attempts')
    .selectAll('attempts')
    .select((e) => [
      jsonArrayFrom(
        e
          .selectFrom('responses')
          .select([
            'responses.item',
            'responses.response',
            'responses.revision',
            'responses.page',
            'responses.stored_at',
          ])
          .whereRef('responses.attempt_id', '=', 'attempts.id'),
      ).as('given'),
      jsonArrayFrom(
        e
          .selectFrom('marks')
          .select(['marks.item', 'marks.place', 'marks.levels', 'marks.raw', 'marks.comment'])
          .whereRef('marks.attempt_id', '=', 'attempts.id')
          .orderBy('marks.place'),
      ).as('marks'),
      e
        .selectFrom('enrolment_terms')
        .innerJoin('cohorts', 'cohorts.id', 'enrolment_terms.cohort_id')
        .select(sql<Date | null>`max(least(enrolment_terms.closes_at, cohorts.closed_at))`.as('closes_at'))
        .whereRef('enrolment_terms.learner_id', '=', 'attempts.learner_id')
        .whereRef('enrolment_terms.course', '=', 'attempts.course')
        .as('cohort_closes_at'),
      e
        .exists(
          e
            .selectFrom('attempts as other')
            .select('other.id')
            .whereRef('other.learner_id', '=', 'attempts.learner_id')
            .whereRef('other.course', '=', 'attempts.course')
            .whereRef('other.quiz', '=', 'attempts.quiz')
            .where('other.outcome', '=', 'passed'),
        )
        .as('quiz_passed'),
      jsonObjectFrom(
        e
          .selectFrom('time_requests')
          .select('time_requests.requested_at')
          .whereRef('time_requests.attempt_id', '=', 'attempts.id'),
      ).as('time_request'),
    ])
    .where('attempts.id', '=', id)
    .where('attempts.learner_id', '=', learnerId)

/** An attempt with its responses. The learner is part of the key: someone else's is not found, rather than forbidden. */
export async function getAttempt(db: Db, id: string, learnerId: string) {
  const attempt = (await readAttempt(db, id, learnerId)).at(0)
  if (!attempt) throw new NotFound('attempt')
  return attempt
}
const readAttempt = compiledOnce((db: Db, id: string, learnerId: string) => attempts(db, id, learnerId))
export type AttemptRow = Awaited<ReturnType<typeof getAttempt>>

/**
 * The same, held until the transaction ends: a save and a submission come one after the other. The row is held first
 * and read after that: a statement that waits for a row goes on with what it saw of other tables before it waited.
 */
export async function lockAttempt(db: Db, id: string, learnerId: string) {
  const held = db
    .selectFrom('attempts')
    .select('id')
    .where('id', '=', id)
    .where('learner_id', '=', learnerId)
    .forUpdate()
  await held.executeTakeFirstOrThrow(() => new NotFound('attempt'))
  return getAttempt(db, id, learnerId)
}

/** The last save that a page counted; 0 before the first. */
export const getLastSequence = async (db: Db, attemptId: string, page: string): Promise<number> => {
  const row = await db
    .selectFrom('saves')
    .select((s) => s.fn.max('sequence').as('sequence'))
    .where('attempt_id', '=', attemptId)
    .where('page', '=', page)
    .executeTakeFirst()
  return row?.sequence ?? 0
}

type Save = { attemptId: string; revision: number; page: string; sequence: number | null; now: Date }

/** Says in the attempt's log that something was stored, and in its row how often that was. */
export async function insertSave(db: Db, { attemptId, revision, page, sequence, now }: Save, items: string[]) {
  await db.updateTable('attempts').set({ revision }).where('id', '=', attemptId).execute()
  await db
    .insertInto('saves')
    .values({ attempt_id: attemptId, revision, page, sequence, items, stored_at: now })
    .execute()
}

/** The items that other pages changed after a revision that this page has seen. */
export async function listItemsChangedElsewhere(
  db: Db,
  attemptId: string,
  page: string,
  seen: number,
): Promise<string[]> {
  const saves = await db
    .selectFrom('saves')
    .select('items')
    .where('attempt_id', '=', attemptId)
    .where('page', '!=', page)
    .where('revision', '>', seen)
    .execute()
  return saves.flatMap(({ items }) => items)
}

export async function putResponses(
  db: Db,
  { attemptId, revision, page, now }: Save,
  responses: Map<string, Response>,
): Promise<void> {
  if (responses.size === 0) return
  const rows = [...responses].map(([item, response]) => ({
    attempt_id: attemptId,
    item,
    response: JSON.stringify(response),
    revision,
    page,
    stored_at: now,
  }))
  await db
    .insertInto('responses')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['attempt_id', 'item']).doUpdateSet((e) => ({
        response: e.ref('excluded.response'),
        revision: e.ref('excluded.revision'),
        page: e.ref('excluded.page'),
        stored_at: e.ref('excluded.stored_at'),
      })),
    )
    .execute()
}

export const deleteResponses = async (db: Db, attemptId: string, items: string[]) => {
  if (items.length > 0)
    await db.deleteFrom('responses').where('attempt_id', '=', attemptId).where('item', 'in', items).execute()
}

type Closing = {
  score: Score
  outcome: Outcome | null
  marking: 'waiting' | null
  closed_by: 'learner' | 'deadline'
  submitted_at: Date
}

/** Closes an attempt once. A second submission matches no row, so the first score stands. */
export const closeAttempt = (db: Db, id: string, { score, ...closing }: Closing) =>
  db
    .updateTable('attempts')
    .set({ score_raw: score.raw, score_max: score.max, ...closing })
    .where('id', '=', id)
    .where('submitted_at', 'is', null)
    .execute()

/** Keys that trainers of the learner's cohorts corrected in this very version of the course, the newest last. */
export const listCorrections = (db: Db, learnerId: string, course: string, quiz: string, contentHash: string) =>
  db
    .selectFrom('regrades')
    .innerJoin('enrolment_terms', 'enrolment_terms.cohort_id', 'regrades.cohort_id')
    .select(['regrades.item', 'regrades.correction'])
    .where('enrolment_terms.learner_id', '=', learnerId)
    .where('regrades.course', '=', course)
    .where('regrades.quiz', '=', quiz)
    .where('regrades.content_hash', '=', contentHash)
    .orderBy('regrades.made_at')
    .execute()
