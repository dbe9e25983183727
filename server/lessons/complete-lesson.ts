import type { Course, Lesson } from '../catalogue/course.ts'
import { noteActivity } from '../enrolments/complete-course.ts'
import { type Db, inTransaction } from '../platform/data/database.ts'
import { insertLessonCompletion } from './queries.ts'

/** Marks a lesson as done by who takes the course; again changes nothing. Conflict: not_enrolled. */
export const completeLesson = (db: Db, learnerId: string, course: Course, lesson: Lesson, now: Date): Promise<void> =>
  inTransaction(db, async (trx) => {
    const completion = { learner_id: learnerId, course: course.slug, lesson: lesson.slug, completed_at: now }
    await insertLessonCompletion(trx, completion)
    await noteActivity(trx, learnerId, course, now)
  })
