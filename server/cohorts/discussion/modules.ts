import { type Course, textIn } from '../../catalogue/course.ts'
import type { Phrase } from '../../catalogue/titles.ts'
import type { Language } from '../../platform/words/languages.ts'

export type DiscussedModule = { id: string; title: Phrase; threads: number; newest_at: Date | null }

type Counted = { module: string; threads: number; newest_at: string | Date }

/** Null for what is no module of the course. */
export function findModule(course: Course, id: string, language: Language): { id: string; title: Phrase } | null {
  const module = course.modules.find((one) => one.id === id)
  return module ? { id, title: textIn(module.title, language) } : null
}

/** A module that the course no longer has goes by its name in the files. */
export const moduleOf = (course: Course, id: string, language: Language): { id: string; title: Phrase } =>
  findModule(course, id, language) ?? { id, title: { text: id, language } }

/** The modules of the course with what is said about each, and after them those that were taken out of the course. */
export function discussedModules(course: Course, counted: Counted[], language: Language): DiscussedModule[] {
  const known = course.modules.map(({ id }) => id)
  const gone = counted.map(({ module }) => module).filter((id) => !known.includes(id))
  return [...known, ...gone].map((id) => {
    const found = counted.find(({ module }) => module === id)
    const newest_at = found ? new Date(found.newest_at) : null
    return { ...moduleOf(course, id, language), threads: found?.threads ?? 0, newest_at }
  })
}
