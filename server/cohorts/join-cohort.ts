import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Course } from '../catalogue/course.ts'
import { enrol } from '../enrolments/enrol.ts'
import { type Db, inTransaction } from '../platform/data/database.ts'
import { Conflict, NotFound } from '../platform/web/errors.ts'
import { isoDate } from '../platform/words/dates.ts'
import { audit } from '../platform/work/audit.ts'
import { findCohortByCode, insertMember } from './queries.ts'

type Joining = { joinCode: string; learnerId: string; courses: Pick<Catalogue, 'get'> }

/** A cohort ends with its last day, by its own calendar. */
export const hasEnded = (cohort: { ends_on: string; time_zone: string }, now: Date): boolean =>
  isoDate(now, cohort.time_zone) > cohort.ends_on

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
    return course
  })
