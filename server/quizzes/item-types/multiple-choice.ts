import { Type } from 'typebox'
import type { ItemBase, Text } from '../../catalogue/course.ts'
import { itemFields, optionsSchema } from '../../catalogue/schemas.ts'
import type { ItemType, Option } from '../item-type.ts'
import { notAmongOptions, showOptions, textOf } from './options.ts'

export type MultipleChoiceItem = ItemBase & {
  type: 'multiple-choice'
  options: { id: string; text: Text }[]
  key: string[]
}
export type ShownMultipleChoice = { type: 'multiple-choice'; options: Option[]; key: string[] }
export type MultipleChoicePrompt = { type: 'multiple-choice'; options: (Option & { chosen: boolean })[] }

declare module '../../catalogue/course.ts' {
  interface Items {
    'multiple-choice': MultipleChoiceItem
  }
}

/** Several right options. All of the right ones and none of the wrong ones earn the points. */
export const multipleChoice: ItemType<MultipleChoiceItem, ShownMultipleChoice, MultipleChoicePrompt> = {
  schema: Type.Object(
    {
      ...itemFields,
      type: Type.Literal('multiple-choice'),
      options: optionsSchema,
      key: Type.Array(Type.String(), { minItems: 1, uniqueItems: true }),
    },
    { additionalProperties: false },
  ),
  problems: (item) => notAmongOptions(item.options, item.key, (index) => `/key/${index}`),
  show: (item, language, shuffle) => ({
    type: 'multiple-choice',
    options: showOptions(item.options, language, shuffle),
    key: item.key,
  }),
  prompt: (item, response = []) => ({
    type: 'multiple-choice',
    options: item.options.map((option) => ({ ...option, chosen: response.includes(option.id) })),
  }),
  read(item, sent) {
    const chosen = item.options.flatMap(({ id }) => (sent.values.includes(id) ? [id] : []))
    return chosen.length > 0 ? chosen : null
  },
  score: (item, response) =>
    response.length === item.key.length && item.key.every((id) => response.includes(id)) ? 1 : 0,
  review: (item, response = []) => ({
    given: item.options.flatMap(({ id, text }) => (response.includes(id) ? [text] : [])),
    key: item.key.map((id) => textOf(item.options, id)),
    understood: null,
  }),
}
