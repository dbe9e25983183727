import fc from 'fast-check'
import { Value } from 'typebox/value'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Language, languages } from '../../server/platform/words/languages.ts'
import { drawFor } from '../../server/quizzes/draw.ts'
import type { NumericItem } from '../../server/quizzes/item-types/numeric.ts'
import { combinations } from '../../server/quizzes/item-types/parameters.ts'
import { formatKey, type Tolerance, toFigures } from '../../server/quizzes/item-types/tolerance.ts'
import {
  correctItem,
  isInDoubt,
  itemTypes,
  keyOf,
  promptOf,
  readResponse,
  reviewOf,
  type ShownItem,
  showItem,
} from '../../server/quizzes/item-types.ts'
import { scoreItem } from '../../server/quizzes/scoring.ts'

const base = { id: 'q', lesson: 'l', objective: 'o', points: 1, explanation: { en: 'Why.' } }
const plain = {
  ...base,
  type: 'numeric',
  prompt: { en: 'How much?' },
  key: 4.25,
  tolerance: 0.05,
} satisfies NumericItem
const royalty = {
  ...base,
  type: 'numeric',
  prompt: { en: 'At {price} USD, with {rate}%?', fr: 'À {price} USD, avec {rate} % ?' },
  hint: { en: 'Half of it is {= price / 2}.' },
  explanation: { en: '{price} × {rate}% is {= price * rate / 100 : 2}.', fr: 'Soit {= price * rate / 100 : 2}.' },
  parameters: { price: { from: 1200, to: 1800, step: 50 }, rate: { values: [3, 5, 7] } },
  key: 'price * rate / 100',
  relative_tolerance: 0.01,
} satisfies NumericItem

const shown = (item: NumericItem, language: Language = 'en', seed = 'seed'): ShownItem =>
  showItem(item, language, drawFor(seed))
const numericOf = (item: ShownItem) => (item.type === 'numeric' ? item : expect.unreachable())
const score = (item: NumericItem, response: string, language: Language = 'en') =>
  scoreItem(shown(item, language), response, language)

const { tolerance: _, ...bare } = plain
const marks: [Tolerance, key: number, response: string, share: number][] = [
  [{ tolerance: 0.05 }, 4.25, '4.30', 1],
  [{ tolerance: 0.05 }, 4.25, '4.301', 0],
  [{ tolerance: 0.05 }, 12.5, '12.55', 1], // 12.55 - 12.5 is not quite 0.05
  [{ tolerance: 0 }, 1_000_000_000, '1,000,000,001', 0],
  [{ tolerance: 0 }, 1 / 3, '0.3333333333', 1],
  [{ relative_tolerance: 0.02 }, 150, '153', 1],
  [{ relative_tolerance: 0.02 }, 150, '147', 1],
  [{ relative_tolerance: 0.02 }, 150, '153.1', 0],
  [{ relative_tolerance: 0.02 }, -150, '-153', 1],
  [{ relative_tolerance: 0.02 }, -150, '150', 0],
  [{ significant_figures: 3 }, 4.4, '4.4', 1],
  [{ significant_figures: 3 }, 4.4, '4.40', 1],
  [{ significant_figures: 3 }, 4.4, '4.4012', 1],
  [{ significant_figures: 3 }, 4.4, '4.41', 0],
  [{ significant_figures: 3 }, 4.4372, '4.44', 1],
  [{ significant_figures: 3 }, 4.4372, '4.4372', 1],
  [{ significant_figures: 3 }, 4.4372, '4.4', 0],
  [{ significant_figures: 3 }, 4.445, '4.45', 1],
  [{ significant_figures: 3 }, -4.445, '-4.45', 1],
  [{ significant_figures: 3 }, 0.1 + 4.345, '4.45', 1], // a hair below 4.445
  [{ significant_figures: 2 }, 123_456, '120000', 1],
  [{ significant_figures: 2 }, 123_456, '124999', 1],
  [{ significant_figures: 2 }, 99.6, '100', 1],
  [{ significant_figures: 1 }, 0, '0', 1],
  [{ significant_figures: 1 }, 0, '0.1', 0],
  [{ tolerance: 1 }, 0, 'none', 0],
]

test.each(marks)('with %o, a key of %d gives "%s" a share of %d', (tolerance, key, response, share) => {
  expect(score({ ...bare, ...tolerance, key }, response)).toBe(share)
})

test.each([
  [4.4449, 3, 4.44],
  [4.445, 3, 4.45],
  [-2.5, 1, -3],
  [0.000_123_45, 4, 0.000_123_5],
  [999.5, 3, 1000],
  [0, 5, 0],
  [1.5e300, 1, 2e300],
])('%d to %d figures is %d', (value, figures, rounded) => {
  expect(toFigures(value, figures)).toBe(rounded)
})

const perCent = { ...plain, per_cent: true }
test.each([
  ['4,25', 'fr'],
  ['4.25', 'fr'],
  ['4,25 %', 'fr'],
  ['4.25%', 'en'],
  ['% 4.25', 'en'],
  ['٪٤٫٢٥', 'ar'],
  ['٤٫٢٥٪', 'ar'],
] as const)('in per cent, "%s" in %s is 4.25', (response, language) => {
  expect(isInDoubt(shown(perCent, language), response, language)).toBe(false)
  expect(score(perCent, response, language)).toBe(1)
})

test.each([
  ['4.25%', 'en', 'per_cent'],
  ['4,25 %', 'fr', 'per_cent'],
  ['٤٫٢٥٪', 'ar', 'per_cent'],
  ['1.234 %', 'fr', 'per_cent'],
  ['% %', 'en', 'invalid'],
  ['1.234', 'fr', 'ambiguous'],
  ['four', 'en', 'invalid'],
] as const)('in another unit, "%s" in %s is asked back: %s', (response, language, unclear) => {
  const item = shown({ ...plain, unit: { en: '% of sales' } }, language)
  expect(isInDoubt(item, response, language)).toBe(true)
  expect(scoreItem(item, response, language)).toBe(0)
  expect(promptOf(item, response, language)).toMatchObject({ typed: response, understood: null, unclear })
})

test('a per cent sign stands beside the field of what is in per cent', () => {
  expect(promptOf(shown(perCent), '4', 'en')).toMatchObject({ unit: '%', understood: 4, unclear: null })
  expect(reviewOf(shown(perCent, 'fr'), '4', 'fr')).toMatchObject({ given: ['4'], key: ['4,25 %'], understood: 4 })
})

test('a response is kept as typed, without space around it and without what a database refuses', () => {
  const read = (text: string) => readResponse(shown(plain), { values: [text], part: () => '' })
  expect(read(' 4,25 ')).toBe('4,25')
  expect(read('4\u00002')).toBe('42')
  expect(read('1'.repeat(1000))).toHaveLength(100)
  expect(read(' \n')).toBeNull()
})

test('each attempt has numbers of its own, the same ones each time it is opened', () => {
  const drawn = Array.from({ length: 60 }, (_, seed) => numericOf(shown(royalty, 'en', `${seed}`)))
  const prices = new Set(drawn.map(({ values }) => values?.price))
  expect(prices.size).toBeGreaterThan(8)
  expect([...prices].every((price = 0) => price >= 1200 && price <= 1800 && price % 50 === 0)).toBe(true)
  expect(new Set(drawn.map(({ values }) => values?.rate))).toEqual(new Set([3, 5, 7]))
  expect(shown(royalty, 'en', '7')).toEqual(drawn[7])
  for (const { key, values = {} } of drawn) expect(key).toBeCloseTo(((values.price ?? 0) * (values.rate ?? 0)) / 100, 9)
})

test('the texts have the numbers of the attempt, in the language of the text', () => {
  const item: NumericItem = {
    ...royalty,
    parameters: { price: { values: [1250, 1250.5] }, rate: { values: [5, 5.5] } },
  }
  const all = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((seed) => numericOf(shown(item, 'fr', seed)))
  const one = all.find(({ values }) => values?.price === 1250.5 && values.rate === 5) ?? expect.unreachable()
  expect(one).toMatchObject({
    prompt: 'À 1\u202f250,5 USD, avec 5 % ?',
    hint: 'Half of it is 625.25.',
    explanation: 'Soit 62,53.',
    key: 62.525,
    values: { price: 1250.5, rate: 5 },
  })
})

test('a prompt says nothing of the key, the values or the explanation', () => {
  const text = JSON.stringify(promptOf(shown(royalty), undefined, 'en'))
  expect(text).not.toMatch(/"key"|"values"|"explanation"|tolerance/)
})

test('without parameters a brace is a brace', () => {
  const item = { ...plain, prompt: { en: 'A set {1, 2}, {price} and }?' } }
  expect(itemTypes.numeric.problems(item)).toEqual([])
  expect(shown(item)).toMatchObject({ prompt: item.prompt.en, explanation: 'Why.', values: {} })
})

test('a key can be corrected to what a response states, unless each learner had their own', () => {
  expect(correctItem(shown(plain), '5.5', 'en')).toMatchObject({ key: 5.5 })
  expect(correctItem(shown(plain), '5.5 %', 'en')).toBeNull()
  expect(correctItem(shown(royalty), '5.5', 'en')).toBeNull()
})

test.each([
  [{ tolerance: 5 }, 1234.5678, '1,234.6'],
  [{ tolerance: 0.02 }, 1 / 3, '0.333'],
  [{ relative_tolerance: 0.01 }, 62.525, '62.53'],
  [{ significant_figures: 3 }, 4.4, '4.40'],
  [{ significant_figures: 3 }, 0.012_34, '0.0123'],
  [{ significant_figures: 3 }, 123_456, '123,000'],
  [{ tolerance: 0 }, 1 / 3, '0.3333333333'],
])('with %o, a computed %d is shown as %s', (tolerance, key, text) => {
  expect(formatKey(key, tolerance, 'en', true)).toBe(text)
})

test('a key that the author wrote is shown as it stands', () => {
  expect(formatKey(1234.5678, { tolerance: 5 }, 'fr')).toBe('1\u202f234,5678')
})

const language = fc.constantFrom(...languages)
const tolerance: fc.Arbitrary<Tolerance> = fc.oneof(
  fc.record({ tolerance: fc.double({ min: 0, max: 1000, noNaN: true }) }),
  fc.record({ relative_tolerance: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ significant_figures: fc.integer({ min: 1, max: 10 }) }),
)
/** Keys as contracts have them: down to a millionth, up to a million million. */
const key = fc.oneof(
  fc.integer({ min: -1e12, max: 1e12 }),
  fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((value) => Number(value.toFixed(6))),
  fc.double({ min: -10, max: 10, noNaN: true }).map((value) => (Math.abs(value) < 1e-6 ? 0 : value)),
)

test('the key, as a review or a form gives it in any language, is right', () => {
  fc.assert(
    fc.property(key, tolerance, language, fc.boolean(), (number, near, its, inPerCent) => {
      const fields: Partial<NumericItem> = { ...near, key: number, ...(inPerCent && { per_cent: true }) }
      const item = shown({ ...bare, key: 0, ...fields }, its)
      for (const text of [keyOf(item, its), ...reviewOf(item, undefined, its).key])
        expect(scoreItem(item, text ?? undefined, its)).toBe(1)
      expect(formatKey(number, near, its, true)).not.toMatch(/NaN|∞/)
      expect(scoreItem(item, formatKey(number, near, its, true), its)).toBe(1)
    }),
    { numRuns: 2000 },
  )
})

test('the own key of each learner, as the review gives it in any language, is right', () => {
  fc.assert(
    fc.property(fc.string(), language, tolerance, (seed, its, near) => {
      const { relative_tolerance: _, ...item } = royalty
      const one = shown({ ...item, ...near }, its, seed)
      expect(scoreItem(one, reviewOf(one, undefined, its).key[0], its)).toBe(1)
    }),
  )
})

test('whatever is typed earns all, nothing or is asked back', () => {
  const digits = fc
    .array(fc.constantFrom(..."0123456789.,%٪٤٫٬ -+e'\u00a0"), { maxLength: 20 })
    .map((all) => all.join(''))
  const items = [plain, perCent, { ...bare, relative_tolerance: 0.1 }, { ...bare, significant_figures: 2 }]
  fc.assert(
    fc.property(fc.oneof(fc.string(), digits), fc.constantFrom(...items), language, (text, item, its) => {
      const one = shown(item, its)
      const share = scoreItem(one, text, its)
      expect([0, 1]).toContain(share)
      if (text !== '' && isInDoubt(one, text, its)) expect(share).toBe(0)
      expect(reviewOf(one, text, its).understood).not.toBeNaN()
      correctItem(one, text, its)
    }),
    { numRuns: 2000 },
  )
})

const { problems } = itemTypes.numeric
const price = { values: [1, 2] }
const one = {
  ...base,
  type: 'numeric',
  prompt: { en: '{price}' },
  parameters: { price },
  key: 'price',
  tolerance: 0,
} satisfies NumericItem

const mistakes: [what: string, item: NumericItem, path: string, message: string][] = [
  ['no tolerance', bare, '', 'one of "tolerance", "relative_tolerance", "significant_figures" is missing'],
  [
    'two',
    { ...plain, significant_figures: 2 },
    '/significant_figures',
    '"significant_figures" cannot stand beside "tolerance"',
  ],
  [
    'a share of nothing',
    { ...bare, key: 0, relative_tolerance: 0.1 },
    '/relative_tolerance',
    'the key is 0: a share of it leaves no room',
  ],
  ['two units', { ...perCent, unit: { en: 'USD' } }, '/unit', 'the unit of "per_cent: true" is %: leave out "unit"'],
  ['a formula alone', { ...plain, key: '2 * 2' }, '/key', 'a key that is a formula needs "parameters"'],
  ['a formula of strangers', { ...one, key: 'price * rate' }, '/key', '"rate" is no parameter of this item'],
  [
    'a stranger in a text',
    { ...one, explanation: { en: '.', fr: '{rate}' } },
    '/explanation/fr',
    '"{rate}" is no parameter of this item',
  ],
  [
    'a formula without its sign',
    { ...one, explanation: { en: '{2 * price}' } },
    '/explanation/en',
    '"{2 * price}" is no parameter of this item',
  ],
  ['a bad formula in a text', { ...one, hint: { en: '{= price +}' } }, '/hint/en', '"price +" is not a formula'],
  [
    'too many decimals',
    { ...one, hint: { en: '{= price : 11}' } },
    '/hint/en',
    '"{= price : 11}": at most 10 decimals',
  ],
  ['an open brace', { ...one, hint: { en: '{price' } }, '/hint/en', 'a brace is not closed'],
  [
    'a parameter never used',
    { ...one, parameters: { price, rate: price } },
    '/parameters/rate',
    'the parameter "rate" is never used',
  ],
  [
    'a prompt that keeps a number back',
    { ...one, prompt: { en: '{price}', fr: 'Combien ?' } },
    '/prompt/fr',
    'the key needs "price", and the prompt does not give it',
  ],
  [
    'the wrong way round',
    { ...one, parameters: { price: { from: 2, to: 1, step: 1 } } },
    '/parameters/price',
    '"from" is 2, which is more than "to", 1',
  ],
  [
    'no step',
    { ...one, parameters: { price: { from: 1, to: 2, step: 0 } } },
    '/parameters/price',
    '"step" is 0, and must be more than 0',
  ],
  [
    'too long a step',
    { ...one, parameters: { price: { from: 1, to: 2, step: 3 } } },
    '/parameters/price',
    'steps of 3 from 1 do not reach 2',
  ],
  [
    'a step that misses',
    { ...one, parameters: { price: { from: 1, to: 2, step: 0.3 } } },
    '/parameters/price',
    'steps of 0.3 from 1 do not reach 2',
  ],
  [
    'only one value',
    { ...one, parameters: { price: { from: 1, to: 1, step: 1 } } },
    '/parameters/price',
    'steps of 1 from 1 do not reach 1',
  ],
  [
    'values without end',
    { ...one, parameters: { price: { from: 0, to: 1e9, step: 1 } } },
    '/parameters/price',
    '"price" has more than 1,000,000 values',
  ],
  [
    'half a range',
    { ...one, parameters: { price: { from: 1 } } },
    '/parameters/price',
    '"price" needs "from", "to" and "step", or "values"',
  ],
  [
    'a range and a list',
    { ...one, parameters: { price: { values: [1, 2], to: 1 } } },
    '/parameters/price',
    '"price" has either "values" or "from", "to" and "step"',
  ],
  [
    'the name of a function',
    { ...one, parameters: { min: price } },
    '/parameters/min',
    '"min" cannot name a parameter',
  ],
  ['a division by zero', { ...one, key: '1 / (price - 2)' }, '/key', '"1 / (price - 2)" has no value when price = 2'],
  [
    'a step that divides by zero',
    { ...one, explanation: { en: '{= 1 / (price - 1)}' } },
    '/explanation/en',
    '"1 / (price - 1)" has no value when price = 1',
  ],
  [
    'a share of nothing at times',
    { ...bare, prompt: one.prompt, parameters: { price }, key: 'price - 2', relative_tolerance: 0.1 },
    '/relative_tolerance',
    'the key is 0 when price = 2: a share of it leaves no room',
  ],
]

test.each(mistakes)('an author is told of %s', (_, item, path, message) => {
  expect(problems(item)).toEqual([{ path, message: expect.stringContaining(message) }])
})

test('an item without mistakes has none, nor have the examples of the manual', () => {
  expect([plain, perCent, royalty, one].flatMap(problems)).toEqual([])
  const [, example = ''] = itemTypes.numeric.manual.match(/(?:^ {4}.*\n)+/gm) ?? []
  const item: unknown = { ...base, ...parse(example) }
  expect([...Value.Errors(itemTypes.numeric.schema, item)]).toEqual([])
  expect(problems(Value.Parse(itemTypes.numeric.schema, item) as NumericItem)).toEqual([])
})

test('of a small grid every combination is checked, of a large one its corners and a spread of 2,000', () => {
  const step = (count: number) => ({ from: 0, to: count - 1, step: 1 })
  const small = [...combinations({ a: step(100), b: step(100) })]
  expect(new Set(small.map(({ a, b }) => `${a} ${b}`)).size).toBe(10_000)
  const large = [...combinations({ a: step(1000), b: step(1000), c: step(10) })]
  expect(large).toHaveLength(2008)
  expect(large).toContainEqual({ a: 999, b: 0, c: 9 })
  for (const [name, count] of [
    ['a', 1000],
    ['b', 1000],
    ['c', 10],
  ] as const) {
    const met = large.map((values) => values[name] ?? -1)
    expect(met.every((value) => Number.isInteger(value) && value >= 0 && value < count)).toBe(true)
    expect(new Set(met).size).toBeGreaterThan(Math.min(count, 800) * 0.9)
  }
})

test('a value that the sample missed and that has no key is passed over', () => {
  const item: NumericItem = {
    ...one,
    parameters: { price: { from: 0, to: 19, step: 1 } },
    key: 'sqrt(price - 18)',
  }
  for (const seed of ['a', 'b', 'c']) expect(numericOf(shown(item, 'en', seed)).values?.price).toBeGreaterThan(17)
  expect(() => shown({ ...item, key: 'sqrt(price - 20)' })).toThrow('"q" has no key')
})

test('decimal steps are the numbers that an author would write', () => {
  const values = [...combinations({ rate: { from: 0.1, to: 0.7, step: 0.1 } })].map(({ rate }) => rate)
  expect(values).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7])
})
