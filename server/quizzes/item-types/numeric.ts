import { Type } from 'typebox'
import { type ItemBase, type Text, textIn } from '../../catalogue/course.ts'
import { itemFields, textSchema } from '../../catalogue/schemas.ts'
import type { Language } from '../../platform/words/languages.ts'
import { formatNumber, readNumber } from '../../platform/words/numbers.ts'
import type { ItemType, Response } from '../item-type.ts'

export type NumericItem = ItemBase & { type: 'numeric'; unit?: Text; key: number; tolerance: number }
export type ShownNumeric = { type: 'numeric'; unit: string | null; key: number; tolerance: number }
export type NumericPrompt = {
  type: 'numeric'
  unit: string | null
  typed: string
  understood: number | null
  /** What was typed can mean more than one number, or none: the page asks again, the mark never guesses. */
  unclear: 'ambiguous' | 'invalid' | null
}

declare module '../../catalogue/course.ts' {
  interface Items {
    numeric: NumericItem
  }
}

/** A number in the unit shown beside the field, right within an absolute tolerance. */
export const numeric: ItemType<NumericItem, ShownNumeric, NumericPrompt> = {
  schema: Type.Object(
    {
      ...itemFields,
      type: Type.Literal('numeric'),
      unit: Type.Optional(textSchema),
      key: Type.Number(),
      tolerance: Type.Number({ minimum: 0 }),
    },
    { additionalProperties: false },
  ),
  problems: () => [],
  show: ({ unit, key, tolerance }, language) => ({
    type: 'numeric',
    unit: unit ? textIn(unit, language).text : null,
    key,
    tolerance,
  }),
  prompt: ({ unit }, response, language) => {
    const { understood, unclear } = understand(response, language)
    return { type: 'numeric', unit, typed: typed(response), understood, unclear }
  },
  read: (_item, sent) => sent.values[0]?.trim().slice(0, 100) || null,
  score(item, response, language) {
    const { understood } = understand(response, language)
    if (understood === null) return 0
    const slack = 1e-9 * Math.max(1, Math.abs(item.key)) // 12.55 - 12.5 is not quite 0.05
    return Math.abs(understood - item.key) <= item.tolerance + slack ? 1 : 0
  },
  review: (item, response, language) => ({
    given: typed(response) ? [typed(response)] : [],
    key: [[formatNumber(item.key, language), item.unit].filter(Boolean).join(' ')],
    understood: understand(response, language).understood,
  }),
}

const typed = (response: Response | undefined): string => (typeof response === 'string' ? response : '')

function understand(response: Response | undefined, language: Language): Pick<NumericPrompt, 'understood' | 'unclear'> {
  const text = typed(response)
  if (text === '') return { understood: null, unclear: null }
  const read = readNumber(text, language)
  if ('value' in read) return { understood: read.value, unclear: null }
  return { understood: null, unclear: 'ambiguous' in read ? 'ambiguous' : 'invalid' }
}
