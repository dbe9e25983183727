import { isoDate } from '../../platform/words/dates.ts'

/** How many days before its last day the holder of a certificate is told, the earliest first. */
export const toldDaysBefore = [60, 14] as const

/**
 * The last day on which a certificate holds: the same day of the month so many months later, or that month's last where
 * it is shorter. Dates as YYYY-MM-DD.
 */
export function lastDayOf(issuedOn: string, months: number): string {
  const [year = 0, month = 1, day = 1] = issuedOn.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)) // day 0 is the last of the month before
  return isoDate(new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(day, last.getUTCDate()))))
}
