import type { Response } from './item-type.ts'
import { readResponse, type ShownItem } from './item-types.ts'

export type SentResponses = { given: Map<string, Response>; cleared: string[] }

/**
 * Reads what a form sent for the items of an attempt; names of other items are passed over. A blank takes back a
 * response only when the page showed one (`filled` names those), so that an old page cannot wipe what a newer one stored.
 */
export function readResponses(items: ShownItem[], body: unknown): SentResponses {
  // A parsed form is an object of texts and lists of texts; what is neither is read as nothing.
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const filled = texts(fields.filled)
  const given = new Map<string, Response>()
  const cleared: string[] = []
  for (const item of items) {
    const response = readResponse(item, {
      values: texts(fields[item.id]),
      part: (name) => texts(fields[`${item.id}.${name}`])[0] ?? '',
    })
    if (response !== null) given.set(item.id, response)
    else if (filled.includes(item.id)) cleared.push(item.id)
  }
  return { given, cleared }
}

const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string')
