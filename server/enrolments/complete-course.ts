import type { Course } from '../catalogue/course.ts'
import type { Db } from '../platform/data/database.ts'
import { audit } from '../platform/work/audit.ts'
import { progressOf } from './progress.ts'
import { closeEnrolment, getRecord, lockEnrolment, touchEnrolment } from './queries.ts'

/**
 * To be called inside the transaction of whatever a learner just did: notes that they were active, and completes the
 * course when its award rule is now met.
 */
export async function noteActivity(trx: Db, learnerId: string, course: Course, now: Date): Promise<void> {
  await touchEnrolment(trx, learnerId, course.slug, now)
  await completeIfMet(trx, learnerId, course, now)
}

/**
 * Completes the course when its award rule is now met, though it was not the learner who just did something. The
 * enrolment is held first: of two that each bring the last thing missing, the second sees what the first did.
 */
export async function completeCourse(trx: Db, learnerId: string, course: Course, now: Date): Promise<void> {
  await lockEnrolment(trx, learnerId, course.slug)
  await completeIfMet(trx, learnerId, course, now)
}

async function completeIfMet(trx: Db, learnerId: string, course: Course, now: Date): Promise<void> {
  const record = await getRecord(trx, learnerId, course.slug)
  if (record.completed_at || !progressOf(course, record).award.met) return
  if (await closeEnrolment(trx, learnerId, course.slug, now))
    await audit(trx, { at: now, accountId: learnerId, action: 'course.completed', subject: course.slug })
}
