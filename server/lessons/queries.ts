import { sql } from 'kysely'
import type { Db } from '../platform/data/database.ts'

/** Marks a lesson as done, once: the first time stands. Without an enrolment there is nothing to mark. */
export const insertLessonCompletion = (
  db: Db,
  {
    learner_id,
    course,
    lesson,
    completed_at,
  }: { learner_id: string; course: string; lesson: string; completed_at: Date },
) =>
  db
    .insertInto('lesson_completions')
    .columns(['learner_id', 'course', 'lesson', 'completed_at'])
    .expression((e) =>
      e
        .selectFrom('enrolments')
        .select([
          'learner_id',
          'course',
          sql<string>`${lesson}::text`.as('lesson'),
          sql<Date>`${completed_at}::timestamptz`.as('at'),
        ])
        .where('learner_id', '=', learner_id)
        .where('course', '=', course),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
