import type { QuizRules } from '../../catalogue/course.ts'
import type { Terms } from '../../enrolments/terms.ts'

/** What was on its way when the time was up is still kept for so long. */
export const graceMs = 30_000

export type Deadline = { at: Date; by: 'time-limit' | 'cohort' }

/** When an attempt that starts at `start` ends, and which rule ends it; null when nothing does. */
export function deadlineOf(
  { time_limit_minutes }: Pick<QuizRules, 'time_limit_minutes'>,
  terms: (Pick<Terms, 'extraTimePercent'> & { closesAt: Date | null }) | null,
  start: Date,
): Deadline | null {
  const limit = time_limit_minutes === null ? null : minutesWithExtra(time_limit_minutes, terms?.extraTimePercent ?? 0)
  const ends: Deadline[] = []
  if (limit !== null) ends.push({ at: new Date(start.getTime() + limit * 60_000), by: 'time-limit' })
  if (terms?.closesAt) ends.push({ at: terms.closesAt, by: 'cohort' })
  return ends.toSorted((a, b) => a.at.getTime() - b.at.getTime())[0] ?? null
}

export const minutesWithExtra = (minutes: number, extraTimePercent: number): number =>
  minutes * (1 + extraTimePercent / 100)

/** Whether the grace after the deadline has passed: from then on nothing more is kept. */
export const isOver = ({ due_at }: { due_at: Date | null }, now: Date): boolean =>
  due_at !== null && now.getTime() > due_at.getTime() + graceMs

/** Seconds that remain, a begun one counted; and whole minutes: nobody is promised a minute that is not there. */
export const secondsLeft = (due: Date, now: Date): number =>
  Math.max(0, Math.ceil((due.getTime() - now.getTime()) / 1000))
export const minutesLeft = (due: Date, now: Date): number => Math.floor(secondsLeft(due, now) / 60)
