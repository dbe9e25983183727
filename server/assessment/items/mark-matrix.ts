import { correctedItems } from '../../quizzes/corrections.ts'
import type { Response } from '../../quizzes/item-type.ts'
import type { ShownItem } from '../../quizzes/item-types.ts'
import { markedPoints } from '../../quizzes/marking.ts'
import { scoreItem } from '../../quizzes/scoring.ts'
import type { QuizAttempt } from './queries.ts'

/** An item as it was met in one attempt. `share` is of its points, from 0 to 1. */
export type Meeting = { item: ShownItem; response: Response | undefined; share: number }
type AttemptWork = Pick<QuizAttempt, 'items' | 'corrections' | 'given' | 'marks' | 'language'>

/** An item of the analysis: as it stands in the newest attempt that had it, and as every attempt met it, or null. */
export type Column = { newest: ShownItem; meetings: (Meeting | null)[] }
export type MarkMatrix = { columns: Column[]; marks: (number | null)[][]; maxima: number[] }

/**
 * Marks of attempts x items, for `itemAnalysis`. `attempts` are in the order of their handing in; items are in that of
 * `ids`, then those that the quiz no longer has. An item that no attempt had is left out. Where an item was once worth
 * other points, its marks are stretched to what it is worth now.
 */
export function markMatrix(ids: string[], attempts: readonly AttemptWork[]): MarkMatrix {
  const met = attempts.map(meetings)
  const newest = new Map(met.flatMap((each) => [...each].map(([id, { item }]) => [id, item] as const)))
  const inOrder = [...new Set([...ids.filter((id) => newest.has(id)), ...newest.keys()])]
  const columns = inOrder.flatMap((id) => {
    const item = newest.get(id)
    return item ? [{ newest: item, meetings: met.map((each) => each.get(id) ?? null) }] : []
  })
  const marks = met.map((_, row) =>
    columns.map((column) => {
      const share = column.meetings[row]?.share
      return share === undefined ? null : share * column.newest.points
    }),
  )
  return { columns, marks, maxima: columns.map((column) => column.newest.points) }
}

function meetings({ items, corrections, given, marks, language }: AttemptWork): Map<string, Meeting> {
  const responses = new Map(given.map(({ item, response }) => [item, response]))
  const marked = markedPoints(marks)
  return new Map(
    correctedItems(items, corrections).map((item) => {
      const response = responses.get(item.id)
      const points = item.waived ? undefined : marked[item.id]
      const share = points === undefined ? scoreItem(item, response, language) : points / item.points
      return [item.id, { item, response, share }]
    }),
  )
}

/** An attempt's marks as a share of what it could have earned; 0 where there was nothing to earn. */
export function totalShare(marks: readonly (number | null)[], maxima: readonly number[]): number {
  let raw = 0
  let max = 0
  for (const [item, mark] of marks.entries()) {
    if (mark === null) continue
    raw += mark
    max += maxima[item] ?? 0
  }
  return max > 0 ? raw / max : 0
}
