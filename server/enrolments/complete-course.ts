import type { Course } from '../catalogue/course.ts'
import type { Db } from '../platform/data/database.ts'
import { audit } from '../platform/work/audit.ts'
import { progressOf } from './progress.ts'
import { closeEnrolment, getRecord, touchEnrolment } from './queries.ts'

/**
 * To be called inside the transaction of whatever a learner just did: notes that they were active, and completes the
 * course when its award rule is now met.
 */
export async function noteActivity(trx: Db, learnerId: string, course: Course, now: Date): Promise<void> {
  await touchEnrolment(trx, learnerId, course.slug, now)
  await completeCourse(trx, learnerId, course, now)
}

/** Completes the course when its award rule is now met, though it was not the learner who just did something. */
export async function completeCourse(trx: Db, learnerId: string, course: Course, now: Date): Promise<void> {
  const { completed_at, ...record } = await getRecord(trx, learnerId, course.slug)
  if (completed_at || !progressOf(course, record).award.met) return
  if (await closeEnrolment(trx, learnerId, course.slug, now))
    await audit(trx, { at: now, accountId: learnerId, action: 'course.completed', subject: course.slug })
}
