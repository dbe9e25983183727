import type { Course } from '../../catalogue/course.ts'
import { readTyped, type Typed } from '../../platform/web/forms.ts'
import { type ProgressKind, progressKinds } from './row.ts'

export const activityStates = ['not_done', 'done', 'not_passed', 'waiting', 'open', 'late'] as const
export type ActivityStateName = (typeof activityStates)[number]
export const sorts = ['name', 'done', 'active'] as const
export type Sort = (typeof sorts)[number]

/** Whom the gradebook shows, and in which order; null where it is all the same. */
export type Filter = {
  institution: string | null
  standing: ProgressKind | null
  activity: { kind: 'lesson' | 'quiz'; slug: string; state: ActivityStateName } | null
  sort: Sort
}
/** Everyone, by name. */
export const noFilter: Filter = { institution: null, standing: null, activity: null, sort: 'name' }

export const filterFields = ['institution', 'standing', 'activity', 'state', 'sort'] as const

/** The questions of an address. What is unknown is not asked; an activity without a state asks who has not done it. */
export function readFilter(query: unknown, course: Course, institutions: readonly string[]): Filter {
  const { institution = '', standing, activity = '', state, sort } = readTyped(query, filterFields)
  const asked = course.activities.find(({ kind, slug }) => `${kind}-${slug}` === activity)
  return {
    institution: institutions.includes(institution) ? institution : null,
    standing: progressKinds.find((kind) => kind === standing) ?? null,
    activity: asked
      ? { kind: asked.kind, slug: asked.slug, state: activityStates.find((known) => known === state) ?? 'not_done' }
      : null,
    sort: sorts.find((known) => known === sort) ?? 'name',
  }
}

export const isFiltered = ({ institution, standing, activity }: Filter): boolean =>
  institution !== null || standing !== null || activity !== null

/** The filter as the form's fields have it. */
export const typedFilter = ({ institution, standing, activity, sort }: Filter): Typed => ({
  institution: institution ?? '',
  standing: standing ?? '',
  activity: activity ? `${activity.kind}-${activity.slug}` : '',
  state: activity?.state ?? 'not_done',
  sort,
})

/** The filter as the questions of an address, without what is as usual. */
export function questionsOf(filter: Filter): URLSearchParams {
  const { state = '', sort, ...others } = typedFilter(filter)
  const asked = { ...others, ...(filter.activity ? { state } : {}), ...(sort === 'name' ? {} : { sort: filter.sort }) }
  return new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''))
}
