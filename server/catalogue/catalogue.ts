import { NotFound } from '../platform/web/errors.ts'
import { type Course, phases } from './course.ts'
import type { GlossaryTerm } from './glossary.ts'

export type Catalogue = {
  /** All courses, by phase and then by their `order`. */
  list(): readonly Course[]
  /** Throws NotFound. */
  get(slug: string): Course
  find(slug: string): Course | undefined
  glossary: readonly GlossaryTerm[]
}

export function createCatalogue(courses: Course[], glossary: GlossaryTerm[]): Catalogue {
  const byPlace = (a: Course, b: Course) => phases.indexOf(a.phase) - phases.indexOf(b.phase) || a.order - b.order
  const sorted = deepFreeze(courses.toSorted(byPlace))
  const bySlug = new Map(sorted.map((course) => [course.slug, course]))
  const find = (slug: string) => bySlug.get(slug)
  const get = (slug: string) => {
    const course = find(slug)
    if (!course) throw new NotFound('course')
    return course
  }
  return deepFreeze({ list: () => sorted, get, find, glossary })
}

/** "2 courses, 17 lessons, 72 items": what an author reads when there is nothing to mend. */
export function describeCatalogue(catalogue: Catalogue): string {
  const activities = catalogue.list().flatMap((course) => course.activities)
  const lessons = activities.filter((activity) => activity.kind === 'lesson').length
  // The quizzes that share a bank share its items, which count once.
  const renewals = catalogue.list().flatMap(({ renewal }) => renewal ?? [])
  const quizzes = [...activities, ...renewals].filter((activity) => activity.kind === 'quiz')
  const items = new Set(quizzes.flatMap((quiz) => quiz.items)).size
  const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`
  return `${count(catalogue.list().length, 'course')}, ${count(lessons, 'lesson')}, ${count(items, 'item')}`
}

/** Every request reads the same objects: one that could change them would change them for everybody. */
function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const part of Object.values(value)) deepFreeze(part)
  return Object.freeze(value)
}
