import { type Course, findQuiz, textIn } from '../../catalogue/course.ts'
import { type Phrase, quizTitle, titleOf } from '../../catalogue/titles.ts'
import { addressOf } from '../../enrolments/addresses.ts'
import { type ActivityState, type AttemptSummary, type Progress, progressOf } from '../../enrolments/progress.ts'
import { countryName } from '../../platform/words/countries.ts'
import type { Language } from '../../platform/words/languages.ts'
import { type Attendance, attendedSoFar } from '../attendance/attendance.ts'
import type { Member } from './queries.ts'
import { type Patience, type Standing, standingOf } from './standing.ts'

type Points = { raw: number; max: number; passed: boolean }
export type CohortPerson = {
  id: string
  name: string
  institution: string
  country: string
  joined_at: Date
  /** Null until something is done. */
  last_active_at: Date | null
  done: number
  total: number
  /** Done of each module in `listedModules`. */
  modules: number[]
  final: Points | null
  next: Phrase | null
  standing: Standing
  /** How many of the sessions that began so far; of none while there was none. */
  attendance: Attendance
}
export type PersonStep = {
  kind: 'lesson' | 'quiz'
  href: string
  title: Phrase
  /** `taken` is a quiz that has nothing to pass. */
  state: ActivityState['state'] | 'taken'
  at: Date | null
  best: Points | null
}
export type PersonAttempt = {
  /** Null where it was made in another cohort, or in none: its log is not this cohort's. */
  log: string | null
  number: number
  quiz: Phrase
  submitted_at: Date | null
  at_deadline: boolean
  /** Null while it is open, and while a trainer has not marked it. */
  points: Points | null
  has_pass_mark: boolean
}
/** Somebody asked for more time in an attempt that is open, and was given none since. */
export type AskedForTime = { quiz: Phrase; requested_at: Date; due_at: Date | null }

type Calendar = Patience & { starts_on: string; time_zone: string }

/** The modules of the table; one that is the final quiz alone stands there as that quiz's points. */
export const listedModules = (course: Course) =>
  course.modules.filter(
    ({ activities: [first, ...others] }) =>
      others.length > 0 || first?.kind !== 'quiz' || first.slug !== course.award.quiz,
  )

export function personIn(
  course: Course,
  cohort: Calendar,
  member: Member,
  language: Language,
  now: Date,
  { states, done, total, next, award }: Progress = progressOf(course, member),
): CohortPerson {
  const begun = member.lessons.length > 0 || member.attempts.length > 0
  return {
    id: member.id,
    name: member.name,
    institution: member.institution,
    country: countryName(member.country_code, language),
    joined_at: member.joined_at,
    last_active_at: begun ? member.last_active_at : null,
    done,
    total,
    modules: listedModules(course).map(
      ({ id }) => states.filter(({ activity, state }) => activity.module === id && state === 'done').length,
    ),
    final: pointsOf(award.best),
    next: next && titleOf(next.activity, language),
    standing: standingOf({ ...member, begun }, cohort, now),
    attendance: attendedSoFar(member.sessions, now),
  }
}

/** One person, activity by activity and attempt by attempt. */
export function personPage(
  course: Course,
  cohort: Calendar & { id: string },
  member: Member,
  language: Language,
  now: Date,
) {
  const progress = progressOf(course, member)
  const modules = course.modules.map(({ id, title }) => ({
    title: textIn(title, language),
    steps: progress.states.flatMap((step) => (step.activity.module === id ? [stepOf(course, step, language)] : [])),
  }))
  const attempts: PersonAttempt[] = member.attempts.map((attempt) => ({
    log: attempt.cohort_id === cohort.id ? `/cohorts/${cohort.id}/people/${member.id}/attempts/${attempt.id}` : null,
    number: attempt.number,
    quiz: quizTitle(course, attempt.quiz, language),
    submitted_at: attempt.submitted_at ? new Date(attempt.submitted_at) : null,
    at_deadline: attempt.closed_by === 'deadline',
    points: attempt.outcome && pointsOf(attempt),
    has_pass_mark: hasPassMark(course, attempt.quiz),
  }))
  const requests = askedForTime(course, member, language)
  return { person: personIn(course, cohort, member, language, now, progress), modules, attempts, requests }
}

/** Whether a quiz can be passed or failed; a pre-test is only taken. */
const hasPassMark = (course: Course, slug: string): boolean => findQuiz(course, slug)?.pass_mark_scaled !== 0

export const askedForTime = (course: Course, { time_requests }: Member, language: Language): AskedForTime[] =>
  time_requests.map(({ quiz, requested_at, due_at }) => ({
    quiz: quizTitle(course, quiz, language),
    requested_at: new Date(requested_at),
    due_at: due_at ? new Date(due_at) : null,
  }))

function stepOf(course: Course, step: ActivityState, language: Language): PersonStep {
  return {
    kind: step.activity.kind,
    // The activity itself: an attempt's own page is the learner's alone.
    href: addressOf(course.slug, { ...step, open: null }),
    title: titleOf(step.activity, language),
    state: step.state === 'done' && !hasPassMark(course, step.activity.slug) ? 'taken' : step.state,
    at: 'at' in step && step.at ? new Date(step.at) : null,
    best: 'best' in step ? pointsOf(step.best) : null,
  }
}

const pointsOf = (attempt: AttemptSummary | null): Points | null =>
  attempt?.submitted_at
    ? { raw: attempt.score_raw ?? 0, max: attempt.score_max ?? 0, passed: attempt.outcome === 'passed' }
    : null

/** Those who may need a word: not begun or silent, the longest silence first. */
export const goneQuiet = (people: CohortPerson[]) =>
  people
    .flatMap(({ standing, ...person }) =>
      standing.kind === 'not_started' || standing.kind === 'quiet' ? [{ ...person, standing }] : [],
    )
    .sort((a, b) => b.standing.days - a.standing.days)
export type QuietPerson = ReturnType<typeof goneQuiet>[number]

export const byName = (language: Language) => {
  const order = new Intl.Collator(language)
  return (a: { name: string }, b: { name: string }) => order.compare(a.name, b.name)
}
