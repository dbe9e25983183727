import type { Terms } from '../../enrolments/terms.ts'
import type { Db } from '../../platform/data/database.ts'
import { audit } from '../../platform/work/audit.ts'
import { lockAttempt } from '../queries.ts'
import { deadlineOf, isOver } from './deadline.ts'
import { lockOpenAttemptsInCohort, updateDeadline } from './queries.ts'

type Grant = { learnerId: string; cohortId: string; grantedBy: string; terms: Terms | null; now: Date }

type KeptDeadline = { due_at: string; due_by: 'time-limit' | 'cohort'; extra_time_percent: number }
/** What the audit trail keeps of a deadline that somebody moved; times are ISO texts. */
export type Extension = { before: KeptDeadline; after: KeptDeadline }

/**
 * Gives the learner's open attempts in the cohort the deadline that their terms now mean. A deadline only ever moves
 * later, and an attempt whose time is over stays over.
 */
export async function extendOpenAttempts(
  trx: Db,
  { learnerId, cohortId, grantedBy, terms, now }: Grant,
): Promise<void> {
  for (const { id } of await lockOpenAttemptsInCohort(trx, learnerId, cohortId)) {
    const attempt = await lockAttempt(trx, id, learnerId)
    const deadline = deadlineOf(attempt.rules, terms, attempt.started_at)
    const { due_at, due_by } = attempt
    if (!due_at || !due_by || !deadline || deadline.at <= due_at || isOver(attempt, now)) continue
    const extra_time_percent = terms?.extraTimePercent ?? 0
    await updateDeadline(trx, id, { due_at: deadline.at, due_by: deadline.by, extra_time_percent })
    const details: Extension = {
      before: { due_at: due_at.toISOString(), due_by, extra_time_percent: attempt.extra_time_percent },
      after: { due_at: deadline.at.toISOString(), due_by: deadline.by, extra_time_percent },
    }
    await audit(trx, { at: now, accountId: grantedBy, action: 'attempt.extended', subject: id, details })
  }
}
