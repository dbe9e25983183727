import type { Course, Phase } from '../catalogue/course.ts'
import { type Phrase, titleOf } from '../catalogue/titles.ts'
import type { Outcome } from '../enrolments/progress.ts'
import type { Language } from '../platform/words/languages.ts'
import { type Prompt, promptOf, type ReviewedItem, reviewOf, type ShownItem } from './item-types.ts'
import { type Responses, scoreItem } from './scoring.ts'

type AttemptRow = {
  id: string
  course: string
  quiz: string
  number: number
  language: Language
  items: ShownItem[]
  pass_mark_scaled: number
  started_at: Date
  submitted_at: Date | null
  score_raw: number | null
  score_max: number | null
  outcome: Outcome | null
  stored: { responses: Responses; stored_at: string | null }
}

type Heading = {
  id: string
  course: string
  quiz: string
  phase: Phase | null
  courseTitle: Phrase
  title: Phrase
  number: number
}
export type OpenAttempt = Heading & { answered: string[]; stored_at: Date | null }
export type SubmittedAttempt = Heading & {
  outcome: Outcome
  raw: number
  max: number
  passAt: number
  submitted_at: Date
  next: { href: string; title: Phrase } | null
}

/** What the page of an open attempt gets: prompts and what was given so far, never a key. */
export function attemptView(attempt: AttemptRow, course: Course | undefined, language: Language) {
  const { items, stored } = attempt
  const open: OpenAttempt = {
    ...headingOf(attempt, course, language),
    answered: items.flatMap(({ id }) => (stored.responses[id] === undefined ? [] : [id])),
    stored_at: stored.stored_at ? new Date(stored.stored_at) : null,
  }
  const prompts: Prompt[] = items.map((item) => promptOf(item, stored.responses[item.id], attempt.language))
  return { attempt: open, prompts }
}

/** What the page of a submitted attempt gets: each item with its mark, the key, the reason and the lesson. */
export function reviewView(attempt: AttemptRow, course: Course | undefined, language: Language) {
  const { items, stored, submitted_at, outcome, score_raw, score_max } = attempt
  if (!submitted_at || !outcome) throw new Error(`attempt ${attempt.id} is not submitted`)
  const submitted: SubmittedAttempt = {
    ...headingOf(attempt, course, language),
    outcome,
    raw: score_raw ?? 0,
    max: score_max ?? 0,
    passAt: Math.ceil(attempt.pass_mark_scaled * (score_max ?? 0) - 1e-9),
    submitted_at,
    next: course ? activityAfter(course, attempt.quiz, language) : null,
  }
  const reviewed: ReviewedItem[] = items.map((item) => {
    const { id, type, lesson, points, prompt, explanation } = item
    const response = stored.responses[id]
    const raw = points * scoreItem(item, response, attempt.language)
    const review = reviewOf(item, response, attempt.language)
    return { id, type, lesson, points, prompt, explanation, language: item.language, raw, ...review }
  })
  return { attempt: submitted, items: reviewed }
}

function headingOf(
  { id, course: slug, quiz, number }: AttemptRow,
  course: Course | undefined,
  language: Language,
): Heading {
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

function activityAfter(course: Course, quiz: string, language: Language): { href: string; title: Phrase } | null {
  const index = course.activities.findIndex((activity) => activity.kind === 'quiz' && activity.slug === quiz)
  const next = course.activities[index + 1]
  if (!next) return null
  const room = next.kind === 'lesson' ? 'lessons' : 'quizzes'
  return { href: `/courses/${course.slug}/${room}/${next.slug}`, title: titleOf(next, language) }
}
