const dayMs = 86_400_000
/** At five in the morning UTC: before offices open from Monrovia to Nairobi. */
const roundAtMs = 5 * 3_600_000
/** What was being written at that moment is stored by then. */
const settledMs = 5 * 60_000
/** What is older is no news. */
const newsDays = 31

/** The end of the last round of daily letters: what was written until then is due, what came later waits a day. */
export function lastRound(now: Date): Date {
  const day = Math.floor((now.getTime() - roundAtMs - settledMs) / dayMs)
  return new Date(day * dayMs + roundAtMs)
}

/** From when on somebody has not been told: their last letter, or when they came, but nothing older than news can be. */
export function untoldSince(
  { digest_until, joined_at }: Record<'digest_until' | 'joined_at', Date | null>,
  until: Date,
) {
  const oldest = until.getTime() - newsDays * dayMs
  return new Date(Math.max(oldest, digest_until?.getTime() ?? 0, joined_at?.getTime() ?? 0))
}

export const newsSince = (until: Date): Date => new Date(until.getTime() - newsDays * dayMs)
