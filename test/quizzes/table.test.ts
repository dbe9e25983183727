import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Language, languages } from '../../server/platform/words/languages.ts'
import { drawFor } from '../../server/quizzes/draw.ts'
import type { Sent } from '../../server/quizzes/item-type.ts'
import type { TableItem } from '../../server/quizzes/item-types/table.ts'
import {
  correctItem,
  formOf,
  isInDoubt,
  itemTypes,
  keyOf,
  promptOf,
  readResponse,
  reviewOf,
  showItem,
} from '../../server/quizzes/item-types.ts'
import { scoreItem } from '../../server/quizzes/scoring.ts'

const royalty = {
  id: 'q',
  lesson: 'l',
  objective: 'o',
  points: 1,
  prompt: { en: 'Fill in the royalty.' },
  explanation: { en: 'Five per cent of sales.' },
  type: 'table',
  caption: { en: 'Cash flow', fr: 'Flux de trésorerie' },
  unit: { en: 'USD million', fr: 'M USD' },
  columns: [
    { en: 'Year 1', fr: 'An 1' },
    { en: 'Year 2', fr: 'An 2' },
  ],
  rows: [
    { text: { en: 'Sales', fr: 'Ventes' }, cells: [1200.5, { id: 's2', key: 1500, relative_tolerance: 0.01 }] },
    {
      text: { en: 'Royalty', fr: 'Redevance' },
      cells: [
        { id: 'r1', key: 60.025, significant_figures: 3 },
        { id: 'r2', key: 75, tolerance: 0.1 },
      ],
    },
  ],
} satisfies TableItem

const shown = (language: Language = 'en', item: TableItem = royalty) => showItem(item, language, drawFor('seed'))
const sent = (parts: Record<string, string>): Sent => ({ values: [], part: (name) => parts[name] ?? '' })

test('a learner sees the numbers that are given and a named field for each that is asked, and no key', () => {
  const prompt = promptOf(shown('fr'), ['1 500', '', '1.234'], 'fr')
  expect(prompt).toMatchObject({
    caption: 'Flux de trésorerie',
    unit: 'M USD',
    columns: ['An 1', 'An 2'],
    rows: [
      { text: 'Ventes', cells: [{ shown: '1\u202f200,5' }, { id: 's2', label: 'Ventes, An 2', understood: 1500 }] },
      {
        text: 'Redevance',
        cells: [
          { id: 'r1', label: 'Redevance, An 1', typed: '', understood: null, unclear: null },
          { id: 'r2', label: 'Redevance, An 2', typed: '1.234', understood: null, unclear: 'ambiguous' },
        ],
      },
    ],
  })
  expect(JSON.stringify(prompt)).not.toMatch(/"key"|tolerance|figures|60|75/)
})

test('a response is what was typed into each asked cell, in reading order', () => {
  expect(readResponse(shown(), sent({ r2: ' 75 ', s2: '1,500' }))).toEqual(['1,500', '', '75'])
  expect(readResponse(shown(), sent({ r2: ' ', other: '1' }))).toBeNull()
  expect(readResponse(shown(), sent({ r1: '9'.repeat(1000) }))?.[1]).toHaveLength(100)
  expect(formOf(shown(), ['1,500', '', '75'])).toEqual({ 'q.s2': '1,500', 'q.r1': '', 'q.r2': '75' })
})

test.each([
  [['1500', '60.0', '75'], 1],
  [['1510', '60.03', '75.1'], 1],
  [['1500', '60.1', '75'], 2 / 3],
  [['', '', '75'], 1 / 3],
  [['75', '1500', '60'], 0],
  [['1500', 'sixty', '75%'], 1 / 3],
  [['1500'], 1 / 3],
  ['1500', 0],
])('%o earns a share of %d', (response, share) => {
  expect(scoreItem(shown(), response, 'en')).toBe(share)
})

test('where the key is 0, an open cell is not right', () => {
  const cells = [
    { id: 'a', key: 0, tolerance: 1 },
    { id: 'b', key: 0, significant_figures: 1 },
  ]
  const item = shown('en', { ...royalty, rows: [{ text: { en: 'Tax' }, cells }] })
  expect(scoreItem(item, ['', 'none'], 'en')).toBe(0)
  expect(scoreItem(item, ['0', '-0.0'], 'en')).toBe(1)
})

test('a cell that can be read in two ways, or not at all, is asked back', () => {
  expect(isInDoubt(shown('fr'), ['1500', '60,0', '75'], 'fr')).toBe(false)
  expect(isInDoubt(shown('fr'), ['1.500', '60,0', '75'], 'fr')).toBe(true)
  expect(isInDoubt(shown(), ['1500', '', 'x'], 'en')).toBe(true)
  expect(isInDoubt(shown(), ['1500', '', '75 %'], 'en')).toBe(true)
})

test('where the unit is per cent, the sign may be typed', () => {
  const item = shown('en', { ...royalty, unit: { en: '%' } })
  expect(isInDoubt(item, ['1500%', '60', '75 %'], 'en')).toBe(false)
  expect(scoreItem(item, ['1500%', '60', '75 %'], 'en')).toBe(1)
})

test('a review has a part for each asked cell', () => {
  expect(reviewOf(shown(), ['1,500', '', '70'], 'en').parts).toEqual([
    { part: 'Sales, Year 2', given: '1,500', key: '1,500 USD million', right: true, understood: 1500 },
    { part: 'Royalty, Year 1', given: null, key: '60.0 USD million', right: false, understood: null },
    { part: 'Royalty, Year 2', given: '70', key: '75 USD million', right: false, understood: 70 },
  ])
})

test('the key, typed in any language, is right, and can be stated by a response', () => {
  for (const language of languages) {
    const item = shown(language)
    expect(scoreItem(item, keyOf(item, language) ?? undefined, language)).toBe(1)
    const corrected = correctItem(item, ['1', '2', '3'], language) ?? expect.unreachable()
    expect(scoreItem(corrected, ['1', '2', '3'], language)).toBe(1)
    expect(correctItem(item, ['1', '', '3'], language)).toBeNull()
  }
})

test('whatever is typed earns a share from 0 to 1', () => {
  const response = fc.oneof(fc.string(), fc.array(fc.oneof(fc.string(), fc.constantFrom('60.0', '75', '1.500'))))
  fc.assert(
    fc.property(response, fc.constantFrom(...languages), (typed, language) => {
      const share = scoreItem(shown(language), typed, language)
      expect([0, 1, 2, 3].map((cells) => cells / 3)).toContain(share)
      expect(reviewOf(shown(language), typed, language).parts).toHaveLength(3)
      promptOf(shown(language), typed, language)
      correctItem(shown(language), typed, language)
    }),
  )
})

const asked = { id: 'a', key: 6, tolerance: 0.1 }
const text = { en: 'Royalty' }
const rows = (...cells: unknown[]): Partial<TableItem> => ({
  columns: [text, text],
  // As a file may have it: the schema leaves the cells to this check.
  rows: [{ text, cells: cells as TableItem['rows'][number]['cells'] }],
})
const mistakes: [what: string, Partial<TableItem>, path: string, message: string][] = [
  ['a row that is short', rows(asked), '/rows/0/cells', 'the row has 1 cell, and there are 2 columns'],
  ['a table without a question', rows(1, 2), '/rows', 'no cell is asked: one at least needs an "id" and a "key"'],
  [
    'a cell in words',
    rows(asked, 'six'),
    '/rows/0/cells/1',
    'a cell is a number, or has an "id", a "key" and a tolerance',
  ],
  ['a number without end', rows(asked, Number.POSITIVE_INFINITY), '/rows/0/cells/1', 'a cell must be a finite number'],
  ['a cell without its key', rows(1, { id: 'a', tolerance: 1 }), '/rows/0/cells/1', 'the field "key" is missing'],
  ['a misspelt field', rows(1, { ...asked, unitt: 1 }), '/rows/0/cells/1/unitt', 'there is no field "unitt" here'],
  [
    'a cell without tolerance',
    rows(1, { id: 'a', key: 6 }),
    '/rows/0/cells/1',
    'one of "tolerance", "relative_tolerance", "significant_figures" is missing',
  ],
  [
    'two tolerances',
    rows(1, { ...asked, significant_figures: 1 }),
    '/rows/0/cells/1/significant_figures',
    '"significant_figures" cannot stand beside "tolerance"',
  ],
  [
    'a share of nothing',
    rows(1, { id: 'a', key: 0, relative_tolerance: 0.1 }),
    '/rows/0/cells/1/relative_tolerance',
    'the key is 0: a share of it leaves no room',
  ],
  ['a name twice', rows(asked, asked), '/rows/0/cells/1/id', 'the cell "a" stands here twice'],
]

test.each(mistakes)('an author is told of %s', (_, changed, path, message) => {
  expect(itemTypes.table.problems({ ...royalty, ...changed })).toEqual([{ path, message }])
})

test('a table without mistakes has none', () => {
  expect(itemTypes.table.problems(royalty)).toEqual([])
})
