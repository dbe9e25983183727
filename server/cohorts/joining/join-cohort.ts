import type { Catalogue } from '../../catalogue/catalogue.ts'
import type { Course } from '../../catalogue/course.ts'
import { enrol } from '../../enrolments/enrol.ts'
import { insertTerm } from '../../enrolments/queries.ts'
import { type Db, inTransaction } from '../../platform/data/database.ts'
import { Conflict, NotFound } from '../../platform/web/errors.ts'
import { audit } from '../../platform/work/audit.ts'
import { closesAt, hasEnded } from '../period.ts'
import { isFull } from '../settings/waiting/places.ts'
import { insertWaiting } from '../settings/waiting/queries.ts'
import { findCohortByCode, insertMember, lockCohortByCode } from './queries.ts'

type Joining = { joinCode: string; learnerId: string; courses: Pick<Catalogue, 'get'> }

/**
 * Joins the cohort whose code it is and enrols in its course; again changes nothing. Who comes when it is full is put
 * on the waiting list instead, and nothing of the course is theirs yet.
 */
export const joinCohort = (
  db: Db,
  { joinCode, learnerId, courses }: Joining,
  now: Date,
): Promise<{ course: Course; waiting: boolean }> =>
  inTransaction(db, async (trx) => {
    await lockCohortByCode(trx, joinCode)
    const cohort = await findCohortByCode(trx, joinCode, learnerId)
    if (!cohort) throw new NotFound('cohort')
    const course = courses.get(cohort.course)
    if (cohort.joined) return { course, waiting: false }
    if (hasEnded(cohort, now)) throw new Conflict('cohort_ended')
    if (cohort.waits_as > 0) return { course, waiting: true }
    if (isFull(cohort)) {
      await insertWaiting(trx, { cohort_id: cohort.id, learner_id: learnerId, asked_at: now })
      await audit(trx, { at: now, accountId: learnerId, action: 'cohort.waits', subject: cohort.id })
      return { course, waiting: true }
    }
    await enterCohort(trx, { cohort, learnerId, course }, now)
    return { course, waiting: false }
  })

type Entering = { cohort: { id: string; ends_on: string; time_zone: string }; learnerId: string; course: Course }

/** Gives somebody a place in a cohort, whether it is full or not: enrolment, terms and all. Again changes nothing. */
export async function enterCohort(trx: Db, { cohort, learnerId, course }: Entering, now: Date): Promise<void> {
  if (await insertMember(trx, { cohort_id: cohort.id, learner_id: learnerId, joined_at: now }))
    await audit(trx, { at: now, accountId: learnerId, action: 'cohort.joined', subject: cohort.id })
  await enrol(trx, learnerId, course, now)
  const term = { learner_id: learnerId, course: course.slug, cohort_id: cohort.id, closes_at: closesAt(cohort) }
  await insertTerm(trx, term)
}
