import { type Problems, readLongText, readTyped, type Typed } from '../../platform/web/forms.ts'
import { dayAfter, isoDate, startOfDay } from '../../platform/words/dates.ts'
import { closesAt, readPeriod } from '../period.ts'

export const extraTimePercents = [0, 25, 50, 100] as const
const reasonCharacters = { least: 10, most: 500 }

type Calendar = { ends_on: string; time_zone: string }
/** What a cohort means for one learner, as their row of `enrolment_terms` has it; times are ISO texts. */
export type GrantedTerm = {
  closes_at: string
  extra_time_percent: number
  reason: string | null
  granted_at: string | null
  granted_by: string | null
}
/** What the person's page says of it; null where everything is as for everybody. `last_day` is 'YYYY-MM-DD'. */
export type Accommodation = {
  extra_time_percent: number
  last_day: string | null
  reason: string
  granted_at: Date
  granted_by: string | null
}
export type AccommodationDetails = { extra_time_percent: number; closes_at: Date; reason: string }

/** The last day that the learner has, where it is another than the cohort's. */
const ownLastDay = ({ closes_at }: Pick<GrantedTerm, 'closes_at'>, cohort: Calendar): string | null => {
  const closes = new Date(closes_at)
  return closes > closesAt(cohort) ? isoDate(new Date(closes.getTime() - 1), cohort.time_zone) : null
}

export function accommodationIn(term: GrantedTerm, cohort: Calendar): Accommodation | null {
  const { extra_time_percent, reason, granted_at, granted_by } = term
  if (!granted_at || reason === null) return null
  return {
    extra_time_percent,
    last_day: ownLastDay(term, cohort),
    reason,
    granted_at: new Date(granted_at),
    granted_by,
  }
}

/** The form as it is first seen: what holds now, and no reason yet. */
export const typedAccommodation = (term: GrantedTerm, cohort: Calendar): Typed => ({
  extra_time_percent: String(term.extra_time_percent),
  closes_on: ownLastDay(term, cohort) ?? '',
  reason: '',
})

/** Extra time and a last day for one learner; without a last day it is the cohort's, and never an earlier one. */
export function readAccommodation(
  body: unknown,
  cohort: Calendar,
): { ok: true; values: AccommodationDetails; typed: Typed } | { ok: false; problems: Problems; typed: Typed } {
  const { text: reason, problem: wrongLength } = readLongText(body, 'reason', reasonCharacters)
  const typed = { ...readTyped(body, ['extra_time_percent', 'closes_on']), reason }
  const { extra_time_percent = '', closes_on = '' } = typed as Typed
  const problems: Problems = {}
  const percent = extraTimePercents.find((known) => String(known) === extra_time_percent)
  if (percent === undefined) problems.extra_time_percent = 'accommodation.extra_time_percent.missing'
  const wrongDay = closes_on && readPeriod({ starts_on: cohort.ends_on, ends_on: closes_on }).problems.ends_on
  if (wrongDay) problems.closes_on = wrongDay === 'period.ends_on.wrong' ? wrongDay : 'accommodation.closes_on.early'
  if (wrongLength) problems.reason = 'accommodation.reason.missing'
  if (percent === undefined || Object.keys(problems).length > 0) return { ok: false, problems, typed }
  const closes_at = closes_on ? startOfDay(dayAfter(closes_on), cohort.time_zone) : closesAt(cohort)
  return { ok: true, values: { extra_time_percent: percent, closes_at, reason }, typed }
}
