import type { Problems, Typed } from '../platform/web/forms.ts'
import { dayAfter, startOfDay } from '../platform/words/dates.ts'

/** From the first day to the last, both included, each as 'YYYY-MM-DD'. */
export type Period = { starts_on: string; ends_on: string }

type Calendar = { ends_on: string; time_zone: string }

/** A cohort closes with its last day, by its own calendar. */
export const closesAt = ({ ends_on, time_zone }: Calendar): Date => startOfDay(dayAfter(ends_on), time_zone)

/** After its last day, and also when it was closed before. */
export const hasEnded = (cohort: Calendar & { closed_at?: Date | null }, now: Date): boolean =>
  Boolean(cohort.closed_at) || closesAt(cohort) <= now

/** The fields `starts_on` and `ends_on` of a form: the period, or a sentence for what is wrong with it. */
export function readPeriod({ starts_on = '', ends_on = '' }: Typed): { period: Period | null; problems: Problems } {
  const problems: Problems = {}
  if (!isDay(starts_on)) problems.starts_on = 'period.starts_on.wrong'
  if (!isDay(ends_on)) problems.ends_on = 'period.ends_on.wrong'
  else if (isDay(starts_on) && ends_on < starts_on) problems.ends_on = 'period.ends_on.before_start'
  return { period: Object.keys(problems).length === 0 ? { starts_on, ends_on } : null, problems }
}

/** A day that the calendar has, in a century that a programme can be in. */
function isDay(text: string): boolean {
  if (!/^20\d\d-\d\d-\d\d$/.test(text)) return false
  const midnight = new Date(`${text}T00:00:00Z`)
  // The engine would roll 30 February over into March.
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text)
}
