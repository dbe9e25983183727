import type { Course } from '../../catalogue/course.ts'
import { type Db, inTransaction } from '../../platform/data/database.ts'
import { Conflict } from '../../platform/web/errors.ts'
import { audit } from '../../platform/work/audit.ts'
import { completeReady } from '../award/complete-ready.ts'
import type { PaperList } from './paper-list.ts'
import { deleteAttendance, insertAttendance, lockSession } from './queries.ts'

type Session = { sessionId: string; cohortId: string; course: Course }

/** Records somebody whose code held; again changes nothing. */
export const recordByCode = (
  db: Db,
  { sessionId, cohortId, course, learnerId }: Session & { learnerId: string },
  now: Date,
): Promise<void> =>
  inTransaction(db, async (trx) => {
    if ((await lockSession(trx, sessionId, 'share')).cancelled_at) throw new Conflict('session_cancelled')
    const recorded = { how: 'code', recorded_at: now, recorded_by: null, note: null } as const
    if ((await insertAttendance(trx, sessionId, [learnerId], recorded)).length === 0) return
    const details = { cohort_id: cohortId }
    await audit(trx, { at: now, accountId: learnerId, action: 'attendance.recorded', subject: sessionId, details })
    await completeReady(trx, { id: cohortId, course, among: [learnerId] }, now)
  })

/** Records a trainer's list: who was there, and who was recorded though they were not. `list` names people of the cohort. */
export const recordByHand = (
  db: Db,
  { sessionId, cohortId, course, trainerId, list }: Session & { trainerId: string; list: PaperList },
  now: Date,
): Promise<void> =>
  inTransaction(db, async (trx) => {
    if ((await lockSession(trx, sessionId, 'share')).cancelled_at) throw new Conflict('session_cancelled')
    const { note } = list
    const recorded = { how: 'hand', recorded_at: now, recorded_by: trainerId, note } as const
    const present = await insertAttendance(trx, sessionId, list.present, recorded)
    const absent = await deleteAttendance(trx, sessionId, list.absent)
    if (present.length + absent.length === 0) return
    const details = { cohort_id: cohortId, present, absent, note }
    await audit(trx, { at: now, accountId: trainerId, action: 'attendance.by_hand', subject: sessionId, details })
    await completeReady(trx, { id: cohortId, course, among: present }, now)
  })
