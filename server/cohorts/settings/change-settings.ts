import type { Catalogue } from '../../catalogue/catalogue.ts'
import { findRecord } from '../../enrolments/queries.ts'
import { termsOf } from '../../enrolments/terms.ts'
import { breaks, type Db, inTransaction } from '../../platform/data/database.ts'
import { audit } from '../../platform/work/audit.ts'
import { extendOpenAttempts } from '../../quizzes/time/extend-attempts.ts'
import { moveSessions } from '../attendance/move-sessions.ts'
import { completeReady } from '../award/complete-ready.ts'
import { closesAt } from '../period.ts'
import { isTaken, listOpenAttempts, lockCohort, type StoredCohort, updateClosing, updateCohort } from './queries.ts'
import type { CohortChange, CohortSettings } from './settings-form.ts'

type Change = {
  cohortId: string
  version: number
  values: CohortChange
  trainerId: string
  courses: Pick<Catalogue, 'find'>
}

/**
 * Stores a cohort's settings if nobody stored others since `version`; what is stored already is no change. With the
 * last day move its people's terms and, later only, the attempts that are open. Who now has all that the award asks
 * for has completed the course.
 */
export const changeSettings = (
  db: Db,
  { cohortId, version, values: wanted, trainerId, courses }: Change,
  now: Date,
): Promise<'stored' | 'stale' | 'name_taken'> =>
  inTransaction(db, async (trx) => {
    const stored = await lockCohort(trx, cohortId)
    const { course, ...others } = wanted
    const values = course === undefined || (await isTaken(trx, cohortId)) ? others : { ...others, course }
    const before = changedFrom(stored, values)
    const changed = Object.keys(before)
    if (changed.length === 0) return 'stored'
    if (stored.version !== version) return 'stale'
    await updateCohort(trx, cohortId, values)
    await audit(trx, {
      at: now,
      accountId: trainerId,
      action: 'cohort.changed',
      subject: cohortId,
      details: { before },
    })
    await moveClosing(trx, stored, values, trainerId, now)
    if (values.time_zone !== stored.time_zone) await moveSessions(trx, cohortId, values.time_zone)
    const taught = courses.find(stored.course) // a course that was taken off the shelf has no rule any more
    if (taught && values.attendance_percent !== stored.attendance_percent)
      await completeReady(trx, { id: cohortId, course: taught }, now)
    return 'stored' as const
  }).catch((error: unknown) => {
    if (breaks(error, 'cohorts_name_once')) return 'name_taken'
    throw error
  })

/** What the settings were that are others now. */
const changedFrom = (stored: StoredCohort, values: CohortChange) =>
  Object.fromEntries(
    Object.entries(values).flatMap(([field, value]) => {
      const was = stored[field as keyof CohortChange] // the fields of the change are columns of the row
      return was === value ? [] : [[field, was]]
    }),
  )

async function moveClosing(trx: Db, stored: StoredCohort, values: CohortSettings, grantedBy: string, now: Date) {
  const [before, after] = [closesAt(stored), closesAt(values)]
  if (before.getTime() === after.getTime()) return
  await updateClosing(trx, stored.id, { before, after })
  if (after < before) return // who is at work goes on under the deadline they were told
  for (const { learner_id: learnerId, cohort_id: cohortId } of await listOpenAttempts(trx, stored.id)) {
    const record = await findRecord(trx, learnerId, stored.course)
    await extendOpenAttempts(trx, { learnerId, cohortId, grantedBy, terms: termsOf(record?.terms ?? [], now), now })
  }
}
