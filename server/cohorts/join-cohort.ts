import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Course } from '../catalogue/course.ts'
import { enrol } from '../enrolments/enrol.ts'
import { insertTerm } from '../enrolments/queries.ts'
import { type Db, inTransaction } from '../platform/data/database.ts'
import { Conflict, NotFound } from '../platform/web/errors.ts'
import { dayAfter, startOfDay } from '../platform/words/dates.ts'
import { audit } from '../platform/work/audit.ts'
import { findCohortByCode, insertMember } from './queries.ts'

type Joining = { joinCode: string; learnerId: string; courses: Pick<Catalogue, 'get'> }

type Calendar = { ends_on: string; time_zone: string }

/** A cohort closes with its last day, by its own calendar. */
export const closesAt = ({ ends_on, time_zone }: Calendar): Date => startOfDay(dayAfter(ends_on), time_zone)

export const hasEnded = (cohort: Calendar, now: Date): boolean => closesAt(cohort) <= now

/** Joins the cohort whose code it is and enrols in its course, which is the answer; again changes nothing. */
export const joinCohort = (db: Db, { joinCode, learnerId, courses }: Joining, now: Date): Promise<Course> =>
  inTransaction(db, async (trx) => {
    const cohort = await findCohortByCode(trx, joinCode, learnerId)
    if (!cohort) throw new NotFound('cohort')
    const course = courses.get(cohort.course)
    if (cohort.joined) return course
    if (hasEnded(cohort, now)) throw new Conflict('cohort_ended')
    if (await insertMember(trx, { cohort_id: cohort.id, learner_id: learnerId, joined_at: now }))
      await audit(trx, { at: now, accountId: learnerId, action: 'cohort.joined', subject: cohort.id })
    await enrol(trx, learnerId, course, now)
    const term = { learner_id: learnerId, course: course.slug, cohort_id: cohort.id, closes_at: closesAt(cohort) }
    await insertTerm(trx, term)
    return course
  })
