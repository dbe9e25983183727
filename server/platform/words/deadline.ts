import { formatDateTime, isoDate, offsetAt, startOfDay } from './dates.ts'
import type { Language } from './languages.ts'
import { translator } from './messages.ts'

/**
 * A deadline by the reader's own clock and, where that shows another time, by the cohort's: zones as IANA names,
 * `cohortZone` null where there is no cohort. What ends with a day of the cohort is shown as that day's last minute:
 * midnight would be read as a day too late. Throws a RangeError for an unknown zone.
 */
export function formatDeadline(
  value: Date,
  { language, ownZone, cohortZone }: { language: Language; ownZone: string; cohortZone: string | null },
): string {
  const zone = cohortZone ?? ownZone
  const endsADay = startOfDay(isoDate(value, zone), zone).getTime() === value.getTime()
  const shown = endsADay ? new Date(value.getTime() - 60_000) : value
  const mine = formatDateTime(shown, language, ownZone)
  if (offsetAt(shown, ownZone) === offsetAt(shown, zone)) return mine
  return translator(language)('deadline.both', { mine, theirs: formatDateTime(shown, language, zone) })
}
