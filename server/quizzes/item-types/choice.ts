import { Type } from 'typebox'
import type { ItemBase } from '../../catalogue/course.ts'
import { itemFields } from '../../catalogue/schemas.ts'
import { type ItemType, type Option, type OptionPrompt, plainReview } from '../item-type.ts'
import {
  type AuthoredOption,
  feedbackOf,
  notAmongOptions,
  optionsSchema,
  promptOptions,
  showOptions,
  textOf,
} from './options.ts'

export type ChoiceItem = ItemBase & { type: 'choice'; options: AuthoredOption[]; key: string }
export type ShownChoice = { type: 'choice'; options: Option[]; key: string }
export type ChoicePrompt = { type: 'choice'; options: (OptionPrompt & { chosen: boolean })[] }

declare module '../../catalogue/course.ts' {
  interface Items {
    choice: ChoiceItem
  }
}

/** One right option. */
export const choice: ItemType<ChoiceItem, ShownChoice, ChoicePrompt> = {
  manual: `**choice**, one option is right. An option may have a \`feedback\`, shown in the review to who chose it:

    type: choice
    options:
      - { id: a, text: { en: The minister } }
      - { id: b, text: { en: The clerk }, feedback: { en: A clerk cannot bind the State. } }
    key: a
`,
  schema: Type.Object(
    { ...itemFields, type: Type.Literal('choice'), options: optionsSchema, key: Type.String() },
    { additionalProperties: false },
  ),
  problems: (item) => notAmongOptions(item.options, [item.key], () => '/key'),
  show: (item, language, draw) => ({ type: 'choice', options: showOptions(item, language, draw), key: item.key }),
  prompt: (item, response) => ({ type: 'choice', options: promptOptions(item.options, response) }),
  read: (item, sent) => item.options.find((option) => option.id === sent.values[0])?.id ?? null,
  write: (_item, response) => ({ '': response }),
  key: (item) => item.key,
  inDoubt: () => false,
  score: (item, response) => (response === item.key ? 1 : 0),
  review: (item, response) => {
    const chosen = typeof response === 'string' ? [response] : []
    const given = chosen.map((id) => textOf(item.options, id))
    return plainReview(given, [textOf(item.options, item.key)], feedbackOf(item.options, chosen))
  },
  correct: (item, response) => (typeof response === 'string' ? { ...item, key: response } : null),
}
