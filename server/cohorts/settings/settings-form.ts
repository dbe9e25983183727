import { type Problems, readTyped, type Typed } from '../../platform/web/forms.ts'
import { interfaceLanguages, type Language } from '../../platform/words/languages.ts'
import type { Key } from '../../platform/words/messages.ts'
import { cleanName } from '../../platform/words/names.ts'
import { isTimeZone } from '../../platform/words/time-zones.ts'
import { type Period, readPeriod } from '../period.ts'

/** After how much a trainer wants to hear that somebody is stuck, in the order of the form. */
export const thresholds = [
  'not_started_days',
  'quiet_days',
  'modules_behind',
  'deadline_days',
  'deadline_left_percent',
] as const
type Threshold = (typeof thresholds)[number]
/** The range that each one's column allows. */
const bounds: Record<Threshold, readonly [number, number]> = {
  not_started_days: [1, 90],
  quiet_days: [1, 90],
  modules_behind: [1, 20],
  deadline_days: [1, 60],
  deadline_left_percent: [1, 100],
}
const mostPlaces = 5000
const percent = [1, 100] as const

export type CohortSettings = Period & {
  name: string
  host_institution: string
  place: string
  language: Language
  time_zone: string
  capacity: number | null
  attendance_percent: number | null
  confidential: boolean
} & Record<Threshold, number>
/** The course only while nobody is in the cohort. */
export type CohortChange = CohortSettings & { course?: string }

/** The fields of the form, in its order. */
export const settingsFields = [
  'course',
  'name',
  'host_institution',
  'place',
  'language',
  'starts_on',
  'ends_on',
  'time_zone',
  'capacity',
  'attendance_percent',
  'confidential',
  ...thresholds,
] as const
export type SettingsField = (typeof settingsFields)[number]

/** The settings as they stand in the fields of the form. */
export const typedSettings = (cohort: CohortSettings & { course: string }): Record<SettingsField, string> => {
  const typed = settingsFields.map((field) => [field, textOf(cohort[field])])
  return Object.fromEntries(typed) as Record<SettingsField, string> // one entry for each field
}

/** A box that is ticked sends `yes`, one that is not sends nothing. */
const textOf = (value: string | number | boolean | null): string =>
  typeof value === 'boolean' ? (value ? 'yes' : '') : String(value ?? '')

/** The form; `courses` are the slugs it may take, none once somebody is in it. `version` is the one it was opened on. */
export function readSettings(
  body: unknown,
  { courses }: { courses: string[] },
): { ok: true; values: CohortChange; version: number; typed: Typed } | { ok: false; problems: Problems; typed: Typed } {
  const typed = readTyped(body, [...settingsFields, 'version'])
  const problems: Problems = {}
  const { course = '', language: code, time_zone = '' } = typed
  if (courses.length > 0 && !courses.includes(course)) problems.course = 'cohort.course.missing'
  const name = cleanName(typed.name ?? '')
  if (!name) problems.name = 'cohort.name.missing'
  const optional = (field: 'host_institution' | 'place', problem: Key): string => {
    const text = typed[field] ? cleanName(typed[field]) : ''
    if (text === null) problems[field] = problem
    return text ?? ''
  }
  const host_institution = optional('host_institution', 'cohort.host_institution.wrong')
  const place = optional('place', 'cohort.place.wrong')
  const language = interfaceLanguages.find((known) => known === code)
  if (!language) problems.language = 'field.language.missing'
  const { period, problems: wrongDays } = readPeriod(typed)
  Object.assign(problems, wrongDays)
  if (!isTimeZone(time_zone)) problems.time_zone = 'cohort.time_zone.missing'
  const capacity = typed.capacity ? wholeNumber(typed.capacity, [1, mostPlaces]) : null
  if (Number.isNaN(capacity)) problems.capacity = 'cohort.capacity.wrong'
  const attendance_percent = typed.attendance_percent ? wholeNumber(typed.attendance_percent, percent) : null
  if (Number.isNaN(attendance_percent)) problems.attendance_percent = 'cohort.attendance_percent.wrong'
  const confidential = typed.confidential === 'yes'
  const numbers = thresholds.map(
    (threshold) => [threshold, wholeNumber(typed[threshold] ?? '', bounds[threshold])] as const,
  )
  for (const [threshold, number] of numbers) if (Number.isNaN(number)) problems[threshold] = `cohort.${threshold}.wrong`
  if (!name || !language || !period || Object.keys(problems).length > 0) return { ok: false, problems, typed }
  const patience = Object.fromEntries(numbers) as Record<Threshold, number> // one entry for each threshold
  const aims = { capacity, attendance_percent, confidential }
  const values = { name, host_institution, place, language, ...period, time_zone, ...aims, ...patience }
  const version = /^\d{1,9}$/.test(typed.version ?? '') ? Number(typed.version) : 0
  return { ok: true, values: courses.length > 0 ? { ...values, course } : values, version, typed }
}

/** NaN for what is no whole number, or out of range. */
function wholeNumber(text: string, [least, most]: readonly [number, number]): number {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  return number >= least && number <= most ? number : Number.NaN
}
