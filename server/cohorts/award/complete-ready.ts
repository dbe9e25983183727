import type { Course } from '../../catalogue/course.ts'
import { completeCourse } from '../../enrolments/complete-course.ts'
import type { Db } from '../../platform/data/database.ts'
import { listPassed } from './queries.ts'

/**
 * Completes the course of each of the cohort's people for whom workshop days were all that was missing; `among` names
 * those it may be true of now. To be called inside the transaction that changed who attended, or what is asked.
 */
export async function completeReady(
  trx: Db,
  { id, course, among }: { id: string; course: Course; among?: string[] },
  now: Date,
): Promise<void> {
  const passed = await listPassed(trx, { cohortId: id, course: course.slug, quiz: course.award.quiz, among })
  for (const { learner_id } of passed) await completeCourse(trx, learner_id, course, now)
}
