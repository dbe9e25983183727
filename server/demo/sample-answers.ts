import type { Language } from '../platform/words/languages.ts'
import type { Response } from '../quizzes/item-type.ts'
import { formOf, keyOf, type ShownItem } from '../quizzes/item-types.ts'
import type { Random } from './random.ts'

type Form = Record<string, string | string[]>

/** A form as this person would fill it: right with the chance of their ability, else a plausible mistake or nothing. */
export function answer(items: ShownItem[], language: Language, ability: number, random: Random): Form {
  const form: Form = {}
  for (const item of items) {
    const right = random.chance(ability)
    const silent = random.chance(0.15)
    const key = keyOf(item, language)
    if (!right && silent) continue
    Object.assign(form, formOf(item, key === null ? essay : right ? key : mistake(item, key)))
  }
  return form
}

const essay =
  'The team may settle the royalty between five and six per cent. Below five it comes back to the minister in writing. ' +
  'The Treasury checks the price formula each quarter, with the invoices of the last shipment as evidence.'

function mistake(item: ShownItem, key: Response): Response {
  if (item.type === 'choice') return item.options.find(({ id }) => id !== key)?.id ?? key
  if (item.type === 'true-false') return item.key ? 'false' : 'true'
  if (item.type === 'numeric') return String(Math.round(item.key * 70) / 100)
  if (item.type === 'short-text') return 'the other party'
  if (item.type === 'ordering' || item.type === 'matching') return [...key].toReversed()
  return [...key].slice(1)
}
