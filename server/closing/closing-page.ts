import type { Course } from '../catalogue/course.ts'
import type { Phrase } from '../catalogue/titles.ts'
import { columnsOf } from '../cohorts/gradebook/columns.ts'
import { byName } from '../cohorts/people/people.ts'
import { closesAt } from '../cohorts/period.ts'
import { limits } from '../platform/web/limits.ts'
import { isoDate } from '../platform/words/dates.ts'
import type { Language } from '../platform/words/languages.ts'
import { type Run, runOf } from './certificates/run.ts'
import { mayClose, type Obstacle, obstaclesTo } from './obstacles.ts'
import type { ClosingMember, StoredClosing } from './queries.ts'
import { type ClosingPerson, type ClosingStanding, closingPeople, standings } from './standing.ts'

export type ClosingPage = {
  counts: { people: number; complete: number } & Record<ClosingStanding, number>
  /** What the trainer deals with first. */
  first: { unmarked: number; open: number; waiting: number; requests: { id: string; name: string }[] }
  run: Run | null
  people: ClosingPerson[]
  /** The lessons of the course with their numbers. */
  lessons: { place: string; title: Phrase }[]
  /** Whether the cohort has workshop days. */
  days: boolean
  /** Whom the list is narrowed to; null for everybody. */
  only: ClosingStanding | null
  place: { first: number; total: number; before: string | null; after: string | null }
  closed: { at: Date; by: string | null } | null
  may_close: boolean
  /** Who can: the lead, or each trainer where nobody leads. */
  closers: string[]
  obstacles: Obstacle[]
  later: { id: string; name: string; last_day: string }[]
  /** How many of them are not named. */
  laterMore: number
}

export const asStanding = (text: unknown): ClosingStanding | null => standings.find((one) => one === text) ?? null

type Cohort = { id: string; starts_on: string; ends_on: string; time_zone: string }
type Asked = { cohort: Cohort; course: Course; trainerId: string; language: Language; now: Date }
type List = { only: ClosingStanding | null; page: number }
/** Names that a page can bear; the rest are counted. */
const namesAtMost = 10

export function closingPage(
  { cohort, course, trainerId, language, now }: Asked,
  closing: StoredClosing,
  members: ClosingMember[],
  { only, page }: List,
): ClosingPage {
  const everybody = closingPeople(course, members, language).sort(byName(language))
  const listed = only ? everybody.filter(({ standing }) => standing === only) : everybody
  const offset = (page - 1) * limits.listLength
  const people = listed.slice(offset, offset + limits.listLength)
  const address = (to: number) =>
    `/cohorts/${cohort.id}/closing?${new URLSearchParams({ ...(only ? { only } : {}), page: String(to) })}`
  const lead = closing.trainers.filter((trainer) => trainer.lead)
  return {
    counts: countsOf(everybody),
    first: {
      unmarked: closing.unmarked,
      open: closing.open,
      waiting: closing.waiting,
      requests: members.filter(({ time_requests }) => time_requests.length > 0).map(({ id, name }) => ({ id, name })),
    },
    run: runOf(closing, now),
    people,
    lessons: columnsOf(course, language).filter(({ kind }) => kind === 'lesson'),
    days: everybody.some(({ days }) => days.of > 0),
    only,
    place: {
      first: offset + 1,
      total: listed.length,
      before: page > 1 ? address(page - 1) : null,
      after: people.length > 0 && offset + people.length < listed.length ? address(page + 1) : null,
    },
    closed: closing.closed_at && { at: closing.closed_at, by: closing.closed_by },
    may_close: mayClose(closing, trainerId),
    closers: (lead.length > 0 ? lead : closing.trainers).map(({ name }) => name),
    obstacles: obstaclesTo(closing, cohort, now),
    later: closing.later
      .slice(0, namesAtMost)
      .map(({ id, name, closes_at }) => ({ id, name, last_day: lastDayOf(closes_at, cohort.time_zone) })),
    laterMore: Math.max(0, closing.later.length - namesAtMost),
  }
}

function countsOf(people: ClosingPerson[]): ClosingPage['counts'] {
  const of = (...wanted: ClosingStanding[]) => people.filter(({ standing }) => wanted.includes(standing)).length
  return {
    people: people.length,
    complete: of('earned', 'unprintable', 'issued', 'revoked'),
    issued: of('issued'),
    revoked: of('revoked'),
    earned: of('earned'),
    unprintable: of('unprintable'),
    missing: of('missing'),
  }
}

const lastDayOf = (closes: Date | string, timeZone: string): string =>
  isoDate(new Date(new Date(closes).getTime() - 1), timeZone)

/** The day from which a cohort can be closed without more ado. */
export const closesFrom = (cohort: Cohort): string => isoDate(closesAt(cohort), cohort.time_zone)
