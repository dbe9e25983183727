import type { Course } from '../../catalogue/course.ts'
import { type Phrase, quizTitle } from '../../catalogue/titles.ts'
import type { Language } from '../../platform/words/languages.ts'
import { correctedItems } from '../../quizzes/corrections.ts'
import { itemsToMark, type Script } from '../../quizzes/marking.ts'
import type { MarkForm } from './mark-form.ts'
import type { ScriptRow } from './queries.ts'

/** What a script is called: by its number where the rule of the quiz hides who wrote it. */
export type ScriptName = { number: number; learner: string | null }

/** A script as the marker's page shows it: nothing of another marker's, and nobody's name unless the rule gives it. */
export type ScriptPage = {
  id: string
  name: ScriptName
  quiz: Phrase
  /** Whether this is the second marker's page. */
  second: boolean
  /** Whether this marker marked it before. */
  again: boolean
  language: Language
  items: ScriptItem[]
}
type ScriptItem = {
  id: string
  /** Its place in the attempt, from 1. */
  place: number
  points: number
  language: Language
  prompt: string
  response: string
  criteria: { field: string; title: string; missing: boolean; levels: Level[] }[]
  comment: { field: string; text: string; tooLong: boolean }
}
type Level = { value: string; points: number; text: string; chosen: boolean }

export const scriptOf = (row: ScriptRow): Script => ({
  items: correctedItems(row.items, row.corrections),
  responses: Object.fromEntries(row.given.map(({ item, response }) => [item, response])),
  language: row.language,
  marks: row.marks,
  pass_mark_scaled: row.pass_mark_scaled,
  second_marker: row.rules.marking.second_marker,
})

export const scriptName = ({ rules, learner, script_number }: ScriptRow): ScriptName => ({
  number: script_number,
  learner: rules.marking.anonymous ? null : learner,
})

type Reader = { course: Course | undefined; language: Language; place: 1 | 2; form: MarkForm }

export function scriptPage(row: ScriptRow, { course, language, place, form }: Reader): ScriptPage {
  const script = scriptOf(row)
  return {
    id: row.id,
    name: scriptName(row),
    quiz: quizTitle(course, row.quiz, language),
    second: place === 2,
    again: row.marks.some((mark) => mark.place === place),
    language: row.language,
    items: itemsToMark(script).map((item) => {
      const typed = form.items.find(({ id }) => id === item.id)
      const response = script.responses[item.id]
      return {
        id: item.id,
        place: row.items.findIndex(({ id }) => id === item.id) + 1,
        points: item.points,
        language: item.language,
        prompt: item.prompt,
        response: typeof response === 'string' ? response : '',
        criteria: item.rubric.map(({ id, title, levels }, index) => ({
          field: `${item.id}.${id}`,
          title,
          missing: typed?.missing.includes(index) ?? false,
          levels: levels.map(({ points, text }, level) => ({
            value: String(level),
            points,
            text,
            chosen: typed?.levels[index] === level,
          })),
        })),
        comment: {
          field: `${item.id}:comment`,
          text: typed?.comment ?? '',
          tooLong: typed?.commentTooLong ?? false,
        },
      }
    }),
  }
}
