import type { RefusalCode } from '../../platform/web/errors.ts'
import type { StoredClosing } from '../queries.ts'

/** Why somebody's certificate was not issued: a rule said no, or the program failed. */
const reasons = [
  'name_not_printable',
  'award_not_met',
  'not_enrolled',
  'certificate_revoked',
  'fault',
] as const satisfies (RefusalCode | 'fault')[]
export type Reason = (typeof reasons)[number]
export const asReason = (text: string | null): Reason => reasons.find((one) => one === text) ?? 'fault'

/** How far a run is; `ended_at` is null while it is under way, and `stalled` says that nothing was heard of it for long. */
export type Run = {
  started_at: Date
  started_by: string | null
  ended_at: Date | null
  stalled: boolean
  total: number
  issued: number
  settled: number
  refused: { id: string; name: string; reason: Reason }[]
}

/** A job that was killed is tried again after five minutes; who sees none of it after ten may press once more. */
const stalledAfterMs = 10 * 60_000

export function runOf({ run }: Pick<StoredClosing, 'run'>, now: Date): Run | null {
  if (!run) return null
  const heard = Date.parse(run.last_settled_at ? String(run.last_settled_at) : String(run.started_at))
  return {
    started_at: new Date(run.started_at),
    started_by: run.started_by,
    ended_at: run.ended_at ? new Date(run.ended_at) : null,
    stalled: !run.ended_at && now.getTime() - heard > stalledAfterMs,
    total: run.total,
    issued: run.issued,
    settled: run.issued + run.refused.length,
    refused: run.refused.map(({ id, name, reason }) => ({ id, name, reason: asReason(reason) })),
  }
}
