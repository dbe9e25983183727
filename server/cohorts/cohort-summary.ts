import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Phase } from '../catalogue/course.ts'
import { type Phrase, titleOf } from '../catalogue/titles.ts'
import type { Language } from '../platform/words/languages.ts'
import { hasEnded } from './period.ts'
import { programmeTitle } from './programmes/programmes.ts'
import type { getCohort } from './queries.ts'

/** What every page about a cohort says of it. */
export type CohortSummary = {
  id: string
  name: string
  course: Phrase
  phase: Phase
  programme: Phrase
  starts_on: string
  ends_on: string
  time_zone: string
  people: number
  ended: boolean
  /** Since when nothing of it can be changed; null while it is open. */
  closed_at: Date | null
}

export function summaryOf(
  cohort: Awaited<ReturnType<typeof getCohort>>,
  courses: Pick<Catalogue, 'get'>,
  language: Language,
  now: Date,
): CohortSummary {
  const course = courses.get(cohort.course)
  const { id, name, starts_on, ends_on, time_zone, people, closed_at } = cohort
  const about = { course: titleOf(course, language), phase: course.phase, programme: programmeTitle(cohort, language) }
  return { id, name, ...about, starts_on, ends_on, time_zone, people, ended: hasEnded(cohort, now), closed_at }
}
