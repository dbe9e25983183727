import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Language } from '../../server/platform/words/languages.ts'
import { drawFor } from '../../server/quizzes/draw.ts'
import type { Sent } from '../../server/quizzes/item-type.ts'
import type { ClauseItem } from '../../server/quizzes/item-types/clause.ts'
import { readPhrases } from '../../server/quizzes/item-types/phrases.ts'
import {
  correctItem,
  formOf,
  itemTypes,
  keyOf,
  promptOf,
  readResponse,
  reviewOf,
  showItem,
} from '../../server/quizzes/item-types.ts'
import { scoreItem } from '../../server/quizzes/scoring.ts'

const clause = {
  id: 'q',
  lesson: 'l',
  objective: 'o',
  points: 1,
  prompt: { en: 'Which phrases are a risk?' },
  explanation: { en: 'A price must be checked.' },
  type: 'clause',
  keep_order: true,
  text: {
    en: 'A royalty [invoice: of the value in its invoices], [costs: less the costs] [days: within thirty days].',
    fr: 'Une redevance, [days: sous trente jours], [invoice: de la valeur facturée], [costs: moins les coûts].',
  },
  problems: [
    { id: 'own-price', text: { en: 'One party sets the price', fr: 'Une partie fixe le prix' } },
    { id: 'open-deductions', text: { en: 'No limit', fr: 'Sans limite' } },
  ],
  key: { invoice: 'own-price', costs: 'open-deductions' },
  feedback: { days: { en: 'Thirty days are usual.' }, costs: { en: 'Costs need a limit.' } },
} satisfies ClauseItem

const shown = (language: Language = 'en', item: ClauseItem = clause) => showItem(item, language, drawFor('seed'))
const sent = (parts: Record<string, string>): Sent => ({ values: [], part: (name) => parts[name] ?? '' })

test('a learner sees the phrases in the text and the problems, and neither key nor feedback', () => {
  const prompt = promptOf(shown('fr'), ['?', 'own-price', ''], 'fr')
  expect(prompt).toMatchObject({
    pieces: [
      'Une redevance, ',
      { id: 'days', text: 'sous trente jours', marked: true, why: '' },
      ', ',
      { id: 'invoice', text: 'de la valeur facturée', marked: true, why: 'own-price' },
      ', ',
      { id: 'costs', text: 'moins les coûts', marked: false, why: '' },
      '.',
    ],
    problems: [{ id: 'own-price', text: 'Une partie fixe le prix' }, { text: 'Sans limite' }],
  })
  expect(JSON.stringify(prompt)).not.toMatch(/"key"|feedback|usual/)
})

test.each([
  [
    'marks with their reasons',
    { invoice: '?', 'invoice.why': 'own-price', days: '?', 'days.why': '' },
    ['own-price', '', '?'],
  ],
  ['a reason without its mark as no mark', { 'costs.why': 'own-price', days: '?' }, ['', '', '?']],
  ['an unknown reason as none', { costs: '?', 'costs.why': 'rent' }, ['', '?', '']],
  ['reasons alone as nothing', { 'costs.why': 'own-price', 'days.why': 'own-price' }, null],
  ['other marks and phrases as nothing', { costs: 'on', rent: '?' }, null],
])('it reads %s', (_, parts, response) => {
  expect(readResponse(shown(), sent(parts))).toEqual(response)
})

test('a form is written as it is read', () => {
  expect(formOf(shown(), ['own-price', '', '?'])).toEqual({
    'q.invoice': '?',
    'q.invoice.why': 'own-price',
    'q.days': '?',
    'q.days.why': '',
  })
})

test.each([
  [['own-price', 'open-deductions', ''], 1],
  [['own-price', '?', ''], 3 / 4],
  [['own-price', 'own-price', ''], 3 / 4],
  [['?', '?', ''], 1 / 2],
  [['own-price', '', ''], 1 / 2],
  [['own-price', 'open-deductions', '?'], 1 / 2],
  [['?', '?', '?'], 0],
  [['?', '', 'own-price'], 0],
  [['', '', '?'], 0],
  [['', '', ''], 0],
  ['own-price', 0],
])('%o earns a share of %d', (response, share) => {
  expect(scoreItem(shown(), response, 'en')).toBe(share)
})

test('a review has a part for each phrase that is risky or was marked, in words', () => {
  const review = reviewOf(shown(), ['own-price', '?', 'own-price'], 'en')
  expect(review.parts).toMatchObject([
    {
      part: 'of the value in its invoices',
      given: 'One party sets the price',
      key: 'One party sets the price',
      right: true,
    },
    { part: 'less the costs', given: 'Marked, without saying what is wrong', key: 'No limit', right: false },
    { part: 'within thirty days', given: 'One party sets the price', key: 'Nothing is wrong with it', right: false },
  ])
  expect(review.feedback).toEqual(['Costs need a limit.', 'Thirty days are usual.'])
})

test('a harmless phrase that was left alone needs no words, and one that was missed has none given', () => {
  const review = reviewOf(shown('fr'), undefined, 'fr')
  expect(review.parts.map(({ part, given, key }) => [part, given, key])).toEqual([
    ['de la valeur facturée', null, 'Une partie fixe le prix'],
    ['moins les coûts', null, 'Sans limite'],
  ])
  expect(review).toMatchObject({ given: [], feedback: [] })
})

test('the key is right in every language, and can be stated by a response with a reason for each mark', () => {
  for (const language of ['en', 'fr'] as const)
    expect(scoreItem(shown(language), keyOf(shown(language), language) ?? undefined, language)).toBe(1)
  const corrected = correctItem(shown(), ['', '', 'own-price'], 'en') ?? expect.unreachable()
  expect(scoreItem(corrected, ['', '', 'own-price'], 'en')).toBe(1)
  expect(correctItem(shown(), ['own-price', '?', ''], 'en')).toBeNull()
  expect(correctItem(shown(), ['', '', ''], 'en')).toBeNull()
})

test('whatever is given earns a share from 0 to 1', () => {
  const mark = fc.oneof(fc.string(), fc.constantFrom('', '?', 'own-price', 'open-deductions'))
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.array(mark)), (response) => {
      const share = scoreItem(shown(), response, 'en')
      expect(share >= 0 && share <= 1).toBe(true)
      promptOf(shown(), response, 'en')
      reviewOf(shown(), response, 'en')
      correctItem(shown(), response, 'en')
    }),
  )
})

test('a phrase may be called as what every object has', () => {
  const item = shown('en', { ...clause, text: { en: '[constructor: a] [costs: b]' }, key: { costs: 'own-price' } })
  expect(scoreItem(item, ['', 'own-price'], 'en')).toBe(1)
  expect(keyOf(item, 'en')).toEqual(['', 'own-price'])
})

test('problems are shuffled unless the item keeps its order', () => {
  const { keep_order: _, ...shuffled } = clause
  const orders = ['a', 'b', 'c', 'd', 'e'].map((seed) => JSON.stringify(showItem(shuffled, 'en', drawFor(seed))))
  expect(new Set(orders).size).toBeGreaterThan(1)
})

test('a text comes apart into phrases and what stands between, and nothing is lost', () => {
  expect(readPhrases('[a-1:x y ] and [b: z]')).toEqual([{ id: 'a-1', text: 'x y' }, ' and ', { id: 'b', text: 'z' }])
  expect(readPhrases('[A: x] [b:] [c] [d: e')).toEqual(['[A: x] [b:] [c] [d: e'])
  expect(readPhrases('')).toEqual([])
})

const { problems } = itemTypes.clause
const inText = (en: string, fr?: string): Partial<ClauseItem> => ({
  text: fr === undefined ? { en } : { en, fr },
  feedback: {},
})
const whole = '[invoice: a] [costs: b] [days: c]'
const brackets =
  'square brackets mark phrases only: write [name: phrase], the name of small letters, digits and hyphens'
const mistakes: [what: string, Partial<ClauseItem>, path: string, message: string][] = [
  ['a bracket that is not closed', inText(`${whole} [d: e`), '/text/en', brackets],
  ['a bracket that was not opened', inText(`${whole} ]`), '/text/en', brackets],
  ['a bracket without a name', inText(`${whole} [sic]`), '/text/en', brackets],
  ['a name twice', inText(`${whole} [days: d]`), '/text/en', 'the phrase "days" stands here twice'],
  [
    'a phrase that a translation lacks',
    inText(whole, '[invoice: a] [costs: b]'),
    '/text/fr',
    'the phrase "days" of the English text is missing',
  ],
  [
    'a phrase that only a translation has',
    inText(whole, `${whole} [more: d]`),
    '/text/fr',
    'the English text has no phrase "more"',
  ],
  [
    'a key for an unknown phrase',
    { key: { invoice: 'own-price', rent: 'own-price' } },
    '/key/rent',
    'the text has no phrase "rent", but invoice, costs, days',
  ],
  [
    'an unknown problem',
    { key: { invoice: 'rent' } },
    '/key/invoice',
    'the key "rent" is not among the problems own-price, open-deductions',
  ],
  [
    'feedback for an unknown phrase',
    { feedback: { rent: { en: '.' } } },
    '/feedback/rent',
    'the text has no phrase "rent", but invoice, costs, days',
  ],
  ['no risk', { key: {} }, '/key', 'no phrase is risky: the key needs one at least'],
  [
    'nothing but risks',
    { key: { ...clause.key, days: 'own-price' } },
    '/key',
    'every phrase is risky: mark a harmless one in the text',
  ],
  [
    'a problem twice',
    { problems: [...clause.problems, { id: 'own-price', text: { en: 'Again' } }] },
    '/problems/2/id',
    'the problem "own-price" stands here twice',
  ],
]

test.each(mistakes)('an author is told of %s', (_, changed, path, message) => {
  expect(problems({ ...clause, ...changed })).toEqual([{ path, message }])
})

test('a clause without mistakes has none', () => {
  expect(problems(clause)).toEqual([])
})
