import { sql } from 'kysely'
import { jsonObjectFrom } from 'kysely/helpers/postgres'
import type { Outcome } from '../enrolments/progress.ts'
import { compiledOnce } from '../platform/data/compiled-once.ts'
import type { Db } from '../platform/data/database.ts'
import { NotFound } from '../platform/web/errors.ts'
import type { Language } from '../platform/words/languages.ts'
import type { Response } from './item-type.ts'
import type { ShownItem } from './item-types.ts'
import type { Responses, Score } from './scoring.ts'

export type NewAttempt = {
  id: string
  learner_id: string
  course: string
  quiz: string
  language: Language
  content_hash: string
  items: ShownItem[]
  pass_mark_scaled: number
  started_at: Date
}

/** Starts the next attempt, unless one is open: two presses at once make one row. */
export const insertAttempt = (db: Db, { items, ...attempt }: NewAttempt) =>
  db
    .insertInto('attempts')
    .values((e) => ({
      ...attempt,
      items: JSON.stringify(items),
      number: e
        .selectFrom('attempts')
        .select((a) => sql<number>`coalesce(${a.fn.max('number')}, 0) + 1`.as('next'))
        .where('learner_id', '=', attempt.learner_id)
        .where('course', '=', attempt.course)
        .where('quiz', '=', attempt.quiz),
    }))
    .onConflict((conflict) => conflict.doNothing())
    .execute()

export const getOpenAttempt = (db: Db, learnerId: string, course: string, quiz: string) =>
  db
    .selectFrom('attempts')
    .select('id')
    .where('learner_id', '=', learnerId)
    .where('course', '=', course)
    .where('quiz', '=', quiz)
    .where('submitted_at', 'is', null)
    .executeTakeFirstOrThrow(() => new NotFound('open attempt'))

const attempts = (db: Db, id: string, learnerId: string) =>
  db
    .selectFrom('attempts')
    .selectAll()
    .select((e) =>
      jsonObjectFrom(
        e
          .selectFrom('responses')
          .select([
            sql<Responses>`coalesce(json_object_agg(item, response), '{}')`.as('responses'),
            sql<string | null>`max(stored_at)`.as('stored_at'),
          ])
          .whereRef('responses.attempt_id', '=', 'attempts.id'),
      )
        .$notNull()
        .as('stored'),
    )
    .where('id', '=', id)
    .where('learner_id', '=', learnerId)

/** An attempt with its responses. The learner is part of the key: someone else's is not found, rather than forbidden. */
export async function getAttempt(db: Db, id: string, learnerId: string) {
  const attempt = (await readAttempt(db, id, learnerId)).at(0)
  if (!attempt) throw new NotFound('attempt')
  return attempt
}
const readAttempt = compiledOnce((db: Db, id: string, learnerId: string) => attempts(db, id, learnerId))

/** The same, held until the transaction ends: a save and a submission come one after the other. */
export const lockAttempt = (db: Db, id: string, learnerId: string) =>
  attempts(db, id, learnerId)
    .forUpdate('attempts')
    .executeTakeFirstOrThrow(() => new NotFound('attempt'))

export const putResponses = async (db: Db, attemptId: string, responses: Map<string, Response>, now: Date) => {
  if (responses.size === 0) return
  const rows = [...responses].map(([item, response]) => ({
    attempt_id: attemptId,
    item,
    response: JSON.stringify(response),
    stored_at: now,
  }))
  await db
    .insertInto('responses')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['attempt_id', 'item']).doUpdateSet((e) => ({
        response: e.ref('excluded.response'),
        stored_at: e.ref('excluded.stored_at'),
      })),
    )
    .execute()
}

export const deleteResponses = async (db: Db, attemptId: string, items: string[]) => {
  if (items.length > 0)
    await db.deleteFrom('responses').where('attempt_id', '=', attemptId).where('item', 'in', items).execute()
}

/** Closes an attempt once. A second submission matches no row, so the first score stands. */
export const closeAttempt = (db: Db, id: string, score: Score, outcome: Outcome, now: Date) =>
  db
    .updateTable('attempts')
    .set({ score_raw: score.raw, score_max: score.max, outcome, submitted_at: now })
    .where('id', '=', id)
    .where('submitted_at', 'is', null)
    .execute()
