import type { Activity, Course } from '../../catalogue/course.ts'
import { type Phrase, titleOf } from '../../catalogue/titles.ts'
import { addressOf } from '../../enrolments/addresses.ts'
import type { Language } from '../../platform/words/languages.ts'

/** One activity as a heading: `place` is its module's number and its own in it, '2.3'; `id` names it in an address. */
export type Column = { id: string; kind: Activity['kind']; slug: string; place: string; title: Phrase; href: string }

/** The activities of the course, in its order. */
export const columnsOf = (course: Course, language: Language): Column[] =>
  course.modules.flatMap(({ activities }, module) =>
    activities.map((activity, index) => ({
      id: `${activity.kind}-${activity.slug}`,
      kind: activity.kind,
      slug: activity.slug,
      place: `${module + 1}.${index + 1}`,
      title: titleOf(activity, language),
      href: addressOf(course.slug, asHeading(activity)),
    })),
  )

/** The activity itself, with nothing that anybody did. */
const asHeading = (activity: Activity) =>
  activity.kind === 'lesson'
    ? ({ activity, state: 'todo', at: null } as const)
    : ({ activity, state: 'todo', open: null, best: null } as const)
