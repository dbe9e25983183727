import type { ActivityState, AttemptSummary } from '../../enrolments/progress.ts'
import { isoDate } from '../../platform/words/dates.ts'

/** What can be said of a cell, in the order in which it is said. */
export const cellStates = [
  'done',
  'not_done',
  'passed',
  'not_passed',
  'handed_in',
  'waiting',
  'open',
  'not_begun',
  'late',
] as const
export type CellState = (typeof cellStates)[number]

/** `on` is the day by the cohort's calendar, 'YYYY-MM-DD'. */
export type LessonCell = { kind: 'lesson'; states: CellState[]; on: string | null }
/** `score` is that of the best attempt that is marked; `attempts` counts all that were begun. */
export type QuizCell = {
  kind: 'quiz'
  states: CellState[]
  score: { raw: number; max: number } | null
  attempts: number
}
export type Cell = LessonCell | QuizCell

/** When it closes for the learner, and the zone in which its days are counted. */
export type Calendar = { closesAt: Date; time_zone: string }

/** What the gradebook says of one activity of one learner: the page and both files print this and nothing else. */
export function cellOf(step: ActivityState, attempts: readonly AttemptSummary[], calendar: Calendar): Cell {
  if (step.activity.kind === 'lesson') {
    const at = 'at' in step && step.at ? new Date(step.at) : null
    if (!at) return { kind: 'lesson', states: ['not_done'], on: null }
    const states: CellState[] = at > calendar.closesAt ? ['done', 'late'] : ['done']
    return { kind: 'lesson', states, on: isoDate(at, calendar.time_zone) }
  }
  const best = 'best' in step ? step.best : null
  const own = attempts.filter(({ quiz }) => quiz === step.activity.slug)
  const states = quizStates(best, own, step.activity.pass_mark_scaled > 0, calendar.closesAt)
  const score = best && { raw: plain(best.score_raw ?? 0), max: plain(best.score_max ?? 0) }
  return { kind: 'quiz', states, score, attempts: own.length }
}

/** Without what adding up leaves behind: 0.3 rather than 0.30000000000000004. */
const plain = (points: number): number => Number(points.toFixed(10))

function quizStates(best: AttemptSummary | null, own: AttemptSummary[], canFail: boolean, closesAt: Date): CellState[] {
  const waiting = own.find(({ submitted_at, outcome }) => submitted_at && !outcome)
  const said: CellState[] = []
  if (best) said.push(canFail ? (best.outcome === 'passed' ? 'passed' : 'not_passed') : 'handed_in')
  if (waiting) said.push('waiting')
  if (own.some(({ submitted_at }) => !submitted_at)) said.push('open')
  if (said.length === 0) said.push('not_begun')
  // The attempt that counts decides, or the first that will: at the closing moment itself the clock hands in, in time.
  const counted = (best ?? waiting)?.submitted_at
  if (counted && new Date(counted) > closesAt) said.push('late')
  return said
}
