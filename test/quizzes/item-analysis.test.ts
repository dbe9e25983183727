import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { itemAnalysis } from '../../server/quizzes/item-analysis.ts'

const oracle = resolve(import.meta.dirname, '../../../shared/oracles/quiz-statistics')

/** Rows of a plain CSV file as numbers, without its header. */
const readRows = (file: string): number[][] =>
  readFileSync(resolve(oracle, file), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number))

/** Equal to six significant digits: half a unit of the sixth. */
function expectSix(actual: number | null | undefined, published: number, what: string): void {
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(published))) - 5)
  expect(Math.abs((actual ?? Number.NaN) - published), `${what}: ${actual} for ${published}`).toBeLessThanOrEqual(
    unit / 2,
  )
}

test('the published figures of a real quiz come out again, to six digits', (ctx) => {
  if (!existsSync(oracle)) ctx.skip('the published quiz statistics are not on this machine')
  const marks = readRows('marks.csv').map((row) => row.slice(1, 8))
  const { items, quiz } = itemAnalysis(marks, [1, 1, 1, 1, 1, 1, 1])
  const published = readRows('expected-items.csv')
  expect([marks.length, published.length, items.length]).toEqual([25, 7, 7])
  for (const [slot = 0, facility = 0, sd = 0, weight = 0, , , , index = 0, , efficiency = 0] of published) {
    const item = items[slot - 1]
    expectSix(item?.facility, facility, `facility ${slot}`)
    expectSix(item?.sd, sd, `sd ${slot}`)
    expectSix(item?.effectiveWeight, weight, `effective weight ${slot}`)
    expectSix(item?.discriminationIndex, index, `discrimination index ${slot}`)
    expectSix(item?.discriminativeEfficiency, efficiency, `discriminative efficiency ${slot}`)
    expectSix(item?.intendedWeight, 100 / 7, `intended weight ${slot}`)
  }
  expect(quiz.n).toBe(25)
  expectSix(quiz.median, 4.5, 'median')
  expectSix(quiz.mean, 4.617333, 'mean')
  expectSix(quiz.sd, 0.811727, 'sd')
  expect(quiz.skewness).toBeCloseTo(-0.092503, 6) // published with five digits only
  expectSix(quiz.kurtosis, -0.707397, 'kurtosis')
  expectSix(quiz.cic, -87.2231, 'internal consistency')
  expectSix(quiz.errorRatio, 136.8295, 'error ratio')
  expectSix(quiz.standardError, 1.110681, 'standard error')
})

const noItem = { n: 0, facility: null, sd: null, effectiveWeight: null, discriminationIndex: null }
const noQuiz = { n: 0, mean: null, median: null, sd: null, skewness: null, cic: null, errorRatio: null }
type Case = [name: string, marks: (number | null)[][], maxima: number[], items: object[], quiz: object]

const cases: Case[] = [
  [
    'no attempt',
    [],
    [1, 3],
    [
      { ...noItem, intendedWeight: 25 },
      { ...noItem, intendedWeight: 75 },
    ],
    noQuiz,
  ],
  ['no item', [[], []], [], [], { ...noQuiz, max: 0 }],
  [
    'one attempt',
    [[1, 0]],
    [1, 1],
    [{ n: 1, facility: 1, sd: null }, { facility: 0 }],
    { n: 1, mean: 1, median: 1, sd: null },
  ],
  [
    'everyone the same, in marks that do not add up exactly',
    [
      [0.1, 0.2, 0.3],
      [0.1, 0.2, 0.3],
      [0.3, 0.2, 0.1],
      [0.1, 0.2, 0.3],
    ],
    [1, 1, 1],
    [{ effectiveWeight: null }, { sd: 0, effectiveWeight: null, discriminationIndex: null }, {}],
    { n: 4, mean: expect.closeTo(0.6, 12), sd: 0, skewness: null, kurtosis: null, cic: null, errorRatio: null },
  ],
  [
    'one item has no rest and no consistency',
    [[0], [1], [1], [2]],
    [2],
    [
      {
        facility: 0.5,
        effectiveWeight: 100,
        intendedWeight: 100,
        discriminationIndex: null,
        discriminativeEfficiency: null,
      },
    ],
    { n: 4, mean: 1, median: 1, skewness: 0, cic: null, errorRatio: null, standardError: null },
  ],
  [
    'an item of maximum 0',
    [
      [0, 1, 0],
      [0, 0, 0],
      [0, 2, 2],
    ],
    [0, 2, 2],
    [
      { facility: null, sd: 0, intendedWeight: 0, effectiveWeight: 0, discriminationIndex: null },
      { facility: 0.5 },
      {},
    ],
    { n: 3, mean: 5 / 3, max: 4 },
  ],
  [
    'only items of maximum 0',
    [[0], [0]],
    [0],
    [{ n: 2, facility: null, intendedWeight: null }],
    { n: 2, mean: 0, max: 0 },
  ],
  [
    'two items that agree wholly',
    [
      [0, 0],
      [1, 2],
      [0, 0],
      [1, 2],
    ],
    [1, 2],
    [{ discriminationIndex: expect.closeTo(100, 9), discriminativeEfficiency: expect.closeTo(100, 9) }, {}],
    // p / (p - 1) = 2; item variances 1/3 and 4/3; variance of totals 3
    {
      cic: expect.closeTo(800 / 9, 9),
      errorRatio: expect.closeTo(100 / 3, 9),
      standardError: expect.closeTo(Math.sqrt(1 / 3), 9),
    },
  ],
  [
    'an item that goes against the total',
    [
      [1, 0, 0],
      [0, 1, 1],
      [0, 1, 1],
    ],
    [1, 1, 1],
    [{ effectiveWeight: null }, { effectiveWeight: expect.closeTo(50, 9) }, { effectiveWeight: expect.closeTo(50, 9) }],
    { n: 3 },
  ],
  [
    'drawn: each attempt one of two items beside a common one',
    [
      [1, 1, null],
      [0, 0, null],
      [1, null, 1],
      [0, null, 0],
    ],
    [1, 1, 1],
    [
      { n: 4, facility: 0.5, intendedWeight: 50, effectiveWeight: null, discriminationIndex: expect.closeTo(100, 9) },
      { n: 2, facility: 0.5, intendedWeight: 50, discriminationIndex: expect.closeTo(100, 9) },
      { n: 2 },
    ],
    { n: 4, max: 2, mean: 1, cic: null, errorRatio: null, standardError: null },
  ],
  [
    'drawn out of different maxima: totals and rests are shares',
    [
      [1, 1, null], // rest 1 of 1
      [0, 0, null], // rest 0 of 1
      [1, null, 2], // rest 2 of 4: less than 1 of 1
      [0, null, 1], // rest 1 of 4
    ],
    [1, 1, 4],
    // marks 1 0 1 0, rests 1 0 .5 .25: covariance .625 / 3, variances 1/3 and .546875 / 3
    [{ intendedWeight: 35, discriminationIndex: expect.closeTo(62.5 / Math.sqrt(0.546875), 9) }, {}, {}],
    { n: 4, max: 1, mean: (1 + 0 + 3 / 5 + 1 / 5) / 4, median: expect.closeTo(0.4, 12) },
  ],
  [
    'an item nobody had, and an attempt that had none',
    [
      [1, null],
      [0, null],
      [null, null],
    ],
    [1, 1],
    [
      { n: 2, facility: 0.5 },
      { ...noItem, intendedWeight: null },
    ],
    { n: 2, mean: 0.5, cic: null },
  ],
  [
    'drawn: an attempt without a rest says nothing about discrimination, and one without marks to earn nothing at all',
    [
      [1, 2, null],
      [0, 0, null],
      [1, null, null],
      [null, null, 0],
    ],
    [1, 2, 0],
    [{ n: 3, discriminationIndex: expect.closeTo(100, 9) }, { n: 2 }, { n: 1, facility: null, intendedWeight: null }],
    { n: 3, max: 1, mean: expect.closeTo(2 / 3, 12) },
  ],
  [
    'two attempts are too few for consistency',
    [
      [0, 0],
      [1, 1],
    ],
    [1, 1],
    [{ discriminationIndex: expect.closeTo(100, 9) }, {}],
    { sd: Math.SQRT2, skewness: null, cic: null, errorRatio: null, standardError: null },
  ],
  [
    'items that agree wholly are wholly consistent, though their variances do not add up exactly',
    [
      [0.6, 0.6, 0.6],
      [0.8, 0.8, 0.8],
      [0.6, 0.6, 0.6],
    ],
    [1, 1, 1],
    [{}, {}, {}],
    { cic: 100, errorRatio: 0, standardError: 0 },
  ],
  [
    'an item without effect on the total has no weight, though its covariance rounds to less than 0',
    [
      [0.6, 0.3],
      [0.5, 0.8],
      [0.7, 0.6],
    ],
    [1, 1],
    [{ effectiveWeight: 0 }, { effectiveWeight: 100 }],
    {},
  ],
  [
    'a maximum that is none counts as 0',
    [[1, 1, 1]],
    [1, Number.NaN, -1],
    [{ intendedWeight: 100 }, { facility: null, intendedWeight: 0 }, { facility: null, intendedWeight: 0 }],
    { max: 1 },
  ],
  [
    'marks that are no numbers are not there',
    [[Number.NaN, 1], [1]],
    [1, Number.NaN],
    [{ n: 1 }, { n: 1, facility: null }],
    {},
  ],
]

test.each(cases)('%s', (_name, marks, maxima, items, quiz) => {
  expect(itemAnalysis(marks, maxima)).toMatchObject({ items, quiz })
})

test('shape is measured from 3 and 4 attempts on', () => {
  const totals = [[1], [2], [4], [9]]
  expect(itemAnalysis(totals.slice(0, 2), [9]).quiz).toMatchObject({ skewness: null, kurtosis: null })
  expect(itemAnalysis(totals.slice(0, 3), [9]).quiz).toMatchObject({ skewness: expect.any(Number), kurtosis: null })
  // sums of powers about the mean of 4: 38, 90, 722; k2 = 38/3, k3 = 4·90/6, k4 = 16(5·180.5 - 9·90.25)/6
  expect(itemAnalysis(totals, [9]).quiz).toMatchObject({
    skewness: expect.closeTo(60 / (38 / 3) ** 1.5, 12),
    kurtosis: expect.closeTo((16 * (5 * 180.5 - 9 * 90.25)) / 6 / (38 / 3) ** 2, 12),
  })
})

test('the share expected by guessing is passed on, and absent when none is given', () => {
  const { items } = itemAnalysis([[1, 0, 1]], [1, 1, 1], { randomGuess: [0.25, null] })
  expect(items.map((item) => item.randomGuessScore)).toEqual([0.25, null, null])
  expect(itemAnalysis([[1]], [1]).items[0]).not.toHaveProperty('randomGuessScore')
})

const wild = fc.oneof(fc.double(), fc.constantFrom(null, 0, -0, 1, Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324))
const wildQuiz = fc.record({
  marks: fc.array(fc.array(wild, { maxLength: 4 }), { maxLength: 6 }),
  maxima: fc.array(fc.oneof(fc.double(), fc.integer({ min: 0, max: 3 })), { maxLength: 4 }),
})

/** Marks in twelfths of each maximum; `drawn` leaves cells out. */
const quizzes = (drawn: boolean) =>
  fc.integer({ min: 1, max: 5 }).chain((k) =>
    fc
      .record({
        maxima: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: k, maxLength: k }),
        twelfths: fc.array(
          fc.array(fc.option(fc.integer({ min: 0, max: 12 }), { freq: drawn ? 3 : 1e9 }), {
            minLength: k,
            maxLength: k,
          }),
          { maxLength: 9 },
        ),
        order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8], { minLength: 9, maxLength: 9 }),
      })
      .map(({ maxima, twelfths, order }) => ({
        maxima,
        marks: twelfths.map((row) => row.map((x, item) => (x === null ? null : (x / 12) * (maxima[item] ?? 0)))),
        order,
      })),
  )
const anyQuiz = fc.boolean().chain(quizzes)
const at = <T>(values: readonly T[], order: number[]): T[] => order.flatMap((i) => values.slice(i, i + 1))

/** The same figures with some slack for rounding: numbers become close matches. */
const near = (value: unknown): unknown =>
  typeof value === 'number'
    ? expect.toSatisfy(
        (x: unknown) => typeof x === 'number' && Math.abs(x - value) <= 1e-7 * Math.max(1, Math.abs(value)),
      )
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, near(inner)]))
      : value

test('no figure is ever NaN or infinite, whatever the marks', () => {
  fc.assert(
    fc.property(wildQuiz, ({ marks, maxima }) => {
      const { items, quiz } = itemAnalysis(marks, maxima)
      for (const value of [quiz, ...items].flatMap((figures) => Object.values(figures))) {
        expect(value === null || Number.isFinite(value)).toBe(true)
      }
    }),
    { numRuns: 500 },
  )
})

test('facility is a share, and equal marks of any size have the same facility', () => {
  fc.assert(
    fc.property(anyQuiz, ({ marks, maxima }) => {
      for (const { n, facility } of itemAnalysis(marks, maxima).items) {
        if (n === 0) expect(facility).toBeNull()
        else expect(facility !== null && facility >= 0 && facility <= 1).toBe(true)
      }
    }),
  )
  expect(itemAnalysis([[0.1], [0.1], [0.1]], [0.1]).items[0]?.facility).toBe(1)
})

test('the order of attempts changes nothing', () => {
  fc.assert(
    fc.property(anyQuiz, ({ marks, maxima, order }) => {
      const { items, quiz } = itemAnalysis(marks, maxima)
      const other = itemAnalysis(at(marks, order), maxima)
      expect(other.quiz).toEqual(near(quiz))
      expect(other.items).toEqual(items.map(near))
    }),
  )
})

test('the order of items changes only the order of their figures', () => {
  fc.assert(
    fc.property(anyQuiz, ({ marks, maxima, order }) => {
      const { items, quiz } = itemAnalysis(marks, maxima)
      const other = itemAnalysis(
        marks.map((row) => at(row, order)),
        at(maxima, order),
      )
      expect(other.quiz).toEqual(near(quiz))
      expect(other.items).toEqual(at(items, order).map(near))
    }),
  )
})

test('another unit of marks leaves every percentage as it is', () => {
  fc.assert(
    fc.property(anyQuiz, fc.constantFrom(0.1, 3, 20, 1e6), ({ marks, maxima }, factor) => {
      const { items, quiz } = itemAnalysis(marks, maxima)
      const other = itemAnalysis(
        marks.map((row) => row.map((mark) => (mark === null ? null : mark * factor))),
        maxima.map((max) => max * factor),
      )
      const shares = ({ skewness, kurtosis, cic, errorRatio }: typeof quiz) => ({ skewness, kurtosis, cic, errorRatio })
      const percentages = ({ sd: _marks, ...rest }: (typeof items)[number]) => rest
      expect(shares(other.quiz)).toEqual(near(shares(quiz)))
      expect(other.items.map(percentages)).toEqual(items.map(percentages).map(near))
      expect(other.items.map((item) => item.sd)).toEqual(items.map(({ sd }) => near(sd === null ? null : sd * factor)))
    }),
  )
})
