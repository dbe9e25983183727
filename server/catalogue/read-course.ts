import { type Language, languages } from '../platform/words/languages.ts'
import type { Course, Lesson, LessonText, Quiz } from './course.ts'
import type { CourseFolder } from './course-folder.ts'
import type { GlossaryTerm } from './glossary.ts'
import type { ItemTypes } from './item-types.ts'
import type { LessonWords } from './lesson-words.ts'
import { readLesson } from './markdown.ts'
import type { InternalLink } from './markdown-reading.ts'
import type { Report } from './problems.ts'
import { buildQuiz, type ItemList, type QuizReading, readBank, readQuiz } from './read-quiz.ts'
import { type CourseFile, courseSchema } from './schemas.ts'
import { parseYaml, readAs, type YamlFile } from './yaml-file.ts'

/** A course as far as its files can be read; `data` is null when course.yaml is not right in itself. */
export type CourseReading = {
  slug: string
  hash: string
  file: YamlFile | null
  data: CourseFile | null
  lessons: LessonReading[]
  quizzes: QuizReading[]
  banks: ItemList[]
}
export type LessonReading = {
  slug: string
  language: Language
  report: Report
  text: LessonText
  links: InternalLink[]
  ids: ReadonlySet<string>
}

export type ReadOptions = {
  itemTypes: ItemTypes
  glossary: ReadonlyMap<string, GlossaryTerm>
  wordsFor: (language: Language) => LessonWords
  /** For a path inside the courses folder. */
  reportFor: (path: string) => Report
}

export function readCourse(folder: CourseFolder, options: ReadOptions): CourseReading {
  const { slug, hash } = folder
  const report = options.reportFor(`${slug}/course.yaml`)
  if (folder.course === undefined) report(1, 'the course has no course.yaml')
  const file = folder.course === undefined ? null : parseYaml(folder.course, report)
  const data = file && readAs(courseSchema, file)
  const lessons = folder.lessons.map(({ slug: lesson, language, path, source }) => {
    const lessonReport = options.reportFor(path)
    const { glossary, wordsFor } = options
    const words = wordsFor(language)
    const read = readLesson(source, { course: slug, lesson, language, words, glossary, report: lessonReport })
    return { slug: lesson, language, report: lessonReport, ...read }
  })
  const quizzes = folder.quizzes.map((quiz) => readQuiz(quiz, options))
  const banks = folder.banks.map((bank) => readBank(bank, options))
  return { slug, hash, file, data, lessons, quizzes, banks }
}

/** The course that pages are made of; null when a part that it needs could not be read. */
export function buildCourse({ slug, hash, data, ...reading }: CourseReading): Course | null {
  if (!data) return null
  let number = 0
  let missing = false
  const modules = data.modules.map(({ id, title, activities }) => ({
    id,
    title,
    activities: activities.flatMap((activity): (Lesson | Quiz)[] => {
      if (activity.lesson !== undefined) {
        number++
        const texts = textsOf(activity.lesson, reading.lessons)
        if (texts) return [{ ...lessonOf(activity), kind: 'lesson', slug: activity.lesson, number, module: id, texts }]
      }
      const read = reading.quizzes.find((one) => one.slug === activity.quiz)
      const quiz = read && buildQuiz(read, { module: id, optional: activity.optional === true }, reading.banks)
      if (quiz) return [quiz]
      missing = true
      return []
    }),
  }))
  if (missing) return null
  const renewing = reading.quizzes.find((one) => one.slug === data.award.renewal)
  const renewal = renewing ? buildQuiz(renewing, { module: '', optional: false }, reading.banks) : null
  if (data.award.renewal !== undefined && !renewal) return null
  const activities = modules.flatMap((module) => module.activities)
  const lessons = activities.filter((activity) => activity.kind === 'lesson')
  const complete = languages.filter((language) => lessons.every((lesson) => lesson.texts[language] !== undefined))
  // The schema admits 1 to 4, and no more is known of a list of numbers.
  const portal = data.portal as Course['portal']
  return { ...data, portal, slug, hash, modules, activities, renewal, languages: complete }
}

const lessonOf = ({ minutes = 0, titles }: CourseFile['modules'][number]['activities'][number]) => ({
  minutes,
  ...(titles && { titles }),
})

function textsOf(slug: string, lessons: LessonReading[]): Lesson['texts'] | null {
  const own = lessons.filter((lesson) => lesson.slug === slug)
  const english = own.find((lesson) => lesson.language === 'en')
  if (!english) return null
  const texts: Lesson['texts'] = { en: english.text }
  for (const lesson of own) texts[lesson.language] = lesson.text
  return texts
}
