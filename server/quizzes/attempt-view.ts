import type { Course, Phase } from '../catalogue/course.ts'
import { type Phrase, titleOf } from '../catalogue/titles.ts'
import type { Outcome } from '../enrolments/progress.ts'
import { newId } from '../platform/data/ids.ts'
import type { Language } from '../platform/words/languages.ts'
import { responsesOf } from './close-attempt.ts'
import { minutesLeft } from './deadline.ts'
import { isInDoubt, type Prompt, promptOf } from './item-types.ts'
import type { AttemptRow } from './queries.ts'
import { digestOf } from './sent-responses.ts'

export type AttemptHeading = {
  id: string
  course: string
  quiz: string
  phase: Phase | null
  courseTitle: Phrase
  title: Phrase
  number: number
}

/** What the page of an open attempt knows of a response that is stored: in short, since when, and who sent it. */
type StoredResponse = { digest: string; revision: number; page: string | null }
export type OpenAttempt = AttemptHeading & {
  answered: string[]
  stored_at: Date | null
  /** The name of this opened page, and the revision that it shows. */
  page: string
  revision: number
  stored: Record<string, StoredResponse>
  time: TimeLeft | null
}
export type TimeLeft = {
  due_at: Date
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
export function attemptView(attempt: AttemptRow, course: Course | undefined, language: Language, now: Date) {
  const responses = responsesOf(attempt)
  const { items, given } = attempt
  const times = given.map(({ stored_at }) => Date.parse(stored_at))
  const open: OpenAttempt = {
    ...headingOf(attempt, course, language),
    answered: items.flatMap(({ id }) => (responses[id] === undefined ? [] : [id])),
    stored_at: times.length > 0 ? new Date(Math.max(...times)) : null,
    page: newId(),
    revision: attempt.revision,
    stored: Object.fromEntries(
      given.map(({ item, response, revision, page }) => [item, { digest: digestOf(response), revision, page }]),
    ),
    time: timeOf(attempt, now),
  }
  const prompts: Prompt[] = items.map((item) => promptOf(item, responses[item.id], attempt.language))
  const unclear = items.flatMap((item, index) =>
    isInDoubt(item, responses[item.id], attempt.language) ? [index + 1] : [],
  )
  return { attempt: open, prompts, unclear }
}

function timeOf({ due_at, due_by, rules, cohort_id, time_request }: AttemptRow, now: Date): TimeLeft | null {
  if (!due_at || !due_by) return null
  const askable = due_by === 'time-limit' && cohort_id !== null
  return {
    due_at,
    by: due_by,
    minutes: minutesLeft(due_at, now),
    seconds: Math.max(0, Math.round((due_at.getTime() - now.getTime()) / 1000)),
    more: time_request ? 'asked' : askable ? 'askable' : 'no',
    at_deadline: rules.at_deadline,
  }
}

export function headingOf(
  { id, course: slug, quiz, number }: Pick<AttemptRow, 'id' | 'course' | 'quiz' | 'number'>,
  course: Course | undefined,
  language: Language,
): AttemptHeading {
  const activity = course?.activities.find((one) => one.kind === 'quiz' && one.slug === quiz)
  const unknown: Phrase = { text: quiz, language } // the course or quiz has left the shelf; the attempt stays readable
  return {
    id,
    course: slug,
    quiz,
    number,
    phase: course?.phase ?? null,
    courseTitle: course ? titleOf(course, language) : unknown,
    title: activity ? titleOf(activity, language) : unknown,
  }
}
