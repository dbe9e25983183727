import type { Activity, Course, Lesson, Quiz } from '../catalogue/course.ts'
import { type AttendanceAsked, attendanceAsked, type Term } from './terms.ts'

export type Outcome = 'passed' | 'failed'

/** What a learner has done in one course, as the database keeps it. */
export type LearningRecord = {
  lessons: { lesson: string; completed_at: string }[]
  attempts: AttemptSummary[]
  /** What the learner's cohorts mean for the course. */
  terms: Term[]
  /** When the award rule was first met; null before. */
  completed_at: Date | null
}
export type AttemptSummary = {
  id: string
  quiz: string
  number: number
  submitted_at: string | null
  score_raw: number | null
  score_max: number | null
  /** Null while it is open, and while a trainer has not marked it. */
  outcome: Outcome | null
  due_at: string | null
  closed_by: 'learner' | 'deadline' | null
  /** The cohort it was made in; null for who took the course alone. */
  cohort_id: string | null
}

export type ActivityState =
  | { activity: Lesson; state: 'done' | 'todo'; at: string | null }
  | {
      activity: Quiz
      state: 'done' | 'failed' | 'open' | 'waiting' | 'todo'
      open: AttemptSummary | null
      best: AttemptSummary | null
    }

export type Progress = {
  states: ActivityState[]
  /** Of the activities that are not optional. */
  done: number
  total: number
  next: ActivityState | null
  /** Whether the award rule is met, and what it asks for: lessons, the award quiz, workshop days of a cohort. */
  award: {
    met: boolean
    missingLessons: Lesson[]
    quizPassed: boolean
    /** The graded task, while it is not passed; null where the course has none. */
    missingTask: Quiz | null
    best: AttemptSummary | null
    attendance: AttendanceAsked | null
  }
}

/** Progress is counted from the record, never stored, so it cannot disagree with it. */
export function progressOf(course: Course, record: LearningRecord): Progress {
  const completed = new Map(record.lessons.map(({ lesson, completed_at }) => [lesson, completed_at]))
  const states = course.activities.map((activity) => stateOf(activity, completed, record.attempts))
  const counted = states.filter(({ activity }) => activity.kind === 'lesson' || !activity.optional)
  const missingLessons = states.flatMap(({ activity, state }) =>
    activity.kind === 'lesson' && state !== 'done' ? [activity] : [],
  )
  const best = bestAttempt(record.attempts, course.award.quiz)
  const quizPassed = best?.outcome === 'passed'
  // A cohort that asks for more days later, or adds some, asks it of nobody who had completed the course before.
  const attendance = record.completed_at ? null : attendanceAsked(record.terms)
  const missingTask = taskOf(course, record)
  const met = missingLessons.length === 0 && quizPassed && !missingTask && (attendance === null || attendance.met)
  return {
    states,
    done: counted.filter(({ state }) => state === 'done').length,
    total: counted.length,
    next: nextOf(counted, states),
    award: { met, missingLessons, quizPassed, missingTask, best, attendance },
  }
}

function taskOf({ award, activities }: Course, { attempts }: LearningRecord): Quiz | null {
  if (award.task === undefined || bestAttempt(attempts, award.task)?.outcome === 'passed') return null
  return (
    activities.find((activity): activity is Quiz => activity.kind === 'quiz' && activity.slug === award.task) ?? null
  )
}

function stateOf(activity: Activity, completed: Map<string, string>, attempts: AttemptSummary[]): ActivityState {
  if (activity.kind === 'lesson') {
    const at = completed.get(activity.slug) ?? null
    return { activity, state: at ? 'done' : 'todo', at }
  }
  const open = attempts.find((attempt) => attempt.quiz === activity.slug && !attempt.submitted_at) ?? null
  const best = bestAttempt(attempts, activity.slug)
  const waits = attempts.some((attempt) => attempt.quiz === activity.slug && attempt.submitted_at && !attempt.outcome)
  const state = best?.outcome === 'passed' ? 'done' : open ? 'open' : waits ? 'waiting' : best ? 'failed' : 'todo'
  return { activity, state, open, best }
}

type Marked = Pick<AttemptSummary, 'quiz' | 'outcome' | 'score_raw' | 'score_max'>

/** The attempt that counts: of those that are marked the highest share of points, the earlier of equals. */
export function bestAttempt<A extends Marked>(attempts: A[], quiz: string): A | null {
  let best: A | null = null
  for (const attempt of attempts)
    if (attempt.quiz === quiz && attempt.outcome && (!best || scaled(attempt) > scaled(best))) best = attempt
  return best
}

/** Share of the points, 0 to 1; nothing to earn counts as nothing earned. */
export const scaled = (score: { score_raw: number | null; score_max: number | null }): number =>
  score.score_max ? (score.score_raw ?? 0) / score.score_max : 0

/** What comes next: an attempt that is open, then the first thing not yet begun, then a quiz to take once more. */
const nextOf = (counted: ActivityState[], all: ActivityState[]): ActivityState | null =>
  all.find((state) => 'open' in state && state.open && state.state !== 'done') ??
  counted.find(({ state }) => state === 'todo') ??
  counted.find(({ state }) => state === 'failed') ??
  null

/** The record of who has not begun. */
export const nothingDone: LearningRecord = { lessons: [], attempts: [], terms: [], completed_at: null }
