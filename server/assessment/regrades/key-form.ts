import { Refusal } from '../../platform/web/errors.ts'
import { readLongText } from '../../platform/web/forms.ts'
import { limits } from '../../platform/web/limits.ts'
import { type Language, languages } from '../../platform/words/languages.ts'
import type { Key } from '../../platform/words/messages.ts'
import { type Fields, type NewKey, sentFor, withCorrection } from '../../quizzes/corrections.ts'
import type { Response } from '../../quizzes/item-type.ts'
import { correctItem, formOf, isInDoubt, readResponse } from '../../quizzes/item-types.ts'
import type { Sample } from './sample-item.ts'

/** Characters of the reason for a correction, as people count them. */
export const reasonCharacters = { least: 10, most: 1_000 } as const

/** Names that no item has: an item's is of small letters, digits and hyphens. */
const kind = 'correction_kind'
const typedIn = 'typed_in'
const reason = 'correction_reason'

type ReadKey = { newKey: NewKey; response: Response | null } | { problem: Key; response: Response | null }

const fieldsOf = (body: unknown): Record<string, unknown> =>
  // A body parsed from a form is an object of strings and lists of strings; anything else is read as empty.
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}

/** The new key that a form states, given as a learner gives a response; or what is wrong with it. */
export function readKey(body: unknown, { item, correction }: Sample, language: Language): ReadKey {
  const fields = fieldsOf(body)
  if (fields[kind] === 'waived') return { newKey: { waived: true }, response: null }
  const own = Object.entries(fields).filter(([name]) => name === item.id || name.startsWith(`${item.id}.`))
  if (own.some(([, value]) => String(value).length > limits.responseCharacters))
    throw new Refusal(422, 'response_too_long')
  const base = withCorrection(item, correction)
  const typed = languages.find((one) => one === fields[typedIn]) ?? language
  const response = readResponse(base, sentFor(item.id, fields))
  if (response === null) return { problem: 'regrade.key_blank', response }
  if (isInDoubt(base, response, typed)) return { problem: 'regrade.key_unclear', response }
  if (!correctItem(base, response, typed)) return { problem: 'regrade.key_partial', response }
  return { newKey: { fields: formOf(base, response), language: typed }, response }
}

/** The hidden fields that carry a new key to the press that applies it. */
export function carried(newKey: NewKey): { name: string; value: string }[] {
  const fields: Fields =
    'waived' in newKey ? { [kind]: 'waived' } : { ...newKey.fields, [kind]: 'key', [typedIn]: newKey.language }
  return Object.entries(fields).flatMap(([name, values]) => [values].flat().map((value) => ({ name, value })))
}

/** The reason that a form gives, and what is wrong with it. */
export const readReason = (body: unknown) => readLongText(body, reason, reasonCharacters)
