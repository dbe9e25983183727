import type { Course } from '../../catalogue/course.ts'
import { type Db, inTransaction } from '../../platform/data/database.ts'
import { newId, newSecret } from '../../platform/data/ids.ts'
import { Conflict } from '../../platform/web/errors.ts'
import { audit } from '../../platform/work/audit.ts'
import { completeReady } from '../award/complete-ready.ts'
import { cancelSession, insertSession, isAttended, lockSession, updateSession } from './queries.ts'
import type { SessionDetails } from './session-form.ts'

type Change = { sessionId: string; trainerId: string; cohortId: string }

export const addSession = (
  db: Db,
  { cohortId, trainerId, details }: { cohortId: string; trainerId: string; details: SessionDetails },
  now: Date,
): Promise<string> =>
  inTransaction(db, async (trx) => {
    const id = newId()
    const made = { cohort_id: cohortId, secret: newSecret(), created_by: trainerId, created_at: now }
    await insertSession(trx, { id, ...details, ...made })
    const about = { cohort_id: cohortId, held_on: details.held_on }
    await audit(trx, { at: now, accountId: trainerId, action: 'session.added', subject: id, details: about })
    return id
  })

/** `revision` is the one that the trainer saw: what was changed since is not overwritten. */
export const changeSession = (
  db: Db,
  { sessionId, trainerId, cohortId, details, revision }: Change & { details: SessionDetails; revision: number },
  now: Date,
): Promise<void> =>
  inTransaction(db, async (trx) => {
    const before = await lockUnattended(trx, sessionId)
    if (before.revision !== revision) throw new Conflict('session_changed')
    await updateSession(trx, sessionId, { ...details, revision: revision + 1 })
    const about = { cohort_id: cohortId, held_on: details.held_on }
    await audit(trx, { at: now, accountId: trainerId, action: 'session.changed', subject: sessionId, details: about })
  })

/** The session stays where it was listed, as cancelled: calendars that have it are told so. */
export const callOffSession = (
  db: Db,
  { sessionId, trainerId, cohortId, course }: Change & { course: Course },
  now: Date,
): Promise<void> =>
  inTransaction(db, async (trx) => {
    const { revision } = await lockUnattended(trx, sessionId)
    await cancelSession(trx, sessionId, { cancelled_at: now, revision: revision + 1 })
    const details = { cohort_id: cohortId }
    await audit(trx, { at: now, accountId: trainerId, action: 'session.cancelled', subject: sessionId, details })
    await completeReady(trx, { id: cohortId, course }, now)
  })

async function lockUnattended(trx: Db, sessionId: string) {
  const session = await lockSession(trx, sessionId, 'update')
  if (session.cancelled_at) throw new Conflict('session_cancelled')
  if (await isAttended(trx, sessionId)) throw new Conflict('session_attended')
  return session
}
