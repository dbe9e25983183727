import type { Course } from '../catalogue/course.ts'
import { type Db, inTransaction } from '../platform/data/database.ts'
import { newId } from '../platform/data/ids.ts'
import { audit } from '../platform/work/audit.ts'
import { insertEnrolment } from './queries.ts'

/** Enrols a learner in a course; a second time changes nothing. */
export const enrol = (db: Db, learnerId: string, course: Course, now: Date): Promise<void> =>
  inTransaction(db, async (trx) => {
    const enrolment = { learner_id: learnerId, course: course.slug, content_hash: course.hash, enrolled_at: now }
    if (await insertEnrolment(trx, { id: newId(), ...enrolment }))
      await audit(trx, { at: now, accountId: learnerId, action: 'enrolment.made', subject: course.slug })
  })
