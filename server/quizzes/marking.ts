import type { Language } from '../platform/words/languages.ts'
import type { ShownItem } from './item-types.ts'
import { isMarkedByTrainer, type Responses, type Score, scoreAttempt } from './scoring.ts'

/** A trainer's judgement as the database keeps it: the level reached in each criterion, and the points that makes. */
export type Mark = { item: string; place: 1 | 2; levels: number[]; raw: number; comment: string }

/** How near the pass mark, as a share of all points, a first marker's score calls for a second. */
export const secondMarkWithin = 0.05

/** The points of each item that was marked: the first marker's, or the mean of both. */
export function markedPoints(marks: Pick<Mark, 'item' | 'raw'>[]): Record<string, number> {
  const byItem = Map.groupBy(marks, ({ item }) => item)
  return Object.fromEntries(
    [...byItem].map(([item, own]) => [item, own.reduce((sum, { raw }) => sum + raw, 0) / own.length]),
  )
}

/** The points of the levels reached, one for each criterion of the rubric; null when a criterion has no such level. */
export function pointsOf(rubric: { levels: { points: number }[] }[], levels: number[]): number | null {
  const points = rubric.map((criterion, index) => criterion.levels[levels[index] ?? -1]?.points ?? null)
  if (levels.length !== rubric.length || points.includes(null)) return null
  return points.reduce<number>((sum, one) => sum + (one ?? 0), 0)
}

/** Whether a score is so near the pass mark that the quiz wants a second marker, who has not seen the first one's. */
export const needsSecondMark = (
  score: { raw: number; max: number },
  { pass_mark_scaled, second_marker }: { pass_mark_scaled: number; second_marker: boolean },
): boolean =>
  second_marker && score.max > 0 && Math.abs(score.raw / score.max - pass_mark_scaled) <= secondMarkWithin + 1e-9

/** An attempt that a trainer marks, as it is marked: its items corrected, its marks those of both markers. */
export type Script = {
  items: ShownItem[]
  responses: Responses
  language: Language
  marks: Pick<Mark, 'item' | 'place' | 'raw'>[]
  pass_mark_scaled: number
  second_marker: boolean
}

type ExtendedText = Extract<ShownItem, { type: 'extended-text' }>

/** The items that a trainer has to read: those with a rubric and a response. */
export const itemsToMark = ({ items, responses, language }: Pick<Script, 'items' | 'responses' | 'language'>) =>
  items.filter(
    (item): item is ExtendedText =>
      item.type === 'extended-text' && isMarkedByTrainer(item, responses[item.id], language),
  )

/** `first`: not marked whole; `second`: another trainer has to mark it as well; `ready`: its result can be released. */
export type MarkingStep = 'first' | 'second' | 'ready'

/** What a script waits for. A second mark is asked for by what the machine and the first marker gave, and by that alone. */
export function markingStep(script: Script): MarkingStep {
  const { items, responses, language, marks } = script
  const toMark = itemsToMark(script)
  const isMarked = (place: 1 | 2) =>
    toMark.every(({ id }) => marks.some((mark) => mark.item === id && mark.place === place))
  if (!isMarked(1)) return 'first'
  const first = marks.filter(({ place }) => place === 1)
  const score = scoreAttempt(items, responses, language, markedPoints(first))
  return needsSecondMark(score, script) && !isMarked(2) ? 'second' : 'ready'
}

/** The score that is released: what the machine marked, and the marks, the mean of both where there are two. */
export const markedScore = ({ items, responses, language, marks }: Script): Score =>
  scoreAttempt(items, responses, language, markedPoints(marks))

/**
 * Which marker of a script somebody is or would be, by what it waits for and who marked it so far; null when it needs
 * no mark of theirs. Nobody is both: who marked first stays the first.
 */
export function placeOf(
  markerId: string,
  step: MarkingStep,
  marks: { place: 1 | 2; marker_id: string | null }[],
): 1 | 2 | null {
  const own = marks.find(({ marker_id }) => marker_id === markerId)
  if (own) return own.place
  return { first: 1 as const, second: 2 as const, ready: null }[step]
}
