import type { Db } from '../platform/data/database.ts'

/** Marks a lesson as done, once: the first time stands. */
export const insertLessonCompletion = (
  db: Db,
  completion: { learner_id: string; course: string; lesson: string; completed_at: Date },
) =>
  db
    .insertInto('lesson_completions')
    .values(completion)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
