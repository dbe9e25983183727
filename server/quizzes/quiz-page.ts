import { type Course, itemCount, type Phase, type Quiz, type QuizRules } from '../catalogue/course.ts'
import { type Phrase, titleOf } from '../catalogue/titles.ts'
import { type AttemptSummary, bestAttempt, type LearningRecord, type Outcome } from '../enrolments/progress.ts'
import { type Term, termsOf } from '../enrolments/terms.ts'
import type { Language } from '../platform/words/languages.ts'
import { type Held, type Renewal, type RenewalState, renewalOf, withoutClosing } from './renewal/renewal.ts'
import { type StartRefusal, startOf } from './start-rules.ts'
import { minutesLeft, minutesWithExtra } from './time/deadline.ts'

/** `outcome` is null while a trainer has not marked it. */
type SubmittedSummary = { id: string; number: number; at: Date; raw: number; max: number; outcome: Outcome | null }
export type CourseLink = { slug: string; title: Phrase; phase: Phase }
export type QuizPage = {
  course: CourseLink
  quiz: { slug: string; title: Phrase; items: number; pass_mark_scaled: number; final: boolean; form: Quiz['form'] }
  rules: QuizRules & { minutes: number | null; extraTimePercent: number; marked: boolean }
  enrolled: boolean
  /** Of the quiz that renews a certificate: whose, and whether it can be renewed now; null for any other quiz. */
  renewal: {
    state: RenewalState
    certificate: { code: string; expires_on: string } | null
    from: string | null
    until: string | null
  } | null
  start: {
    refusal: StartRefusal | null
    from: Date | null
    attemptsLeft: number | null
    /** How long an attempt started now would last, and which rule would end it. */
    lasts: { minutes: number; at: Date; by: 'time-limit' | 'cohort' } | null
    cohort_closes_at: Date | null
  }
  /** By whose calendar the cohort closes; null for who takes the course alone. */
  time_zone: string | null
  open: { id: string; number: number; due_at: Date | null } | null
  best: AttemptSummary | null
  submitted: SubmittedSummary[]
}

/** What a learner reads before an attempt: the written rules, what of them bites now, and the attempts so far. */
export function quizPage(
  course: Course,
  quiz: Quiz,
  record: (LearningRecord & { terms: Term[] }) | undefined,
  held: Held | null,
  { language, now }: { language: Language; now: Date },
): QuizPage {
  const { slug, pass_mark_scaled, form, rules } = quiz
  const attempts = (record?.attempts ?? []).filter((attempt) => attempt.quiz === slug)
  const own = termsOf(record?.terms ?? [], now)
  const renewal = quiz === course.renewal ? renewalOf(course, held, attempts, now) : null
  const terms = renewal ? withoutClosing(own) : own
  const { deadline, ...start } = startOf(quiz, renewal?.attempts ?? attempts, terms, now)
  const extraTimePercent = terms?.extraTimePercent ?? 0
  return {
    course: { slug: course.slug, title: titleOf(course, language), phase: course.phase },
    quiz: {
      slug,
      title: titleOf(quiz, language),
      items: itemCount(quiz),
      pass_mark_scaled,
      final: course.award.quiz === slug,
      form,
    },
    rules: {
      ...rules,
      minutes: rules.time_limit_minutes && minutesWithExtra(rules.time_limit_minutes, extraTimePercent),
      extraTimePercent: rules.time_limit_minutes === null ? 0 : extraTimePercent,
      marked: quiz.items.some(({ type }) => type === 'extended-text'),
    },
    enrolled: record !== undefined,
    renewal: renewal && shownRenewal(renewal),
    start: {
      ...start,
      lasts: deadline && { minutes: minutesLeft(deadline.at, now), at: deadline.at, by: deadline.by },
      cohort_closes_at: terms?.closesAt ?? null,
    },
    time_zone: terms?.timeZone ?? null,
    open: openOf(attempts),
    best: bestAttempt(attempts, slug),
    submitted: attempts.flatMap(summaryOf),
  }
}

function shownRenewal({ state, held, from, passed }: Renewal): QuizPage['renewal'] {
  const certificate = held?.expires_on ? { code: held.code, expires_on: held.expires_on } : null
  return { state, certificate, from, until: passed?.until ?? null }
}

function openOf(attempts: AttemptSummary[]): QuizPage['open'] {
  const open = attempts.find((attempt) => !attempt.submitted_at)
  return open ? { id: open.id, number: open.number, due_at: open.due_at ? new Date(open.due_at) : null } : null
}

/** Nothing for an attempt that is still open. */
function summaryOf({ id, number, submitted_at, score_raw, score_max, outcome }: AttemptSummary): SubmittedSummary[] {
  if (!submitted_at) return []
  return [{ id, number, at: new Date(submitted_at), raw: score_raw ?? 0, max: score_max ?? 0, outcome }]
}
