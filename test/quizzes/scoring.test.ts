import { expect, test } from 'vitest'
import type { Language } from '../../server/platform/words/languages.ts'
import type { Response } from '../../server/quizzes/item-type.ts'
import type { ShownItem } from '../../server/quizzes/item-types.ts'
import { outcomeOf, scoreAttempt, scoreItem } from '../../server/quizzes/scoring.ts'

const base = {
  lesson: 'l',
  objective: 'o',
  points: 1,
  language: 'en',
  prompt: '?',
  hint: null,
  explanation: '.',
} as const
const options = ['a', 'b', 'c'].map((id) => ({ id, text: id.toUpperCase(), feedback: null }))
const choice: ShownItem = { ...base, id: 'q1', type: 'choice', options, key: 'b' }
const several: ShownItem = { ...base, id: 'q2', type: 'multiple-choice', options, key: ['a', 'c'] }
const royalty: ShownItem = { ...base, id: 'q3', type: 'numeric', unit: '%', key: 4.25, tolerance: 0.05 }
const order: ShownItem = { ...base, id: 'q4', type: 'ordering', options, key: ['c', 'a', 'b'] }

const marks: [ShownItem, Response | undefined, Language, number][] = [
  [choice, 'b', 'en', 1],
  [choice, 'a', 'en', 0],
  [choice, undefined, 'en', 0],
  [several, ['a', 'c'], 'en', 1],
  [several, ['c', 'a'], 'en', 1],
  [several, ['a'], 'en', 1 / 2],
  [several, ['b'], 'en', 0],
  [several, ['a', 'b'], 'en', 0],
  [several, ['a', 'b', 'c'], 'en', 0],
  [royalty, '4.25', 'en', 1],
  [royalty, '4,25', 'fr', 1],
  [royalty, '4,25 %', 'fr', 1],
  [royalty, '٤٫٢٥', 'ar', 1],
  [royalty, '4.30', 'en', 1],
  [royalty, '4.20', 'en', 1],
  [royalty, '4.31', 'en', 0],
  [royalty, 'four', 'en', 0],
  [royalty, '', 'en', 0],
  [order, ['2', '3', '1'], 'en', 1],
  [order, ['1', '2', '3'], 'en', 1 / 2], // b follows a, as it should
  [order, ['3', '2', '1'], 'en', 0],
  [order, ['2', '3', ''], 'en', 1 / 2],
  [order, ['2', '2', '1'], 'en', 0],
]

test.each(marks)('%o with %o in %s earns %d', (item, response, language, share) => {
  expect(scoreItem(item, response, language)).toBe(share)
})

test('points are weighed, and what is blank earns nothing', () => {
  const items = [{ ...choice, points: 3 }, several]
  expect(scoreAttempt(items, { q1: 'b' }, 'en')).toEqual({ raw: 3, max: 4 })
})

test('the pass mark is reached, not passed', () => {
  expect(outcomeOf({ raw: 7, max: 10 }, 0.7)).toBe('passed')
  expect(outcomeOf({ raw: 6.9, max: 10 }, 0.7)).toBe('failed')
  expect(outcomeOf({ raw: 0, max: 0 }, 0)).toBe('failed')
})
