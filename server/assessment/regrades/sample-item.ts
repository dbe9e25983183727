import { type Course, findQuiz } from '../../catalogue/course.ts'
import { NotFound } from '../../platform/web/errors.ts'
import type { Language } from '../../platform/words/languages.ts'
import type { Correction } from '../../quizzes/corrections.ts'
import { drawFor } from '../../quizzes/draw.ts'
import { correctItem, keyOf, type ShownItem, showItem } from '../../quizzes/item-types.ts'
import type { AttemptWithItem, RegradeRow } from './queries.ts'

/** The item that a trainer corrects, as it was shown, and what was corrected in it before. */
export type Sample = {
  item: ShownItem
  correction: Correction | undefined
  /** Its place among so many, from 1. */
  place: number
  total: number
  /** The version of the course that it is from. */
  content_hash: string
}

type Seen = { attempts: readonly AttemptWithItem[]; regrades: readonly RegradeRow[] }
type Shelf = { course: Course | undefined; quiz: string; language: Language }

/** As the newest attempt has it, or else as the course does, in the author's order. An item of neither is not found. */
export function sampleOf(id: string, { attempts, regrades }: Seen, { course, quiz: slug, language }: Shelf): Sample {
  for (const { items, corrections, content_hash } of attempts) {
    const item = items.find((one) => one.id === id)
    if (!item) continue
    return { item, correction: corrections[id], place: items.indexOf(item) + 1, total: items.length, content_hash }
  }
  const quiz = findQuiz(course, slug)
  const authored = quiz?.items.find((one) => one.id === id)
  if (!course || !quiz || !authored) throw new NotFound('item')
  const { random } = drawFor(id)
  return {
    item: showItem(authored, language, { random, shuffle: (list) => [...list] }),
    correction: regrades.find(({ content_hash }) => content_hash === course.hash)?.correction,
    place: quiz.items.indexOf(authored) + 1,
    total: quiz.items.length,
    content_hash: course.hash,
  }
}

/** Whether a learner's response can state the key of this item: not where each has another key, nor where people judge. */
export function canStateKey(item: ShownItem, language: Language): boolean {
  const key = keyOf(item, language)
  return key !== null && correctItem(item, key, language) !== null
}
