import type { Language } from '../../platform/words/languages.ts'
import { readNumber } from '../../platform/words/numbers.ts'

/** What was typed where a number is asked for, as the page of an attempt shows it. */
export type TypedNumber = {
  typed: string
  understood: number | null
  /** It can mean more than one number, or none, or is in per cent where nothing is: asked back, never guessed. */
  unclear: 'ambiguous' | 'invalid' | 'per_cent' | null
}

/** The characters of a number that are kept. */
export const mostDigits = 100

/** The unit of what is in per cent, in every language: there a per cent sign may be typed, and changes nothing. */
export const perCent = '%'

export function readTyped(typed: string, unit: string | null, language: Language): TypedNumber {
  if (typed === '') return { typed, understood: null, unclear: null }
  const read = readNumber(typed, language)
  if ('invalid' in read) return { typed, understood: null, unclear: 'invalid' }
  if (/[%٪]/.test(typed) && unit !== perCent) return { typed, understood: null, unclear: 'per_cent' }
  if ('ambiguous' in read) return { typed, understood: null, unclear: 'ambiguous' }
  return { typed, understood: read.value, unclear: null }
}
