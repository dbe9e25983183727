import { readLongText, readTyped } from '../../platform/web/forms.ts'
import { itemsToMark, pointsOf, type Script } from '../../quizzes/marking.ts'
import type { ScriptRow } from './queries.ts'

/** Characters of a comment: about half a page. */
export const commentCharacters = 2_000

/** A marker's form as it stands: the level chosen in each criterion, null where none is. */
export type MarkForm = { items: TypedMark[] }
type TypedMark = {
  id: string
  levels: (number | null)[]
  comment: string
  /** The criteria, counted from 0, that a press left without a level. */
  missing: number[]
  commentTooLong: boolean
}
export type NewMark = { item: string; levels: number[]; raw: number; comment: string }

/** What a marker gave before, or an empty form: never what another gave. */
export const storedMarks = (script: Script, marks: ScriptRow['marks'], place: 1 | 2): MarkForm => ({
  items: itemsToMark(script).map(({ id, rubric }) => {
    const own = marks.find((mark) => mark.item === id && mark.place === place)
    const levels = rubric.map((_, index) => own?.levels[index] ?? null)
    return { id, levels, comment: own?.comment ?? '', missing: [], commentTooLong: false }
  }),
})

/** The marks that a form sent for all items of a script at once; null, with what was typed, unless they are whole. */
export function readMarks(script: Script, body: unknown): { form: MarkForm; marks: NewMark[] | null } {
  const read = itemsToMark(script).map(({ id, rubric }) => {
    const typed = readTyped(
      body,
      rubric.map((criterion) => `${id}.${criterion.id}`),
    )
    const levels = rubric.map((one) => levelIn(typed[`${id}.${one.id}`] ?? '', one.levels.length))
    const { text: comment, problem } = readLongText(body, `${id}:comment`, { least: 0, most: commentCharacters })
    const reached = levels.filter((level) => level !== null)
    const raw = pointsOf(rubric, reached)
    const commentTooLong = problem === 'long'
    const missing = levels.flatMap((level, index) => (level === null ? [index] : []))
    const mark = raw === null || commentTooLong ? null : { item: id, levels: reached, raw, comment }
    return { typed: { id, levels, comment, missing, commentTooLong }, mark }
  })
  const marks = read.flatMap(({ mark }) => mark ?? [])
  return { form: { items: read.map(({ typed }) => typed) }, marks: marks.length === read.length ? marks : null }
}

function levelIn(text: string, levels: number): number | null {
  const level = /^\d{1,3}$/.test(text) ? Number(text) : levels
  return level < levels ? level : null
}
