import { type Db, inTransaction } from '../../platform/data/database.ts'
import { Conflict } from '../../platform/web/errors.ts'
import { audit } from '../../platform/work/audit.ts'
import type { Jobs } from '../../platform/work/jobs.ts'
import { lockAttempt } from '../queries.ts'
import { insertTimeRequest } from './queries.ts'

/** The job that tells the trainers; who they are, cohorts know. */
export const timeRequestedJob = 'time-requested'
export type TimeRequested = { attemptId: string; cohortId: string; learnerId: string }

/** Asks the cohort's trainers for more time, once in an attempt. Conflict: attempt_submitted. */
export const askForTime = (
  db: Db,
  jobs: Pick<Jobs, 'send'>,
  { attemptId, learnerId, now }: { attemptId: string; learnerId: string; now: Date },
): Promise<void> =>
  inTransaction(db, async (trx) => {
    const { submitted_at, cohort_id } = await lockAttempt(trx, attemptId, learnerId)
    if (submitted_at) throw new Conflict('attempt_submitted')
    if (!cohort_id) throw new Conflict('trainer_needed')
    if (!(await insertTimeRequest(trx, attemptId, now))) return
    const request: TimeRequested = { attemptId, cohortId: cohort_id, learnerId }
    await jobs.send(trx, timeRequestedJob, request)
    await audit(trx, { at: now, accountId: learnerId, action: 'attempt.time_requested', subject: attemptId })
  })
