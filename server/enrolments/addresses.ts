import type { ActivityState } from './progress.ts'

/** Where an activity is opened: a lesson's page, an attempt that waits, or the course's list of activities. */
export function addressOf(course: string, { activity, ...state }: ActivityState): string {
  if (activity.kind === 'lesson') return `/courses/${course}/lessons/${activity.slug}`
  return 'open' in state && state.open ? `/attempts/${state.open.id}` : `/courses/${course}/quizzes/${activity.slug}`
}
