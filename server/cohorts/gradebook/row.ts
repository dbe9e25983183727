import type { Course } from '../../catalogue/course.ts'
import { progressOf } from '../../enrolments/progress.ts'
import { isoDate } from '../../platform/words/dates.ts'
import { closesAt } from '../period.ts'
import { type Cell, cellOf, type QuizCell } from './cell.ts'
import type { GradebookMember } from './queries.ts'

export const progressKinds = ['not_begun', 'on_the_way', 'completed'] as const
export type ProgressKind = (typeof progressKinds)[number]

export type GradebookRow = {
  id: string
  name: string
  institution: string
  standing: ProgressKind
  /** In the order of the columns. */
  cells: Cell[]
  done: number
  total: number
  final: QuizCell | null
  /** The day by the cohort's calendar, 'YYYY-MM-DD'; null until something is done. */
  last_active_on: string | null
}

/** One learner of a cohort, activity by activity. */
export function rowOf(
  course: Course,
  cohort: { ends_on: string; time_zone: string },
  member: GradebookMember,
): GradebookRow {
  const { id, name, institution, lessons, attempts, completed_at, last_active_at } = member
  const calendar = { closesAt: member.closes_at ?? closesAt(cohort), time_zone: cohort.time_zone }
  const { states, done, total } = progressOf(course, member)
  const begun = lessons.length > 0 || attempts.length > 0
  const cells = states.map((step) => cellOf(step, attempts, calendar))
  const final =
    cells[states.findIndex(({ activity }) => activity.kind === 'quiz' && activity.slug === course.award.quiz)]
  return {
    id,
    name,
    institution,
    standing: completed_at ? 'completed' : begun ? 'on_the_way' : 'not_begun',
    cells,
    done,
    total,
    final: final?.kind === 'quiz' ? final : null,
    last_active_on: begun && last_active_at ? isoDate(last_active_at, cohort.time_zone) : null,
  }
}
