import type { ItemBase, Quiz } from './course.ts'
import type { CourseFolder } from './course-folder.ts'
import { asItems, type ItemTypes, readItems } from './item-types.ts'
import type { Report } from './problems.ts'
import { bankSchema, type QuizFile, quizSchema } from './schemas.ts'
import { parseYaml, readAs, type YamlFile } from './yaml-file.ts'

/** A list of items with the file it stands in: a quiz's own, or a bank's. */
export type ItemList = {
  slug: string
  report: Report
  file: YamlFile | null
  items: { item: ItemBase; index: number }[]
  /** Whether every item of the file could be read, and can be counted. */
  whole: boolean
}
/** `quiz` is null when its file is not right in itself. */
export type QuizReading = ItemList & { quiz: QuizFile | null }

type Options = { itemTypes: ItemTypes; reportFor: (path: string) => Report }

export function readBank({ slug, path, source }: CourseFolder['banks'][number], options: Options): ItemList {
  const report = options.reportFor(path)
  const file = parseYaml(source, report)
  if (file) readAs(bankSchema, file)
  return { slug, report, file, ...itemsOf(file, options.itemTypes) }
}

export function readQuiz({ slug, path, source }: CourseFolder['quizzes'][number], options: Options): QuizReading {
  const report = options.reportFor(path)
  const file = parseYaml(source, report)
  const quiz = file && readAs(quizSchema, file)
  return { slug, report, file, quiz, ...itemsOf(file, options.itemTypes) }
}

function itemsOf(file: YamlFile | null, itemTypes: ItemTypes): Pick<ItemList, 'items' | 'whole'> {
  const entries: unknown = Object(file?.value).items
  if (!file || !Array.isArray(entries)) return { items: [], whole: false }
  const items = readItems(file, entries.length, itemTypes)
  return { items, whole: items.length === entries.length }
}

/** What the course file says of a quiz. */
type Place = { module: string; optional: boolean }

/** The quiz that attempts are made of, with what its file leaves out; null when its file or its bank's could not be read. */
export function buildQuiz(reading: QuizReading, { module, optional }: Place, banks: readonly ItemList[]): Quiz | null {
  const { slug, quiz } = reading
  const list = quiz?.bank === undefined ? reading : banks.find((bank) => bank.slug === quiz.bank)
  if (!quiz || !list) return null
  const { title, pass_mark_scaled, draw, form = null, shuffle_items = false } = quiz
  return {
    kind: 'quiz',
    slug,
    module,
    title,
    pass_mark_scaled,
    items: asItems(list.items.map(({ item }) => item)),
    draw: draw ? Object.entries(draw).map(([objective, count]) => ({ objective, count })) : null,
    form,
    shuffle_items,
    optional,
    rules: rulesOf(quiz),
  }
}

const rulesOf = (quiz: QuizFile): Quiz['rules'] => ({
  time_limit_minutes: quiz.time_limit_minutes ?? null,
  at_deadline: quiz.at_deadline ?? 'mark',
  attempts_allowed: quiz.attempts_allowed ?? null,
  wait_minutes: quiz.wait_minutes ?? 0,
  feedback: quiz.feedback ?? 'attempt',
  marking: { anonymous: quiz.marking?.anonymous ?? true, second_marker: quiz.marking?.second_marker ?? false },
})
