import type { Response } from '../../quizzes/item-type.ts'
import type { ShownItem } from '../../quizzes/item-types.ts'
import type { Column } from './mark-matrix.ts'

/**
 * How many chose an option; of the upper and lower third and of the stronger half, by the whole attempt's score.
 * `id` is null for those who gave no response.
 */
export type OptionCount = {
  id: string | null
  isKey: boolean
  chosen: number
  upper: number
  lower: number
  strong: number
}
/** `n` attempts had the item; a third of them is `third`, rounded down. */
export type OptionCounts = { n: number; third: number; options: OptionCount[] }

/** What there is to choose in an item, and what is right; null where nothing is chosen. */
function choices(item: ShownItem): { ids: string[]; keys: string[] } | null {
  if (item.type === 'choice') return { ids: item.options.map(({ id }) => id), keys: [item.key] }
  if (item.type === 'multiple-choice') return { ids: item.options.map(({ id }) => id), keys: item.key }
  if (item.type === 'true-false') return { ids: ['true', 'false'], keys: [String(item.key)] }
  return null
}

/** What guessing earns on average, where that is plain: one option of so many. */
export function guessOf(item: ShownItem): number | null {
  if (item.type !== 'choice' && item.type !== 'true-false') return null
  return 1 / (choices(item)?.ids.length ?? 1)
}

/** Who chose what. `totals` are the attempts' scores, as shares; among equals the earlier attempt counts as stronger. */
export function countOptions({ newest, meetings }: Column, totals: readonly number[]): OptionCounts | null {
  const now = choices(newest)
  if (!now) return null
  const met = meetings
    .flatMap((meeting, row) => (meeting ? [{ ...meeting, total: totals[row] ?? 0 }] : []))
    .toSorted((a, b) => b.total - a.total)
  const third = Math.floor(met.length / 3)
  const half = Math.floor(met.length / 2)
  // An option that was taken out since is counted as well.
  const ids = new Set([...now.ids, ...met.flatMap(({ item }) => choices(item)?.ids ?? [])])
  const options = [...ids, null].map((id) => {
    const places = met.flatMap(({ response }, place) => (isChosen(id, response) ? [place] : []))
    return {
      id,
      isKey: id !== null && now.keys.includes(id),
      chosen: places.length,
      upper: places.filter((place) => place < third).length,
      lower: places.filter((place) => place >= met.length - third).length,
      strong: places.filter((place) => place < half).length,
    }
  })
  return { n: met.length, third, options: options.filter(({ id, chosen }) => id !== null || chosen > 0) }
}

function isChosen(id: string | null, response: Response | undefined): boolean {
  const chosen = response === undefined ? [] : [response].flat()
  return id === null ? chosen.length === 0 : chosen.includes(id)
}
