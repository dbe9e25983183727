import type { Course } from '../catalogue/course.ts'
import { type Phrase, titleOf } from '../catalogue/titles.ts'
import type { Outcome } from '../enrolments/progress.ts'
import type { Language } from '../platform/words/languages.ts'
import { type AttemptHeading, headingOf } from './attempt-view.ts'
import { responsesOf } from './close-attempt.ts'
import { correctedItems } from './corrections.ts'
import type { Review, ShownBase } from './item-type.ts'
import { reviewOf, type ShownItem, type TypeName } from './item-types.ts'
import { type Mark, markedPoints } from './marking.ts'
import type { AttemptRow } from './queries.ts'
import { scoreItem, toHundredths } from './scoring.ts'

export type SubmittedAttempt = AttemptHeading & {
  /** Null while a trainer has not marked it. */
  outcome: Outcome | null
  raw: number
  max: number
  /** Null where there is nothing to pass. */
  passAt: number | null
  submitted_at: Date
  closed_by: 'learner' | 'deadline'
  at_deadline: 'mark' | 'void'
  /** What keys and explanations wait for, by the rule of the quiz; null when they are shown. */
  held: 'marking' | 'passed' | 'cohort-closed' | null
  closing: { at: Date; time_zone: string } | null
  next: { href: string; title: Phrase } | null
  /** A pass that may renew a certificate: the quiz's page says so and makes the new one. */
  renews: boolean
}

/** What was given, always; what it earned, and why, once the rule of the quiz shows it. */
export type ReviewedItem = Pick<ShownBase, 'id' | 'lesson' | 'points' | 'language' | 'prompt' | 'explanation'> &
  Review & {
    type: TypeName
    raw: number
    /** Its key was corrected after it was shown. */
    corrected: boolean
    waived: boolean
    judgement: Judgement | null
  }
/** What a trainer said of extended text: the level reached in each criterion. */
type Judgement = { criteria: { title: string; level: string; points: number; of: number }[]; comments: string[] }

/** What the page of a submitted attempt gets. What the quiz's rule holds back is not in it. */
export function reviewView(attempt: AttemptRow, course: Course | undefined, language: Language, now: Date) {
  const { items, submitted_at, closed_by, score_raw, score_max, rules } = attempt
  if (!submitted_at || !closed_by) throw new Error(`attempt ${attempt.id} is not submitted`)
  const max = score_max ?? 0
  const { closing } = attempt
  const submitted: SubmittedAttempt = {
    ...headingOf(attempt, course, language),
    outcome: attempt.outcome,
    raw: score_raw ?? 0,
    max,
    passAt: attempt.pass_mark_scaled > 0 ? Math.ceil((attempt.pass_mark_scaled * max - 1e-9) * 100) / 100 : null,
    submitted_at,
    closed_by,
    at_deadline: rules.at_deadline,
    held: heldBack(attempt, now),
    closing: closing && { at: new Date(closing.closes_at), time_zone: closing.time_zone },
    next: course ? activityAfter(course, attempt.quiz, language) : null,
    renews: course?.renewal?.slug === attempt.quiz && attempt.outcome === 'passed',
  }
  const corrected = correctedItems(items, attempt.corrections)
  const reviewed = corrected.map((item) => reviewItem(item, attempt))
  return { attempt: submitted, items: submitted.held ? reviewed.map(withoutKey) : reviewed }
}

export function heldBack(
  { rules, marking, quiz_passed, closing }: Pick<AttemptRow, 'rules' | 'marking' | 'quiz_passed' | 'closing'>,
  now: Date,
): SubmittedAttempt['held'] {
  if (marking === 'waiting') return 'marking'
  if (rules.feedback === 'passed' && !quiz_passed) return 'passed'
  if (rules.feedback === 'cohort-closed' && closing && new Date(closing.closes_at) > now) return 'cohort-closed'
  return null
}

function reviewItem(item: ShownItem, attempt: AttemptRow): ReviewedItem {
  const { id, type, lesson, points, prompt, explanation, language } = item
  const response = responsesOf(attempt)[id]
  const own = attempt.marks.filter((mark) => mark.item === id)
  const raw = toHundredths(markedPoints(own)[id] ?? points * scoreItem(item, response, attempt.language))
  const shown = { id, type, lesson, points, prompt, explanation, language }
  const corrected = attempt.corrections[id] !== undefined
  const review = reviewOf(item, response, attempt.language)
  return { ...shown, ...review, raw, corrected, waived: item.waived === true, judgement: judgementOf(item, own) }
}

function judgementOf(item: ShownItem, marks: Mark[]): Judgement | null {
  if (item.type !== 'extended-text' || marks.length === 0) return null
  const criteria = marks.flatMap(({ levels }) =>
    item.rubric.map(({ title, levels: all }, index) => {
      const reached = all[levels[index] ?? 0]
      return { title, level: reached?.text ?? '', points: reached?.points ?? 0, of: all.at(-1)?.points ?? 0 }
    }),
  )
  return { criteria, comments: marks.map(({ comment }) => comment).filter((comment) => comment !== '') }
}

const withoutKey = (item: ReviewedItem): ReviewedItem => ({
  ...item,
  explanation: '',
  key: [],
  feedback: [],
  parts: [],
  given:
    item.parts.length > 0 ? item.parts.flatMap(({ part, given }) => (given ? [`${part}: ${given}`] : [])) : item.given,
  judgement: null,
  corrected: false,
  waived: false,
  raw: 0,
})

function activityAfter(course: Course, quiz: string, language: Language): { href: string; title: Phrase } | null {
  if (course.renewal?.slug === quiz) return null
  const index = course.activities.findIndex((activity) => activity.kind === 'quiz' && activity.slug === quiz)
  const next = course.activities.slice(index + 1).find((one) => one.kind === 'lesson' || !one.optional)
  if (!next) return null
  const room = next.kind === 'lesson' ? 'lessons' : 'quizzes'
  return { href: `/courses/${course.slug}/${room}/${next.slug}`, title: titleOf(next, language) }
}
