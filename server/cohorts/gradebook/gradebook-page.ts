import type { Course } from '../../catalogue/course.ts'
import type { Typed } from '../../platform/web/forms.ts'
import { limits } from '../../platform/web/limits.ts'
import type { Language } from '../../platform/words/languages.ts'
import { type Column, columnsOf } from './columns.ts'
import { cursorOf, type Place } from './cursor.ts'
import { type Filter, isFiltered, questionsOf, typedFilter } from './filter.ts'
import type { GradebookMember } from './queries.ts'
import { type GradebookRow, rowOf } from './row.ts'

/** Institutions to choose from: those of most people. The others can be found in the file. */
const institutionsOffered = 100

export type GradebookPage = {
  columns: Column[]
  rows: GradebookRow[]
  /** All whom the filter lets through; unknown on a page that lies behind everybody. */
  matched: number
  filtered: boolean
  typed: Typed
  institutions: string[]
  /** Addresses; null on the first page, and where there is nothing before or after. */
  first: string | null
  before: string | null
  after: string | null
  csv: string
  xlsx: string
}

/** A page has so many learners; one more is asked for, to know whether others follow. */
export const pageLength = limits.listLength

export function gradebookPage(
  course: Course,
  cohort: { id: string; ends_on: string; time_zone: string },
  {
    filter,
    place,
    members,
    institutions,
  }: {
    filter: Filter
    place: Place | null
    members: GradebookMember[]
    institutions: string[]
  },
  language: Language,
): GradebookPage {
  const backwards = place?.direction === 'before'
  const more = members.length > pageLength
  const shown = backwards ? members.slice(-pageLength) : members.slice(0, pageLength)
  const address = (file: string, cursor = '') => {
    const questions = questionsOf(filter)
    if (cursor) questions.set('cursor', cursor)
    return `/cohorts/${cohort.id}/gradebook${file}${questions.size > 0 ? `?${questions}` : ''}`
  }
  const turn = (direction: Place['direction'], member: GradebookMember | undefined) =>
    member ? address('', cursorOf(filter.sort, { ...member, direction })) : null
  return {
    columns: columnsOf(course, language),
    rows: shown.map((member) => rowOf(course, cohort, member)),
    matched: shown[0]?.matched ?? 0,
    filtered: isFiltered(filter),
    typed: typedFilter(filter),
    institutions: offered(institutions, filter),
    first: place && address(''),
    before: (backwards ? more : place !== null) ? turn('before', shown[0]) : null,
    after: backwards || more ? turn('after', shown.at(-1)) : null,
    csv: address('.csv'),
    xlsx: address('.xlsx'),
  }
}

/** In the order of the alphabet, and with the one that is chosen, however few its people. */
const offered = (institutions: string[], { institution }: Filter): string[] =>
  [...new Set([...institutions.slice(0, institutionsOffered), ...(institution ? [institution] : [])])].sort(
    new Intl.Collator().compare,
  )
