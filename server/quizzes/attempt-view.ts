import type { Course, Phase } from '../catalogue/course.ts'
import { type Phrase, quizTitle, titleOf } from '../catalogue/titles.ts'
import type { Outcome } from '../enrolments/progress.ts'
import { newId } from '../platform/data/ids.ts'
import type { Language } from '../platform/words/languages.ts'
import { addressOfItem, type ItemPage, pagesOf } from './attempt-pages.ts'
import { responsesOf } from './close-attempt.ts'
import { isInDoubt, type Prompt, promptOf, type ShownItem } from './item-types.ts'
import type { AttemptRow } from './queries.ts'
import { digestOf } from './sent-responses.ts'
import { minutesLeft, secondsLeft } from './time/deadline.ts'

export type AttemptHeading = {
  id: string
  course: string
  quiz: string
  phase: Phase | null
  courseTitle: Phrase
  title: Phrase
  number: number
}

export type OpenAttempt = AttemptHeading & {
  /** The ids of all its items, and of those with a response. */
  items: string[]
  answered: string[]
  stored_at: Date | null
  /** The name of this opened page, and the revision that it shows. */
  page: string
  revision: number
  /** Of each item on this page that has a response, what it is in short. */
  digests: Record<string, string>
  /** Of each item of the attempt that has one, the revision that stored its response and the start of its page's name. */
  known: Record<string, { revision: number; by: string }>
  pages: ItemPage[]
  shown: ItemPage
  time: TimeLeft | null
}
export type TimeLeft = {
  due_at: Date
  /** The cohort's; null for who takes the course alone. */
  time_zone: string | null
  by: 'time-limit' | 'cohort'
  minutes: number
  seconds: number
  /** Whether more time can be asked for, was asked for, or neither. */
  more: 'askable' | 'asked' | 'no'
  at_deadline: 'mark' | 'void'
}
/** A quiz's result as pages say it. */
export type Result = { outcome: Outcome | null; raw: number; max: number }

/** What the page of an open attempt gets: prompts and what was given so far, never a key. */
export function attemptView(
  attempt: AttemptRow,
  course: Course | undefined,
  { language, page, now }: { language: Language; page: number; now: Date },
) {
  const responses = responsesOf(attempt)
  const { items, given } = attempt
  const times = given.map(({ stored_at }) => Date.parse(stored_at))
  const placesWhere = (wanted: (item: ShownItem) => boolean) =>
    items.flatMap((item, index) => (wanted(item) ? [index + 1] : []))
  const pages = pagesOf(items.length)
  const shown = pages[page - 1] ?? pages[0] ?? { number: 1, from: 1, to: items.length }
  const open: OpenAttempt = {
    ...headingOf(attempt, course, language),
    items: items.map(({ id }) => id),
    answered: items.flatMap(({ id }) => (responses[id] === undefined ? [] : [id])),
    stored_at: times.length > 0 ? new Date(Math.max(...times)) : null,
    page: newId(),
    revision: attempt.revision,
    digests: Object.fromEntries(given.map(({ item, response }) => [item, digestOf(response)])),
    known: Object.fromEntries(
      given.map(({ item, revision, page }) => [item, { revision, by: page?.slice(0, 8) ?? '' }]),
    ),
    pages,
    shown,
    time: timeOf(attempt, now),
  }
  const prompts: Prompt[] = items
    .slice(shown.from - 1, shown.to)
    .map((item) => promptOf(item, responses[item.id], attempt.language))
  const unclear = placesWhere((item) => isInDoubt(item, responses[item.id], attempt.language)).map((place) => ({
    place,
    href: addressOfItem(attempt.id, items.length, place),
  }))
  return { attempt: open, prompts, unclear, open: placesWhere(({ id }) => responses[id] === undefined) }
}

function timeOf({ due_at, due_by, rules, cohort_id, closing, time_request }: AttemptRow, now: Date): TimeLeft | null {
  if (!due_at || !due_by) return null
  const askable = due_by === 'time-limit' && cohort_id !== null
  return {
    due_at,
    time_zone: closing?.time_zone ?? null,
    by: due_by,
    minutes: minutesLeft(due_at, now),
    seconds: secondsLeft(due_at, now),
    more: time_request ? 'asked' : askable ? 'askable' : 'no',
    at_deadline: rules.at_deadline,
  }
}

export function headingOf(
  { id, course: slug, quiz, number }: Pick<AttemptRow, 'id' | 'course' | 'quiz' | 'number'>,
  course: Course | undefined,
  language: Language,
): AttemptHeading {
  return {
    id,
    course: slug,
    quiz,
    number,
    phase: course?.phase ?? null,
    // The course or the quiz has left the shelf: the attempt stays readable.
    courseTitle: course ? titleOf(course, language) : { text: slug, language: 'en' },
    title: quizTitle(course, quiz, language),
  }
}
