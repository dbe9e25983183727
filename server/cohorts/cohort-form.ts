import { type Problems, readTyped, type Typed } from '../platform/web/forms.ts'
import { cleanName } from '../platform/words/names.ts'
import { isTimeZone } from '../platform/words/time-zones.ts'
import { type Period, readPeriod } from './period.ts'

export type CohortDetails = Period & { name: string; programme_id: string; course: string; time_zone: string }

const fields = ['name', 'programme_id', 'course', 'starts_on', 'ends_on', 'time_zone'] as const

/** The form of a new cohort; `programmes` are the ids of those it may be in, `courses` the slugs of those it may take. */
export function readCohort(
  body: unknown,
  { programmes, courses }: { programmes: string[]; courses: string[] },
): { ok: true; values: CohortDetails; typed: Typed } | { ok: false; problems: Problems; typed: Typed } {
  const typed = readTyped(body, fields)
  const { programme_id = '', course = '', time_zone = '' } = typed
  const problems: Problems = {}
  const name = cleanName(typed.name ?? '')
  if (!name) problems.name = 'cohort.name.missing'
  if (!programmes.includes(programme_id)) problems.programme_id = 'cohort.programme_id.missing'
  if (!courses.includes(course)) problems.course = 'cohort.course.missing'
  const { period, problems: wrongDays } = readPeriod(typed)
  Object.assign(problems, wrongDays)
  if (!isTimeZone(time_zone)) problems.time_zone = 'cohort.time_zone.missing'
  if (!name || !period || Object.keys(problems).length > 0) return { ok: false, problems, typed }
  return { ok: true, values: { name, programme_id, course, ...period, time_zone }, typed }
}
