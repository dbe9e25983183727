import { type Language, localeOf } from './languages.ts'

/** A calendar date, 'YYYY-MM-DD', which is the same day in every time zone; or an instant. */
export type DateValue = Date | string

const day = { day: 'numeric', month: 'long', year: 'numeric' } as const
const styles = {
  day,
  instant: { ...day, hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' },
  digits: { day: '2-digit', month: '2-digit', year: 'numeric' },
} as const

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(style: keyof typeof styles, language: Language, timeZone: string): Intl.DateTimeFormat {
  const key = `${style} ${language} ${timeZone}`
  const known = formatters.get(key)
  if (known) return known
  // Bare 'en' would be American: November 24, 2026.
  const locale = language === 'en' ? 'en-GB' : localeOf(language)
  const made = new Intl.DateTimeFormat(locale, { ...styles[style], calendar: 'gregory', timeZone })
  formatters.set(key, made)
  return made
}

/** Midnight UTC of a calendar date. */
function midnight(date: string): Date {
  const instant = new Date(/^\d{4}-\d{2}-\d{2}$/.test(date) ? `${date}T00:00:00Z` : Number.NaN)
  // The engine would roll 30 February over into March.
  if (Number.isNaN(instant.getTime()) || instant.toISOString().slice(0, 10) !== date)
    throw new RangeError(`Not a date: ${date.slice(0, 20)}`)
  return instant
}

/**
 * The day in words: "24 November 2026". An instant is shown as the day it is in `timeZone`, an IANA name.
 * Throws a RangeError for an invalid date or an unknown zone.
 */
export const formatDate = (value: DateValue, language: Language, timeZone = 'UTC'): string =>
  typeof value === 'string'
    ? formatter('day', language, 'UTC').format(midnight(value))
    : formatter('day', language, timeZone).format(value)

/** An instant with its zone: "24 November 2026 at 14:05 UTC". Errors: `formatDate`. */
export const formatDateTime = (value: Date, language: Language, timeZone = 'UTC'): string =>
  formatter('instant', language, timeZone).format(value)

/** The calendar date of an instant in a zone, 'YYYY-MM-DD', of the years 0 to 9999. Errors as `formatDate`. */
export function isoDate(value: Date, timeZone = 'UTC'): string {
  if (timeZone === 'UTC') return value.toISOString().slice(0, 10)
  const parts = formatter('digits', 'en', timeZone).formatToParts(value)
  const read = (type: 'year' | 'month' | 'day') => parts.find((part) => part.type === type)?.value ?? ''
  return `${read('year').padStart(4, '0')}-${read('month')}-${read('day')}`
}

/**
 * Whole calendar days from `from` to `to`, negative when `to` is earlier; an instant counts as its day in UTC.
 * Throws a RangeError for an invalid date.
 */
export function daysBetween(from: DateValue, to: DateValue): number {
  const start = (value: DateValue) => midnight(typeof value === 'string' ? value : isoDate(value)).getTime()
  return Math.round((start(to) - start(from)) / 86_400_000)
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** How far the zone's clocks are ahead of UTC at an instant, in milliseconds. Throws a RangeError for an unknown zone. */
export function offsetAt(instant: Date, timeZone: string): number {
  const style = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  } as const
  const clock =
    clocks.get(timeZone) ?? new Intl.DateTimeFormat('en', { ...style, hourCycle: 'h23', calendar: 'gregory', timeZone })
  clocks.set(timeZone, clock)
  const parts = clock.formatToParts(instant)
  const read = (type: keyof typeof style) => Number(parts.find((part) => part.type === type)?.value)
  const shown = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'))
  return shown - Math.floor(instant.getTime() / 1000) * 1000
}

/**
 * The instant at which a calendar date begins in a zone: the first one that its clocks show as that day, also where they
 * skip midnight. Throws a RangeError for an invalid date or an unknown zone.
 */
export function startOfDay(date: string, timeZone: string): Date {
  const shown = midnight(date).getTime()
  const guess = new Date(shown - offsetAt(new Date(shown), timeZone))
  const again = new Date(shown - offsetAt(guess, timeZone)) // where the clocks change between the guess and midnight
  return isoDate(again, timeZone) === date ? again : guess
}

/**
 * The instant at which a zone's clocks show a date and a time, 'HH:MM'. Null for a time that they skip; of one that they
 * show twice it is the first. Throws a RangeError for what is no date or no time, and for an unknown zone.
 */
export function instantAt(date: string, time: string, timeZone: string): Date | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? []
  if (!hours || !minutes) throw new RangeError(`Not a time: ${time.slice(0, 20)}`)
  const shown = midnight(date).getTime() + (Number(hours) * 60 + Number(minutes)) * 60_000
  // What the clocks are ahead the day before and the day after: one of the two holds, or neither where they skip.
  const possible = [-1, 1].map((days) => shown - offsetAt(new Date(shown + days * 86_400_000), timeZone))
  const shows = (instant: number) => instant + offsetAt(new Date(instant), timeZone) === shown
  const [first] = possible.filter(shows).sort((a, b) => a - b)
  return first === undefined ? null : new Date(first)
}

/** The day after a calendar date. Throws a RangeError for an invalid date. */
export const dayAfter = (date: string): string => isoDate(new Date(midnight(date).getTime() + 86_400_000))

/**
 * The same day of the month so many months later, or that month's last where it is shorter. Dates as YYYY-MM-DD.
 */
export function monthsAfter(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)) // day 0 is the last of the month before
  return isoDate(new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(day, last.getUTCDate()))))
}
