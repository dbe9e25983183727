import type { Outcome } from '../enrolments/progress.ts'
import type { Language } from '../platform/words/languages.ts'
import type { Response } from './item-type.ts'
import { type ShownItem, scoreShown } from './item-types.ts'

export type Responses = Record<string, Response>
export type Score = { raw: number; max: number }

/**
 * The share of an item's points that a response earns, from 0 to 1. `locale` is the language the learner writes
 * numbers in. A blank response is wrong, never an error: lines drop. What a trainer has to judge earns nothing here;
 * see `isMarkedByTrainer`.
 */
export function scoreItem(item: ShownItem, response: Response | undefined, locale: Language): number {
  if (item.waived) return 1
  return response === undefined || response.length === 0 ? 0 : (scoreShown(item, response, locale) ?? 0)
}

/** Whether a trainer has to judge this response: nobody needs to read a blank one. */
export const isMarkedByTrainer = (item: ShownItem, response: Response | undefined, locale: Language): boolean =>
  !item.waived && response !== undefined && response.length > 0 && scoreShown(item, response, locale) === null

/** Points are counted in hundredths: the third of a point is 0.33 on every page, in every file and for the pass mark. */
export const toHundredths = (points: number): number => Math.round(points * 100) / 100

/** Points earned and points there were; `marked` are the points that a trainer gave, by item. */
export function scoreAttempt(
  items: ShownItem[],
  responses: Responses,
  locale: Language,
  marked: Record<string, number> = {},
): Score {
  let raw = 0
  let max = 0
  for (const item of items) {
    raw += item.waived ? item.points : (marked[item.id] ?? item.points * scoreItem(item, responses[item.id], locale))
    max += item.points
  }
  return { raw: Math.min(toHundredths(raw), max), max }
}

/** The pass mark is reached, not passed: 7 of 10 passes at 0.7, though 0.7 × 10 is not quite 7 to a computer. */
export const outcomeOf = (score: Score, passMarkScaled: number): Outcome =>
  score.max > 0 && score.raw >= passMarkScaled * score.max - 1e-9 ? 'passed' : 'failed'
