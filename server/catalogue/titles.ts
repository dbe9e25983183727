import type { Language } from '../platform/words/languages.ts'
import { type Activity, type Course, lessonIn, textIn } from './course.ts'

/** A few words and the language they are in, which a page must say when it is not its own. */
export type Phrase = { text: string; language: Language }

export function titleOf(thing: Course | Activity, language: Language): Phrase {
  if (!('kind' in thing) || thing.kind === 'quiz') return textIn(thing.title, language)
  const lesson = lessonIn(thing, language)
  return { text: lesson.text.title, language: lesson.language }
}
