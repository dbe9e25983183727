import type { Course } from '../../catalogue/course.ts'
import type { ActivityState, Progress } from '../../enrolments/progress.ts'
import type { Member } from '../people/queries.ts'
import { closesAt } from '../period.ts'
import type { Pace } from './reasons.ts'

type Calendar = { ends_on: string; time_zone: string }

/** What the reasons are counted from; `own` is when the course closes for this person, null for as the cohort does. */
export function paceOf(course: Course, cohort: Calendar, member: Member, progress: Progress, own: Date | null): Pace {
  const closes = closesAt(cohort)
  const counted = progress.states.filter(({ activity }) => activity.kind === 'lesson' || !activity.optional)
  const modules = course.modules
    .map(({ id }) => counted.filter(({ activity }) => activity.module === id))
    .filter(({ length }) => length > 0)
  return {
    joined_at: member.joined_at,
    last_active_at: member.last_active_at,
    completed_at: member.completed_at,
    begun: member.lessons.length > 0 || member.attempts.length > 0,
    closes_at: own && own > closes ? own : closes,
    left: counted.filter((step) => !isBehindThem(step)).length,
    total: counted.length,
    modules: { done: modules.filter((steps) => steps.every(isBehindThem)).length, total: modules.length },
    failed: progress.states.flatMap(({ activity, state }) => {
      if (activity.kind !== 'quiz' || state === 'done' || state === 'waiting') return []
      const times = member.attempts.filter((one) => one.quiz === activity.slug && one.outcome === 'failed').length
      return times > 0 ? [{ quiz: activity.slug, times }] : []
    }),
  }
}

/** What was handed in and waits for marking is the trainer's to do. */
const isBehindThem = ({ state }: ActivityState): boolean => state === 'done' || state === 'waiting'
