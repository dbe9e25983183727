import { Type } from 'typebox'
import { type ItemBase, type Text, textIn } from '../../catalogue/course.ts'
import { optionFields } from '../../catalogue/schemas.ts'
import type { Language } from '../../platform/words/languages.ts'
import type { Draw, Option, OptionPrompt, Response } from '../item-type.ts'

export type AuthoredOption = { id: string; text: Text; feedback?: Text }

export const optionsSchema = Type.Array(Type.Object(optionFields, { additionalProperties: false }), { minItems: 2 })

/** Options in one language, in the order drawn for one attempt, or as they stand where the item keeps its order. */
export function showOptions(
  item: ItemBase & { options: AuthoredOption[] },
  language: Language,
  draw: Pick<Draw, 'shuffle'>,
): Option[] {
  const options = item.options.map(({ id, text, feedback }) => ({
    id,
    text: textIn(text, language).text,
    feedback: feedback ? textIn(feedback, language).text : null,
  }))
  return item.keep_order ? options : draw.shuffle(options)
}

/** What an open attempt may see of options, and which are chosen. */
export const promptOptions = (
  options: Option[],
  response: Response | undefined,
): (OptionPrompt & { chosen: boolean })[] =>
  options.map(({ id, text }) => ({
    id,
    text,
    chosen: Array.isArray(response) ? response.includes(id) : response === id,
  }))

export const textOf = (options: Option[], id: string): string => options.find((option) => option.id === id)?.text ?? id

/** What the author says about the options that were chosen. */
export const feedbackOf = (options: Option[], chosen: string[]): (string | null)[] =>
  options.filter(({ id }) => chosen.includes(id)).map(({ feedback }) => feedback)

/** A course mistake for each key that is no option's id. */
export function notAmongOptions(options: { id: string }[], keys: string[], pathOf: (index: number) => string) {
  const ids = options.map(({ id }) => id)
  return keys.flatMap((key, index) =>
    ids.includes(key)
      ? []
      : [{ path: pathOf(index), message: `the key "${key}" is not among the options ${ids.join(', ')}` }],
  )
}
