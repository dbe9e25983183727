import { daysBetween, isoDate } from '../../platform/words/dates.ts'
import { type Activity, type Patience, standingOf } from '../people/standing.ts'

/** Why somebody may need a word from the trainer, with the figures that say so. */
export type Reason =
  /** `last_day` is 'YYYY-MM-DD', their own where they were given more time; `days` 0 on that day. */
  | { kind: 'deadline'; days: number; last_day: string; left: number; total: number }
  | { kind: 'failed_twice'; quiz: string; times: number }
  | { kind: 'not_started' | 'quiet'; days: number }
  | { kind: 'behind'; done: number; total: number; median: number }
export type ReasonKind = Reason['kind']

/** How far somebody is; `left` counts what they can still do: what waits for marking is out of their hands. */
export type Pace = Activity & {
  closes_at: Date
  left: number
  total: number
  modules: { done: number; total: number }
  /** Quizzes that were failed and not passed since, and how often. */
  failed: { quiz: string; times: number }[]
}

export type Thresholds = Patience & {
  starts_on: string
  time_zone: string
  modules_behind: number
  deadline_days: number
  deadline_left_percent: number
}

/**
 * All the reasons that hold, the most urgent first. Who has completed the course has none, nor does anybody before the
 * cohort opens or after it closes for them. `median` is that of the modules done in the whole cohort.
 */
export function reasonsOf(pace: Pace, cohort: Thresholds, median: number, now: Date): Reason[] {
  const today = isoDate(now, cohort.time_zone)
  if (pace.completed_at || today < cohort.starts_on || pace.closes_at <= now) return []
  const reasons: Reason[] = []
  const last_day = isoDate(new Date(pace.closes_at.getTime() - 1), cohort.time_zone)
  const days = daysBetween(today, last_day)
  const { left, total, modules } = pace
  if (days <= cohort.deadline_days && left * 100 > total * cohort.deadline_left_percent)
    reasons.push({ kind: 'deadline', days, last_day, left, total })
  for (const { quiz, times } of pace.failed) if (times >= 2) reasons.push({ kind: 'failed_twice', quiz, times })
  const standing = standingOf(pace, cohort, now)
  if (standing.kind === 'not_started' || standing.kind === 'quiet') reasons.push(standing)
  if (median - modules.done >= cohort.modules_behind) reasons.push({ kind: 'behind', ...modules, median })
  return reasons
}

/** The middle one, or halfway between the two in the middle; 0 of nobody. */
export function medianOf(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return ((low ?? 0) + (high ?? 0)) / 2
}
