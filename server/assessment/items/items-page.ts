import type { Quiz } from '../../catalogue/course.ts'
import { type Phrase, titleOf } from '../../catalogue/titles.ts'
import type { Language } from '../../platform/words/languages.ts'
import { type ItemFigures, itemAnalysis, type QuizFigures } from '../../quizzes/item-analysis.ts'
import type { ShownItem, TypeName } from '../../quizzes/item-types.ts'
import { itemPrompt, optionText } from './item-texts.ts'
import { type Column, markMatrix, totalShare } from './mark-matrix.ts'
import { leastAttempts, type Reason, worthMending } from './mending.ts'
import { countOptions, guessOf, type OptionCounts } from './option-counts.ts'
import type { QuizAttempt } from './queries.ts'

/** A figure to show; null where it cannot be worked out. Per cent are numbers from 0 to 100. */
export type Figure = { value: number | null; unit: 'percent' | 'plain' }

export const quizFigureNames = [
  'mean',
  'median',
  'sd',
  'skewness',
  'kurtosis',
  'cic',
  'errorRatio',
  'standardError',
] as const
export const itemFigureNames = [
  'facility',
  'discriminationIndex',
  'discriminativeEfficiency',
  'intendedWeight',
  'effectiveWeight',
  'sd',
  'guess',
] as const
type QuizFigureName = (typeof quizFigureNames)[number]
type ItemFigureName = (typeof itemFigureNames)[number]

export type ItemRow = {
  id: string
  number: number
  type: TypeName
  prompt: Phrase
  short: Phrase
  n: number
  waived: boolean
  figures: Record<ItemFigureName, Figure>
}
/** `text` is null for those who gave no response. The shares, of all and of both thirds, are in per cent. */
export type OptionRow = {
  text: Phrase | null
  isKey: boolean
  chosen: number
  share: number | null
  upper: number | null
  lower: number | null
}
export type OptionTable = Pick<ItemRow, 'number' | 'prompt'> & { n: number; third: number; options: OptionRow[] }
export type ItemsPage = {
  quiz: { slug: string; title: Phrase }
  which: 'first' | 'all'
  n: number
  /** Left out: a trainer has yet to mark them, or they earned nothing because their time ran out. */
  waiting: number
  voided: number
  least: number
  figures: { name: QuizFigureName; figure: Figure }[]
  items: ItemRow[]
  mending: { item: ItemRow; reasons: Reason[] }[]
  /** Whether some item has been met often enough to be judged. */
  judged: boolean
  tables: OptionTable[]
}

/** How the items of a quiz worked in a cohort's attempts. */
export function itemsPage(
  quiz: Quiz,
  which: 'first' | 'all',
  attempts: readonly QuizAttempt[],
  language: Language,
): ItemsPage {
  const [left, settled] = [attempts.filter(isLeftOut), attempts.filter((attempt) => !isLeftOut(attempt))]
  const ids = quiz.items.map(({ id }) => id)
  const { columns, marks, maxima } = markMatrix(ids, settled.toSorted(byHandingIn))
  const analysis = itemAnalysis(marks, maxima, { randomGuess: columns.map(({ newest }) => guessOf(newest)) })
  const totals = marks.map((row) => totalShare(row, maxima))
  const judged = columns.map((column, index) => {
    const figures = analysis.items[index]
    if (!figures) throw new Error(`no figures of ${column.newest.id}`)
    const row = rowOf(quiz, column, figures, index + 1, language)
    return { row, figures, item: column.newest, counts: countOptions(column, totals) }
  })
  const called = worthMending(
    judged.map(({ row, figures, counts }) => ({
      id: row.id,
      n: row.n,
      facility: figures.facility,
      discriminationIndex: figures.discriminationIndex,
      guess: figures.randomGuessScore ?? null,
      options: counts?.options ?? null,
      waived: row.waived,
    })),
  )
  const rows = new Map(judged.map(({ row }) => [row.id, row]))
  return {
    quiz: { slug: quiz.slug, title: titleOf(quiz, language) },
    which,
    n: settled.length,
    waiting: left.filter(({ marking }) => marking === 'waiting').length,
    voided: left.filter(({ voided }) => voided).length,
    least: leastAttempts,
    figures: quizFigures(analysis.quiz),
    items: [...rows.values()],
    mending: called.flatMap(({ id, reasons }) => {
      const item = rows.get(id)
      return item ? [{ item, reasons }] : []
    }),
    judged: judged.some(({ row }) => row.n >= leastAttempts),
    tables: judged.flatMap(({ row: { number, prompt }, item, counts }) =>
      counts
        ? [{ number, prompt, n: counts.n, third: counts.third, options: optionRows(quiz, item, counts, language) }]
        : [],
    ),
  }
}

const isLeftOut = ({ marking, voided }: QuizAttempt): boolean => marking === 'waiting' || voided
const byHandingIn = (a: QuizAttempt, b: QuizAttempt) =>
  (a.submitted_at?.getTime() ?? 0) - (b.submitted_at?.getTime() ?? 0)

const percent = (value: number | null): Figure => ({ value, unit: 'percent' })
const plain = (value: number | null): Figure => ({ value, unit: 'plain' })
/** A share of `of`, in per cent. */
const percentOf = (value: number | null, of: number): Figure =>
  percent(value === null || of <= 0 ? null : (100 * value) / of)

function rowOf(quiz: Quiz, { newest }: Column, figures: ItemFigures, number: number, language: Language): ItemRow {
  return {
    id: newest.id,
    number,
    type: newest.type,
    prompt: itemPrompt(quiz, newest, language, 'heading'),
    short: itemPrompt(quiz, newest, language, 'column'),
    n: figures.n,
    waived: newest.waived ?? false,
    figures: {
      facility: percentOf(figures.facility, 1),
      discriminationIndex: percent(figures.discriminationIndex),
      discriminativeEfficiency: percent(figures.discriminativeEfficiency),
      intendedWeight: percent(figures.intendedWeight),
      effectiveWeight: percent(figures.effectiveWeight),
      sd: percentOf(figures.sd, newest.points),
      guess: percentOf(figures.randomGuessScore ?? null, 1),
    },
  }
}

/** Scores are shown in per cent, so that unlike draws and quizzes can be compared. */
function quizFigures(quiz: QuizFigures): ItemsPage['figures'] {
  const figures: Record<QuizFigureName, Figure> = {
    mean: percentOf(quiz.mean, quiz.max),
    median: percentOf(quiz.median, quiz.max),
    sd: percentOf(quiz.sd, quiz.max),
    skewness: plain(quiz.skewness),
    kurtosis: plain(quiz.kurtosis),
    cic: percent(quiz.cic),
    errorRatio: percent(quiz.errorRatio),
    standardError: percentOf(quiz.standardError, quiz.max),
  }
  return quizFigureNames.map((name) => ({ name, figure: figures[name] }))
}

/** In the order of the course's file, as attempts shuffle them. */
function optionRows(quiz: Quiz, item: ShownItem, counts: OptionCounts, language: Language): OptionRow[] {
  const authored = quiz.items.find(({ id }) => id === item.id)
  const order = authored && 'options' in authored ? authored.options.map(({ id }) => id) : []
  const place = (id: string | null) => (id === null || !order.includes(id) ? order.length : order.indexOf(id))
  const share = (part: number, of: number) => (of > 0 ? (100 * part) / of : null)
  return counts.options
    .toSorted((a, b) => place(a.id) - place(b.id))
    .map(({ id, isKey, chosen, upper, lower }) => ({
      text: id === null ? null : optionText(quiz, item, id, language),
      isKey,
      chosen,
      share: share(chosen, counts.n),
      upper: share(upper, counts.third),
      lower: share(lower, counts.third),
    }))
}
