import { type Text, textIn } from '../../catalogue/course.ts'
import type { Language } from '../../platform/words/languages.ts'
import type { Option, Shuffle } from '../item-type.ts'

type AuthoredOption = { id: string; text: Text }

/** Options in one language, in the order drawn for one attempt. */
export const showOptions = (options: AuthoredOption[], language: Language, shuffle: Shuffle): Option[] =>
  shuffle(options).map(({ id, text }) => ({ id, text: textIn(text, language).text }))

export const textOf = (options: Option[], id: string): string => options.find((option) => option.id === id)?.text ?? id

/** A course mistake for each key that is no option's id. */
export function notAmongOptions(options: AuthoredOption[], keys: string[], pathOf: (index: number) => string) {
  const ids = options.map(({ id }) => id)
  return keys.flatMap((key, index) =>
    ids.includes(key)
      ? []
      : [{ path: pathOf(index), message: `the key "${key}" is not among the options ${ids.join(', ')}` }],
  )
}
