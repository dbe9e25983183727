import type { Language } from '../platform/words/languages.ts'
import type { Sent } from './item-type.ts'
import { correctItem, keyOf, promptOf, readResponse, type ShownItem, scoreShown } from './item-types.ts'

/**
 * What was corrected in items after they were shown, by item: the parts of the item that are right now (its key, its
 * accepted spellings), or `waived`, when everybody earns the points. The item as shown is never changed.
 */
export type Corrections = Record<string, Correction>
export type Correction = { waived: true } | { changed: Partial<ShownItem> }

export type Fields = Record<string, string | string[]>
/**
 * What is right in place of a key that was wrong: the fields of a form that gives the right response, with the language
 * they are typed in; or that everybody earns the points. Fields name options, rows and cells, never their places, so
 * each attempt reads them by its own order and in its own texts.
 */
export type NewKey = { waived: true } | { fields: Fields; language: Language }

/** The items as they are marked: as shown, with what was corrected since. */
export const correctedItems = (items: ShownItem[], corrections: Corrections): ShownItem[] =>
  items.map((item) => {
    const correction = corrections[item.id]
    if (!correction) return item
    if ('waived' in correction) return { ...item, waived: true }
    // `changed` holds parts of an item of this very type.
    return { ...item, ...correction.changed } as ShownItem
  })

/** What of an item a corrected one changes. */
function changedParts(item: ShownItem, corrected: ShownItem): Partial<ShownItem> {
  const before: Record<string, unknown> = item
  const parts = Object.entries(corrected).filter(
    ([name, value]) => JSON.stringify(before[name]) !== JSON.stringify(value),
  )
  return Object.fromEntries(parts)
}

/** What a form sent for one item, by the names of its fields. */
export const sentFor = (id: string, fields: Record<string, unknown>): Sent => {
  const texts = (value: unknown) => [value].flat().filter((one) => typeof one === 'string')
  return { values: texts(fields[id]), part: (name) => texts(fields[`${id}.${name}`])[0] ?? '' }
}

/** The item as the correction so far leaves it, before anybody's points are waived. */
export const withCorrection = (item: ShownItem, correction: Correction | undefined): ShownItem =>
  correctedItems([item], correction ? { [item.id]: correction } : {})[0] ?? item

/** What is right in an item as it was shown; null where that is so already, or the item cannot take the new key. */
export function correctionOf(item: ShownItem, present: Correction | undefined, newKey: NewKey): Correction | null {
  const waived = present !== undefined && 'waived' in present
  if ('waived' in newKey) return waived ? null : newKey
  const base = waived ? item : withCorrection(item, present)
  const response = readResponse(base, sentFor(item.id, newKey.fields))
  const corrected = response && correctItem(base, response, newKey.language)
  if (!response || !corrected) return null
  const isSame = scoreShown(base, response, newKey.language) === 1 && keyShown(base) === keyShown(corrected)
  return isSame && !waived ? null : { changed: changedParts(item, corrected) }
}

/** A key as a page shows it: keys that are written otherwise, but mean the same, are one. */
const keyShown = (item: ShownItem): string =>
  JSON.stringify(promptOf(item, keyOf(item, item.language) ?? undefined, item.language))

/** What new attempts get of the keys that were stated anew before they started, the oldest first. */
export function correctionsFor(items: ShownItem[], stated: { item: string; newKey: NewKey }[]): Corrections {
  const corrections: Corrections = {}
  for (const { item: id, newKey } of stated) {
    const item = items.find((one) => one.id === id)
    const correction = item && correctionOf(item, corrections[id], newKey)
    if (correction) corrections[id] = correction
  }
  return corrections
}
