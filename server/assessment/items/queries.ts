import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../platform/data/database.ts'

/** The deadline came, and by the quiz's rule the attempt earned nothing: its score says nothing of what was known. */
const voided = sql<boolean>`attempts.closed_by = 'deadline' and attempts.rules ->> 'at_deadline' = 'void'`

const handedIn = (db: Db, cohort: { id: string; course: string }) =>
  db
    .selectFrom('attempts')
    .where('attempts.cohort_id', '=', cohort.id)
    .where('attempts.course', '=', cohort.course)
    .where('attempts.submitted_at', 'is not', null)

/** Every attempt that a cohort handed in, with whose it is and how it was scored, each person's first first. */
export const listHandedIn = (db: Db, cohort: { id: string; course: string }) =>
  handedIn(db, cohort)
    .innerJoin('accounts', 'accounts.id', 'attempts.learner_id')
    .select([
      'attempts.learner_id',
      'accounts.name',
      'attempts.quiz',
      'attempts.number',
      'attempts.submitted_at',
      'attempts.score_raw',
      'attempts.score_max',
      'attempts.outcome',
      'attempts.marking',
      voided.as('voided'),
    ])
    .orderBy('attempts.number')
    .execute()
export type HandedIn = Awaited<ReturnType<typeof listHandedIn>>[number]

/** What was shown, given and marked in a cohort's attempts at a quiz: in all of them, or in each person's first. */
export const listQuizAttempts = (
  db: Db,
  cohort: { id: string; course: string },
  quiz: string,
  which: 'first' | 'all',
) => {
  const attempts = handedIn(db, cohort)
    .where('attempts.quiz', '=', quiz)
    .select([
      'attempts.learner_id',
      'attempts.language',
      'attempts.items',
      'attempts.corrections',
      'attempts.marking',
      'attempts.submitted_at',
      voided.as('voided'),
    ])
    .select((e) => [
      jsonArrayFrom(
        e
          .selectFrom('responses')
          .select(['responses.item', 'responses.response'])
          .whereRef('responses.attempt_id', '=', 'attempts.id'),
      ).as('given'),
      jsonArrayFrom(
        e
          .selectFrom('marks')
          .select(['marks.item', 'marks.place', 'marks.levels', 'marks.raw', 'marks.comment'])
          .whereRef('marks.attempt_id', '=', 'attempts.id'),
      ).as('marks'),
    ])
    .orderBy('attempts.learner_id')
    .orderBy('attempts.number')
  return (which === 'first' ? attempts.distinctOn('attempts.learner_id') : attempts).execute()
}
export type QuizAttempt = Awaited<ReturnType<typeof listQuizAttempts>>[number]
