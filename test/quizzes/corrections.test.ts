import { expect, test } from 'vitest'
import { correctedItems, correctionsFor, type NewKey } from '../../server/quizzes/corrections.ts'
import type { ShownItem } from '../../server/quizzes/item-types.ts'
import { scoreItem } from '../../server/quizzes/scoring.ts'

const base = { lesson: 'l', objective: 'o', points: 1, prompt: '?', hint: null, explanation: '.' } as const
const french: ShownItem = {
  ...base,
  id: 'term',
  language: 'fr',
  type: 'short-text',
  accepted: ['clause de stabilisation'],
}
const order = (ids: string[]): ShownItem => ({
  ...base,
  id: 'order',
  language: 'en',
  type: 'ordering',
  options: ids.map((id) => ({ id, text: id.toUpperCase(), feedback: null })),
  key: ['a', 'b', 'c'],
})
const stated = (item: string, newKey: NewKey) => [{ item, newKey }]

test('a spelling that was added in one language leaves the others as they are', () => {
  const newKey = { fields: { term: 'freezing clause' }, language: 'en' } as const
  const [item] = correctedItems([french], correctionsFor([french], stated('term', newKey)))
  if (!item) throw new Error('the item is gone')
  for (const response of ['clause de stabilisation', 'Freezing clause']) expect(scoreItem(item, response, 'fr')).toBe(1)
  expect(scoreItem(french, 'Freezing clause', 'fr')).toBe(0)
})

test('an order that was stated as one attempt shows it is the same order in an attempt that shows it otherwise', () => {
  const newKey = { fields: { 'order.a': '3', 'order.b': '1', 'order.c': '2' }, language: 'en' } as const
  for (const shown of [order(['a', 'b', 'c']), order(['c', 'a', 'b'])]) {
    const [item] = correctedItems([shown], correctionsFor([shown], stated('order', newKey)))
    expect(item).toMatchObject({ key: ['b', 'c', 'a'] })
  }
})

test('what was waived earns everybody its points, a blank too, and an item that is not drawn needs no correction', () => {
  const corrections = correctionsFor(
    [french],
    [...stated('term', { waived: true }), ...stated('other', { waived: true })],
  )
  expect(corrections).toEqual({ term: { waived: true } })
  const [item] = correctedItems([french], corrections)
  expect(item && scoreItem(item, undefined, 'fr')).toBe(1)
})
