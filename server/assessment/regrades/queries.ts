import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Outcome } from '../../enrolments/progress.ts'
import type { Db } from '../../platform/data/database.ts'
import type { Correction, Corrections, NewKey } from '../../quizzes/corrections.ts'

/** One item of a quiz, in what one cohort made of it. */
export type ItemOfCohort = { cohortId: string; course: string; quiz: string; item: string }

const withItem = (db: Db, { cohortId, course, quiz, item }: ItemOfCohort) =>
  db
    .selectFrom('attempts')
    .where('attempts.cohort_id', '=', cohortId)
    .where('attempts.course', '=', course)
    .where('attempts.quiz', '=', quiz)
    .where(sql<boolean>`attempts.items @> ${JSON.stringify([{ id: item }])}::jsonb`)

/** A cohort's attempts that have the item, open ones too, the newest first, with all that their scores depend on. */
export const listAttemptsWithItem = (db: Db, key: ItemOfCohort) =>
  withItem(db, key)
    .innerJoin('accounts', 'accounts.id', 'attempts.learner_id')
    .leftJoin('enrolments', (join) =>
      join
        .onRef('enrolments.learner_id', '=', 'attempts.learner_id')
        .onRef('enrolments.course', '=', 'attempts.course'),
    )
    .select([
      'attempts.id',
      'attempts.learner_id',
      'attempts.number',
      'attempts.language',
      'attempts.content_hash',
      'attempts.items',
      'attempts.corrections',
      'attempts.rules',
      'attempts.pass_mark_scaled',
      'attempts.submitted_at',
      'attempts.closed_by',
      'attempts.score_raw',
      'attempts.score_max',
      'attempts.outcome',
      'attempts.marking',
      'accounts.name',
      'accounts.email',
      'accounts.language as reads',
      'enrolments.completed_at',
    ])
    .select((e) => [
      jsonArrayFrom(
        e
          .selectFrom('responses')
          .select(['responses.item', 'responses.response'])
          .whereRef('responses.attempt_id', '=', 'attempts.id'),
      ).as('given'),
      jsonArrayFrom(
        e.selectFrom('marks').select(['marks.item', 'marks.raw']).whereRef('marks.attempt_id', '=', 'attempts.id'),
      ).as('marks'),
    ])
    .orderBy('attempts.started_at', 'desc')
    .orderBy('attempts.id')
    .execute()
export type AttemptWithItem = Awaited<ReturnType<typeof listAttemptsWithItem>>[number]

/**
 * The same, held until the transaction ends; the cohort and its learners' terms are held first, so that two regrades,
 * or a regrade and a start, come one after the other. They are read after they are held: what the one before wrote is in them.
 */
export async function lockAttemptsWithItem(db: Db, key: ItemOfCohort): Promise<AttemptWithItem[]> {
  await db.selectFrom('cohorts').select('id').where('id', '=', key.cohortId).forNoKeyUpdate().execute()
  await db
    .selectFrom('enrolment_terms')
    .select('learner_id')
    .where('cohort_id', '=', key.cohortId)
    .orderBy('learner_id')
    .forNoKeyUpdate()
    .execute()
  await withItem(db, key).select('attempts.id').orderBy('attempts.id').forUpdate().execute()
  return listAttemptsWithItem(db, key)
}

/** What was corrected in an item for a cohort, the newest first, each with the scores it changed. */
export const listRegrades = (db: Db, { cohortId, course, quiz, item }: ItemOfCohort) =>
  db
    .selectFrom('regrades')
    .leftJoin('accounts as maker', 'maker.id', 'regrades.made_by')
    .select([
      'regrades.id',
      'regrades.content_hash',
      'regrades.correction',
      'regrades.reason',
      'regrades.made_at',
      'maker.name as made_by',
    ])
    .select((e) =>
      jsonArrayFrom(
        e
          .selectFrom('regraded_attempts')
          .innerJoin('attempts', 'attempts.id', 'regraded_attempts.attempt_id')
          .innerJoin('accounts', 'accounts.id', 'attempts.learner_id')
          .select([
            'accounts.id as learner_id',
            'accounts.name',
            'attempts.number',
            'attempts.score_max',
            'regraded_attempts.score_raw_before',
            'regraded_attempts.outcome_before',
            'regraded_attempts.score_raw_after',
            'regraded_attempts.outcome_after',
          ])
          .whereRef('regraded_attempts.regrade_id', '=', 'regrades.id'),
      ).as('attempts'),
    )
    .where('regrades.cohort_id', '=', cohortId)
    .where('regrades.course', '=', course)
    .where('regrades.quiz', '=', quiz)
    .where('regrades.item', '=', item)
    .orderBy('regrades.made_at', 'desc')
    .orderBy('regrades.id', 'desc')
    .execute()
export type RegradeRow = Awaited<ReturnType<typeof listRegrades>>[number]

type NewRegrade = {
  id: string
  cohort_id: string
  course: string
  quiz: string
  item: string
  content_hash: string
  /** With the key as it was stated, for attempts in another language or order. */
  correction: Correction & { stated: NewKey }
  reason: string
  made_by: string
  made_at: Date
}

export const insertRegrade = (db: Db, { correction, ...regrade }: NewRegrade) =>
  db
    .insertInto('regrades')
    .values({ ...regrade, correction: JSON.stringify(correction) })
    .execute()

type Score = { raw: number; outcome: Outcome | null }

export async function insertRegradedAttempts(
  db: Db,
  regradeId: string,
  attempts: { id: string; before: Score; after: Score }[],
): Promise<void> {
  if (attempts.length === 0) return
  const rows = attempts.map(({ id, before, after }) => ({
    regrade_id: regradeId,
    attempt_id: id,
    score_raw_before: before.raw,
    outcome_before: before.outcome,
    score_raw_after: after.raw,
    outcome_after: after.outcome,
  }))
  await db.insertInto('regraded_attempts').values(rows).execute()
}

/** What is right in an attempt now, and what it earns by that; an open one has no score yet. */
export const updateCorrections = (db: Db, id: string, corrections: Corrections, score: Score | null) =>
  db
    .updateTable('attempts')
    .set({
      corrections: JSON.stringify(corrections),
      ...(score ? { score_raw: score.raw, outcome: score.outcome } : {}),
    })
    .where('id', '=', id)
    .execute()
