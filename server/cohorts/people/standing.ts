import { daysBetween, isoDate } from '../../platform/words/dates.ts'

/** Where a person stands in a cohort; `days` says for how long nothing was heard. */
export type Standing =
  | { kind: 'not_started' | 'quiet'; days: number }
  | { kind: 'on_the_way' }
  | { kind: 'completed'; at: Date }

/** What is known of the person in the cohort's course; `begun` once a lesson is done or a quiz was opened. */
export type Activity = { joined_at: Date; last_active_at: Date | null; completed_at: Date | null; begun: boolean }

/** After so many days somebody who has done nothing, or nothing more, may need a word from the trainer of the cohort. */
export type Patience = { not_started_days: number; quiet_days: number }

/** Days are counted by the cohort's own calendar, and from its first day at the earliest: nobody is late before it. */
export function standingOf(
  { joined_at, last_active_at, completed_at, begun }: Activity,
  cohort: Patience & { starts_on: string; time_zone: string },
  now: Date,
): Standing {
  if (completed_at) return { kind: 'completed', at: completed_at }
  const day = (instant: Date) => isoDate(instant, cohort.time_zone)
  const since = (instants: Date[]) => [cohort.starts_on, ...instants.map(day)].reduce((a, b) => (a > b ? a : b))
  if (!begun) {
    const days = daysBetween(since([joined_at]), day(now))
    return days >= cohort.not_started_days ? { kind: 'not_started', days } : { kind: 'on_the_way' }
  }
  const days = daysBetween(since([joined_at, last_active_at ?? joined_at]), day(now))
  return days >= cohort.quiet_days ? { kind: 'quiet', days } : { kind: 'on_the_way' }
}
