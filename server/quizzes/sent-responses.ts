import { createHash } from 'node:crypto'
import { isId, newId } from '../platform/data/ids.ts'
import { Refusal } from '../platform/web/errors.ts'
import { limits } from '../platform/web/limits.ts'
import type { Response } from './item-type.ts'
import { readResponse, type ShownItem } from './item-types.ts'

export type SentResponses = {
  /** The opened page that sent them; a form without script has no other name for a device. */
  page: string
  /** Its count of saves; null without script. */
  sequence: number | null
  /** The attempt's revision that the page shows. */
  seen: number
  given: Map<string, Response>
  cleared: string[]
}

/** What a form says of itself. No item's id begins with a line. */
const ownFields = new Set(['_page', '_sequence', '_revision', '_shown', '_changed', '_next'])

/** A short name for a response, by which a page says what it showed. */
export const digestOf = (response: Response): string =>
  createHash('sha256').update(JSON.stringify(response)).digest('base64url').slice(0, 8)

/**
 * Reads what a form sent for the items of an attempt. A script names the items that changed; without one, an item has
 * changed when it is not as the page showed it (`_shown` says how that was), so that an old page cannot overwrite what a
 * newer one stored. Refuses what no page of ours sends: items that are not in the attempt, and texts without end.
 */
export function readResponses(items: ShownItem[], body: unknown): SentResponses {
  // A parsed form is an object of texts and lists of texts; what is neither is read as nothing.
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  refuseStrangers(items, fields)
  const changed = '_changed' in fields ? texts(fields._changed) : null
  const shown = new Map(
    texts(fields._shown).map((text) => [text.slice(0, text.lastIndexOf(':')), text.split(':').at(-1)]),
  )
  const given = new Map<string, Response>()
  const cleared: string[] = []
  for (const item of items) {
    if (changed && !changed.includes(item.id)) continue
    const response = readResponse(item, {
      values: texts(fields[item.id]),
      part: (name) => texts(fields[`${item.id}.${name}`])[0] ?? '',
    })
    if (!changed && shown.get(item.id) === (response === null ? undefined : digestOf(response))) continue
    if (response === null) cleared.push(item.id)
    else given.set(item.id, response)
  }
  const page = texts(fields._page)[0] ?? ''
  const sequence = count(fields._sequence)
  return {
    page: isId(page) ? page : newId(),
    sequence: sequence > 0 ? sequence : null,
    seen: count(fields._revision),
    given,
    cleared,
  }
}

function refuseStrangers(items: ShownItem[], fields: Record<string, unknown>) {
  const known = new Set(items.map(({ id }) => id))
  const named = [...Object.keys(fields).map((name) => name.split('.')[0] ?? ''), ...texts(fields._changed)]
  if (named.some((name) => !known.has(name) && !ownFields.has(name))) throw new Refusal(422, 'item_unknown')
  const longest = Math.max(0, ...Object.values(fields).flatMap((field) => texts(field).map(({ length }) => length)))
  if (longest > limits.responseCharacters) throw new Refusal(422, 'response_too_long')
}

const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string')

/** A whole number that the database can keep; 0 for anything else. */
function count(value: unknown): number {
  const [text = ''] = texts(value)
  return /^\d{1,9}$/.test(text) ? Number(text) : 0
}
