import type { Course } from '../../catalogue/course.ts'
import { type Phrase, quizTitle } from '../../catalogue/titles.ts'
import type { Language } from '../../platform/words/languages.ts'
import { type MarkingStep, markingStep, placeOf } from '../../quizzes/marking.ts'
import type { ScriptRow } from './queries.ts'
import { type ScriptName, scriptName, scriptOf } from './script.ts'

/** A script in a list: what it waits for, and what of it is this marker's. */
export type QueuedScript = {
  id: string
  name: ScriptName
  step: MarkingStep
  /** This marker gave marks. */
  mine: boolean
  /** This marker can open it: to mark it, or to mark it again. */
  open: boolean
}

/** One quiz of a cohort in the marking queue. */
export type QueueQuiz = {
  quiz: string
  title: Phrase
  scripts: QueuedScript[]
  /** Scripts by what they wait for. */
  first: number
  second: number
  ready: number
  mine: number
  released: number
}

export function queuedScript(row: ScriptRow, markerId: string): QueuedScript {
  const step = markingStep(scriptOf(row))
  const mine = row.marks.some(({ marker_id }) => marker_id === markerId)
  return { id: row.id, name: scriptName(row), step, mine, open: placeOf(markerId, step, row.marks) !== null }
}

type Queue = {
  scripts: ScriptRow[]
  released: { quiz: string; n: number }[]
  course: Course | undefined
  language: Language
  markerId: string
}

/** The quizzes of a cohort that a trainer marks, in the order of the course. */
export function queueOf({ scripts, released, course, language, markerId }: Queue): QueueQuiz[] {
  const bySlug = Map.groupBy(scripts, ({ quiz }) => quiz)
  const slugs = [...new Set([...bySlug.keys(), ...released.map(({ quiz }) => quiz)])]
  const place = (quiz: string) => course?.activities.findIndex(({ slug }) => slug === quiz) ?? 0
  return slugs
    .sort((a, b) => place(a) - place(b))
    .map((quiz) => {
      const own = (bySlug.get(quiz) ?? []).map((row) => queuedScript(row, markerId))
      const count = (step: MarkingStep) => own.filter((script) => script.step === step).length
      return {
        quiz,
        title: quizTitle(course, quiz, language),
        scripts: own,
        first: count('first'),
        second: count('second'),
        ready: count('ready'),
        mine: own.filter(({ mine }) => mine).length,
        released: released.find((one) => one.quiz === quiz)?.n ?? 0,
      }
    })
}

/** The script to mark after this one: the next that waits for a first mark, from the beginning again at the end. */
export function nextToMark(scripts: ScriptRow[], quiz: string, done: ScriptRow): string | null {
  const waiting = scripts.filter(
    (row) => row.quiz === quiz && row.id !== done.id && markingStep(scriptOf(row)) === 'first',
  )
  const later = waiting.find(({ script_number }) => script_number > done.script_number)
  return (later ?? waiting[0])?.id ?? null
}
