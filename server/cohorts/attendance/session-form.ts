import { type Problems, readTyped, type Typed } from '../../platform/web/forms.ts'
import { instantAt } from '../../platform/words/dates.ts'
import { cleanName } from '../../platform/words/names.ts'
import { readPeriod } from '../period.ts'

export type SessionDetails = {
  title: string
  place: string
  held_on: string
  from_time: string
  to_time: string
  starts_at: Date
  ends_at: Date
}

const fields = ['title', 'held_on', 'from_time', 'to_time', 'place'] as const

/** A workshop day as a trainer types it: a date, and times by the clocks of the cohort's zone. */
export function readSession(
  body: unknown,
  timeZone: string,
): { ok: true; values: SessionDetails; typed: Typed } | { ok: false; problems: Problems; typed: Typed } {
  const typed = readTyped(body, fields)
  const problems: Problems = {}
  const title = cleanName(typed.title ?? '')
  if (!title) problems.title = 'session.title.missing'
  const { held_on = '' } = typed
  const isDay = readPeriod({ starts_on: held_on, ends_on: held_on }).period !== null
  if (!isDay) problems.held_on = 'session.held_on.wrong'
  const from_time = readTime(typed.from_time ?? '')
  const to_time = readTime(typed.to_time ?? '')
  if (!from_time) problems.from_time = 'session.time.wrong'
  if (!to_time) problems.to_time = 'session.time.wrong'
  const starts_at = isDay && from_time ? instantAt(held_on, from_time, timeZone) : null
  const ends_at = isDay && to_time ? instantAt(held_on, to_time, timeZone) : null
  if (isDay && from_time && !starts_at) problems.from_time = 'session.time.skipped'
  if (isDay && to_time && !ends_at) problems.to_time = 'session.time.skipped'
  if (starts_at && ends_at && ends_at <= starts_at) problems.to_time = 'session.to_time.early'
  const place = cleanName(typed.place ?? '')
  if (!place) problems.place = 'session.place.missing'
  if (Object.keys(problems).length > 0 || !title || !place || !from_time || !to_time || !starts_at || !ends_at)
    return { ok: false, problems, typed }
  return { ok: true, values: { title, place, held_on, from_time, to_time, starts_at, ends_at }, typed }
}

/** '09:30' from 09:30, 9:30, 9.30 or 9h30: a browser without a field for times sends what was typed. */
function readTime(text: string): string | null {
  const [, hours = '', minutes = ''] = /^(\d{1,2})[:.h](\d\d)$/i.exec(text) ?? []
  const time = `${hours.padStart(2, '0')}:${minutes}`
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? time : null
}
