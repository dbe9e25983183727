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

export type MultipleChoiceItem = ItemBase & { type: 'multiple-choice'; options: AuthoredOption[]; key: string[] }
export type ShownMultipleChoice = { type: 'multiple-choice'; options: Option[]; key: string[] }
export type MultipleChoicePrompt = { type: 'multiple-choice'; options: (OptionPrompt & { chosen: boolean })[] }

declare module '../../catalogue/course.ts' {
  interface Items {
    'multiple-choice': MultipleChoiceItem
  }
}

/**
 * Several right options. Each right one earns its share of the right ones, each wrong one takes away its share of the
 * wrong ones: who chooses everything earns as much as who chooses nothing. Never below zero.
 */
export const multipleChoice: ItemType<MultipleChoiceItem, ShownMultipleChoice, MultipleChoicePrompt> = {
  manual: `**multiple-choice**, several are right. Each right option that is chosen earns its share of the points; each wrong one
takes away its share of the wrong ones; the item never earns less than nothing:

    type: multiple-choice
    options:
      - { id: a, text: { en: The mandate } }
      - { id: b, text: { en: The hotel } }
      - { id: c, text: { en: The reservation value } }
    key: [a, c]
`,
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
  show: (item, language, draw) => ({
    type: 'multiple-choice',
    options: showOptions(item, language, draw),
    key: item.key,
  }),
  prompt: (item, response) => ({ type: 'multiple-choice', options: promptOptions(item.options, response) }),
  read(item, sent) {
    const chosen = item.options.flatMap(({ id }) => (sent.values.includes(id) ? [id] : []))
    return chosen.length > 0 ? chosen : null
  },
  write: (_item, response) => ({ '': response }),
  key: (item) => item.options.flatMap(({ id }) => (item.key.includes(id) ? [id] : [])),
  inDoubt: () => false,
  score(item, response) {
    const right = item.key.filter((id) => response.includes(id)).length
    const wrong = item.options.filter(({ id }) => response.includes(id) && !item.key.includes(id)).length
    const wrongOptions = item.options.length - item.key.length
    return Math.max(0, right / item.key.length - (wrongOptions > 0 ? wrong / wrongOptions : 0))
  },
  review(item, response = []) {
    const chosen = item.options.filter(({ id }) => response.includes(id)).map(({ id }) => id)
    const texts = (ids: string[]) => ids.map((id) => textOf(item.options, id))
    return plainReview(texts(chosen), texts(item.key), feedbackOf(item.options, chosen))
  },
  correct: (item, response) => (Array.isArray(response) ? { ...item, key: response } : null),
}
