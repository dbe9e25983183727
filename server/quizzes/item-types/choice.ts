import { Type } from 'typebox'
import type { ItemBase, Text } from '../../catalogue/course.ts'
import { itemFields, optionsSchema } from '../../catalogue/schemas.ts'
import type { ItemType, Option } from '../item-type.ts'
import { notAmongOptions, showOptions, textOf } from './options.ts'

export type ChoiceItem = ItemBase & { type: 'choice'; options: { id: string; text: Text }[]; key: string }
export type ShownChoice = { type: 'choice'; options: Option[]; key: string }
export type ChoicePrompt = { type: 'choice'; options: (Option & { chosen: boolean })[] }

declare module '../../catalogue/course.ts' {
  interface Items {
    choice: ChoiceItem
  }
}

/** One right option. */
export const choice: ItemType<ChoiceItem, ShownChoice, ChoicePrompt> = {
  schema: Type.Object(
    { ...itemFields, type: Type.Literal('choice'), options: optionsSchema, key: Type.String() },
    { additionalProperties: false },
  ),
  problems: (item) => notAmongOptions(item.options, [item.key], () => '/key'),
  show: (item, language, shuffle) => ({
    type: 'choice',
    options: showOptions(item.options, language, shuffle),
    key: item.key,
  }),
  prompt: (item, response) => ({
    type: 'choice',
    options: item.options.map((option) => ({ ...option, chosen: option.id === response })),
  }),
  read: (item, sent) => item.options.find((option) => option.id === sent.values[0])?.id ?? null,
  score: (item, response) => (response === item.key ? 1 : 0),
  review: (item, response) => ({
    given: typeof response === 'string' ? [textOf(item.options, response)] : [],
    key: [textOf(item.options, item.key)],
    understood: null,
  }),
}
