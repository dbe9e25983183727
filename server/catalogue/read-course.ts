import { type Language, languages } from '../platform/words/languages.ts'
import type { Course, ItemBase, Lesson, LessonText, Quiz, Text } from './course.ts'
import type { CourseFolder } from './course-folder.ts'
import type { GlossaryTerm } from './glossary.ts'
import { asItems, type ItemTypes, readItems } from './item-types.ts'
import type { LessonWords } from './lesson-words.ts'
import { readLesson } from './markdown.ts'
import type { InternalLink } from './markdown-reading.ts'
import type { Report } from './problems.ts'
import { type CourseFile, courseSchema, quizSchema } from './schemas.ts'
import { parseYaml, readAs, type YamlFile } from './yaml-file.ts'

/** A course as far as its files can be read; `data` is null when course.yaml is not right in itself. */
export type CourseReading = {
  slug: string
  hash: string
  file: YamlFile | null
  data: CourseFile | null
  lessons: LessonReading[]
  quizzes: QuizReading[]
}
export type LessonReading = {
  slug: string
  language: Language
  report: Report
  text: LessonText
  links: InternalLink[]
  ids: ReadonlySet<string>
}
export type QuizReading = {
  slug: string
  report: Report
  file: YamlFile | null
  quiz: { title: Text; pass_mark_scaled: number } | null
  items: { item: ItemBase; index: number }[]
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
  return { slug, hash, file, data, lessons, quizzes }
}

function readQuiz({ slug, path, source }: CourseFolder['quizzes'][number], options: ReadOptions): QuizReading {
  const report = options.reportFor(path)
  const file = parseYaml(source, report)
  const quiz = file && readAs(quizSchema, file)
  const entries: unknown = Object(file?.value).items
  const items = file && Array.isArray(entries) ? readItems(file, entries.length, options.itemTypes) : []
  return { slug, report, file, quiz, items }
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
        if (texts)
          return [{ kind: 'lesson', slug: activity.lesson, number, module: id, minutes: activity.minutes ?? 0, texts }]
      }
      const read = reading.quizzes.find((one) => one.slug === activity.quiz)
      if (activity.quiz !== undefined && read?.quiz) {
        const { title, pass_mark_scaled } = read.quiz
        const items = asItems(read.items.map(({ item }) => item))
        return [{ kind: 'quiz', slug: activity.quiz, module: id, title, pass_mark_scaled, items }]
      }
      missing = true
      return []
    }),
  }))
  if (missing) return null
  const activities = modules.flatMap((module) => module.activities)
  const lessons = activities.filter((activity) => activity.kind === 'lesson')
  const complete = languages.filter((language) => lessons.every((lesson) => lesson.texts[language] !== undefined))
  // The schema admits 1 to 4, and no more is known of a list of numbers.
  const portal = data.portal as Course['portal']
  return { ...data, portal, slug, hash, modules, activities, languages: complete }
}

function textsOf(slug: string, lessons: LessonReading[]): Lesson['texts'] | null {
  const own = lessons.filter((lesson) => lesson.slug === slug)
  const english = own.find((lesson) => lesson.language === 'en')
  if (!english) return null
  const texts: Lesson['texts'] = { en: english.text }
  for (const lesson of own) texts[lesson.language] = lesson.text
  return texts
}
