import { Type } from 'typebox'
import type { ItemBase } from '../../catalogue/course.ts'
import { itemFields } from '../../catalogue/schemas.ts'
import { type ItemType, type Option, type OptionPrompt, plainReview, type Response } from '../item-type.ts'
import { type AuthoredOption, notAmongOptions, optionsSchema, showOptions, textOf } from './options.ts'

export type OrderingItem = ItemBase & { type: 'ordering'; options: AuthoredOption[]; key: string[] }
export type ShownOrdering = { type: 'ordering'; options: Option[]; key: string[] }
export type OrderingPrompt = { type: 'ordering'; options: (OptionPrompt & { place: string })[] }

declare module '../../catalogue/course.ts' {
  interface Items {
    ordering: OrderingItem
  }
}

/**
 * Options to be put in order. The response is the place given to each option, in the order the options were shown;
 * a place left open is an empty text. Of each two neighbours of the right order, those that stand beside each other in
 * the response, the earlier first, earn their share.
 */
export const ordering: ItemType<OrderingItem, ShownOrdering, OrderingPrompt> = {
  manual: `**ordering**, options to be put in order; \`key\` is the right order. They are shown shuffled. Each two that follow one another
as in the key earn their share of the points, so one that is out of place does not cost everything:

    type: ordering
    options:
      - { id: a, text: { en: Sign } }
      - { id: b, text: { en: Read } }
      - { id: c, text: { en: Ask } }
    key: [c, b, a]
`,
  schema: Type.Object(
    { ...itemFields, type: Type.Literal('ordering'), options: optionsSchema, key: Type.Array(Type.String()) },
    { additionalProperties: false },
  ),
  problems(item) {
    const strangers = notAmongOptions(item.options, item.key, (index) => `/key/${index}`)
    const eachOnce = new Set(item.key).size === item.options.length && item.key.length === item.options.length
    if (strangers.length > 0 || eachOnce) return strangers
    return [{ path: '/key', message: 'the key must name every option once, in the right order' }]
  },
  show: (item, language, draw) => ({ type: 'ordering', options: showOptions(item, language, draw), key: item.key }),
  prompt: (item, response) => ({
    type: 'ordering',
    options: item.options.map(({ id, text }, index) => ({ id, text, place: response?.[index] ?? '' })),
  }),
  read(item, sent) {
    const places = item.options.map(({ id }) => {
      const place = sent.part(id)
      return /^\d{1,2}$/.test(place) && Number(place) >= 1 && Number(place) <= item.options.length ? place : ''
    })
    return places.some((place) => place !== '') ? places : null
  },
  write: (item, response) => Object.fromEntries(item.options.map(({ id }, index) => [id, response[index] ?? ''])),
  key: (item) => item.options.map(({ id }) => String(item.key.indexOf(id) + 1)),
  inDoubt: () => false,
  score(item, response) {
    const order = orderOf(item.options, response)
    const kept = item.key.slice(1).filter((id, index) => {
      const at = order.indexOf(id)
      return at > 0 && order[at - 1] === item.key[index]
    })
    return kept.length / (item.key.length - 1)
  },
  review: (item, response) =>
    plainReview(
      inWords(item.options, response),
      item.key.map((id) => textOf(item.options, id)),
    ),
  correct(item, response) {
    const order = orderOf(item.options, response)
    const whole = order.filter((id) => id !== null)
    return whole.length === item.options.length ? { ...item, key: whole } : null
  },
}

/** The option in each place from the first; null where there is none, or more than one. */
function orderOf(options: Option[], response: Response): (string | null)[] {
  return options.map((_, index) => {
    const here = options.filter((_, at) => response[at] === String(index + 1))
    return here.length === 1 ? (here[0]?.id ?? null) : null
  })
}

/** The options as the learner put them; two in the same place stand beside each other, those without one are left out. */
function inWords(options: Option[], response: Response | undefined): string[] {
  if (!Array.isArray(response)) return []
  return options
    .map(({ text }, index) => ({ text, place: Number(response[index] || Number.NaN) }))
    .filter(({ place }) => place > 0)
    .toSorted((a, b) => a.place - b.place)
    .map(({ text, place }) => `${place}. ${text}`)
}
