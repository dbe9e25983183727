import { Type } from 'typebox'
import type { ItemBase, Text } from '../../catalogue/course.ts'
import { itemFields, optionsSchema } from '../../catalogue/schemas.ts'
import type { ItemType, Option, Response } from '../item-type.ts'
import { notAmongOptions, showOptions, textOf } from './options.ts'

export type OrderingItem = ItemBase & { type: 'ordering'; options: { id: string; text: Text }[]; key: string[] }
export type ShownOrdering = { type: 'ordering'; options: Option[]; key: string[] }
export type OrderingPrompt = { type: 'ordering'; options: (Option & { place: string })[] }

declare module '../../catalogue/course.ts' {
  interface Items {
    ordering: OrderingItem
  }
}

/**
 * Options to be put in order. The response is the place given to each option, in the order the options were shown;
 * a place left open is an empty text. The whole order must be right.
 */
export const ordering: ItemType<OrderingItem, ShownOrdering, OrderingPrompt> = {
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
  show: (item, language, shuffle) => ({
    type: 'ordering',
    options: showOptions(item.options, language, shuffle),
    key: item.key,
  }),
  prompt: (item, response) => ({
    type: 'ordering',
    options: item.options.map((option, index) => ({ ...option, place: response?.[index] ?? '' })),
  }),
  read(item, sent) {
    const places = item.options.map(({ id }) => {
      const place = sent.part(id)
      return /^\d{1,2}$/.test(place) && Number(place) >= 1 && Number(place) <= item.options.length ? place : ''
    })
    return places.some((place) => place !== '') ? places : null
  },
  score: (item, response) =>
    item.options.every(({ id }, index) => response[index] === String(item.key.indexOf(id) + 1)) ? 1 : 0,
  review: (item, response) => ({
    given: inOrder(item.options, response),
    key: item.key.map((id) => textOf(item.options, id)),
    understood: null,
  }),
}

/** The options as the learner put them; two in the same place stand beside each other, those without one are left out. */
function inOrder(options: Option[], response: Response | undefined): string[] {
  if (!Array.isArray(response)) return []
  return options
    .map(({ text }, index) => ({ text, place: Number(response[index] || Number.NaN) }))
    .filter(({ place }) => place > 0)
    .toSorted((a, b) => a.place - b.place)
    .map(({ text, place }) => `${place}. ${text}`)
}
