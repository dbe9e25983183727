import { expect, test } from 'vitest'
import { addressOfItem, pagesOf, pageWith } from '../../server/quizzes/attempt-pages.ts'

const spans = (items: number) => pagesOf(items).map(({ from, to }) => `${from}-${to}`)

test('up to ten questions stand on one page, more on pages of about the same length', () => {
  expect(spans(1)).toEqual(['1-1'])
  expect(spans(10)).toEqual(['1-10'])
  expect(spans(11)).toEqual(['1-6', '7-11'])
  expect(spans(12)).toEqual(['1-6', '7-12'])
  expect(spans(25)).toEqual(['1-8', '9-17', '18-25'])
})

test('every question stands on one page, and no page has more than ten', () => {
  for (let items = 1; items <= 120; items += 1) {
    const places = pagesOf(items).flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, n) => from + n))
    expect(places).toEqual(Array.from({ length: items }, (_, n) => n + 1))
    expect(pagesOf(items).every(({ from, to }) => to - from < 10)).toBe(true)
    for (const { number, from, to } of pagesOf(items))
      expect([pageWith(items, from), pageWith(items, to)]).toEqual([number, number])
  }
})

test('the address of a question leads to its page and to it', () => {
  expect(addressOfItem('a', 10, 7)).toBe('/attempts/a#q7')
  expect(addressOfItem('a', 12, 7, ['said=unclear'])).toBe('/attempts/a?said=unclear&page=2#q7')
  expect(addressOfItem('a', 12, 99)).toBe('/attempts/a#q99')
})
