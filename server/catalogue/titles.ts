import type { Language } from '../platform/words/languages.ts'
import { type Activity, type Course, findLesson, findQuiz, lessonIn, textIn } from './course.ts'

/** A few words and the language they are in, which a page must say when it is not its own. */
export type Phrase = { text: string; language: Language }

export function titleOf(thing: Course | Activity, language: Language): Phrase {
  if (!('kind' in thing) || thing.kind === 'quiz') return textIn(thing.title, language)
  const lesson = lessonIn(thing, language)
  return { text: lesson.text.title, language: lesson.language }
}

/** The title of a quiz that a record names; its file's name where the quiz, or the course, has left the shelf. */
export const quizTitle = (course: Course | undefined, slug: string, language: Language): Phrase =>
  titleOrName(findQuiz(course, slug), slug, language)

/** The same of a lesson. */
export const lessonTitle = (course: Course, slug: string, language: Language): Phrase =>
  titleOrName(findLesson(course, slug), slug, language)

const titleOrName = (activity: Activity | undefined, slug: string, language: Language): Phrase =>
  activity ? titleOf(activity, language) : { text: slug, language: 'en' }
