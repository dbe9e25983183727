import fc from 'fast-check'
import { expect, test } from 'vitest'
import { learningGain, leastPairs, type PrePost } from '../../server/quizzes/learning-gain.ts'

const seed = 2026
const same = (count: number, pair: PrePost): PrePost[] => Array.from({ length: count }, () => ({ ...pair }))

test('a learner gains marks, and a share of what was left to gain', () => {
  const { learners } = learningGain(
    [
      { pre: 2, post: 8, max: 10 },
      { pre: 6, post: 5, max: 10 },
      { pre: 10, post: 9, max: 10 },
      { pre: 12, post: 11, max: 10 },
      { pre: 0, post: 0, max: 4 },
    ],
    seed,
  )
  expect(learners).toEqual([
    { raw: 6, normalised: 0.75 },
    { raw: -1, normalised: -0.25 },
    { raw: -1, normalised: null },
    { raw: -1, normalised: null },
    { raw: 0, normalised: 0 },
  ])
})

test('a group has the means of its learners, over those who have the figure', () => {
  const pairs = [
    { pre: 2, post: 8, max: 10 },
    { pre: 10, post: 10, max: 10 },
    { pre: 1, post: 2, max: 5 },
  ]
  expect(learningGain(pairs, seed)).toMatchObject({
    n: 3,
    raw: { mean: 7 / 3 },
    rawScaled: { mean: expect.closeTo((0.6 + 0 + 0.2) / 3, 12) },
    normalised: { n: 2, mean: 0.5 },
  })
})

test('no pairs, no figures', () => {
  const none = { mean: null, low: null, high: null }
  expect(learningGain([], seed)).toEqual({
    n: 0,
    tooFew: true,
    learners: [],
    raw: none,
    rawScaled: none,
    normalised: { n: 0, ...none },
  })
})

test('under ten pairs there is a mean and no interval', () => {
  const nine = learningGain(same(leastPairs - 1, { pre: 1, post: 3, max: 5 }), seed)
  expect(nine).toMatchObject({ n: 9, tooFew: true, raw: { mean: 2, low: null, high: null } })
  const ten = learningGain(same(leastPairs, { pre: 1, post: 3, max: 5 }), seed)
  expect(ten).toMatchObject({ n: 10, tooFew: false, raw: { mean: 2, low: 2, high: 2 } })
})

test('normalised gains need ten of their own for an interval', () => {
  const pairs = [...same(9, { pre: 1, post: 3, max: 5 }), ...same(9, { pre: 5, post: 5, max: 5 })]
  expect(learningGain(pairs, seed)).toMatchObject({
    n: 18,
    tooFew: false,
    raw: { mean: 1, low: expect.any(Number), high: expect.any(Number) },
    normalised: { n: 9, mean: 0.5, low: null, high: null },
  })
})

test.each([
  { pre: Number.NaN, post: 3, max: 5 },
  { pre: 1, post: Number.POSITIVE_INFINITY, max: 5 },
  { pre: 1, post: 3, max: Number.POSITIVE_INFINITY },
  { pre: -1e308, post: 1e308, max: 1 },
  { pre: 0, post: 1, max: 5e-324 },
  { pre: Number.NEGATIVE_INFINITY, post: 3, max: 5 },
  { pre: 0, post: 0, max: 0 },
  { pre: -3, post: -2, max: -1 },
])('what is not measured keeps its place and counts for nothing: %o', (odd) => {
  const gain = learningGain([odd, { pre: 1, post: 3, max: 5 }], seed)
  expect(gain.learners).toEqual([
    { raw: null, normalised: null },
    { raw: 2, normalised: 0.5 },
  ])
  expect(gain).toMatchObject({ n: 1, raw: { mean: 2 }, rawScaled: { mean: 0.4 }, normalised: { n: 1, mean: 0.5 } })
})

test('the interval is the same on every machine', () => {
  const pairs = Array.from({ length: 200 }, (_, i) => ({ pre: i % 4, post: ((i * i) % 97) / 10, max: 10 }))
  const close = (value: number) => expect.closeTo(value, 12)
  // Worked out once more, in another language, from the published generator and the book's percentiles.
  expect(learningGain(pairs, seed)).toMatchObject({
    raw: { mean: close(3.1835), low: close(2.7265), high: close(3.62) },
    normalised: { mean: close(0.36289365079365), low: close(0.30925634920635), high: close(0.41334246031746) },
  })
  expect(learningGain(pairs, seed)).toEqual(learningGain(pairs, seed))
  expect(learningGain(pairs, seed).normalised.low).not.toBe(learningGain(pairs, seed + 1).normalised.low)
})

const pair = fc
  .record({
    pre: fc.double({ min: 0, max: 1, noNaN: true }),
    post: fc.double({ min: 0, max: 1, noNaN: true }),
    max: fc.integer({ min: 1, max: 40 }),
  })
  .map(({ pre, post, max }) => ({ pre: pre * max, post: post * max, max }))
const groups = fc.array(pair, { minLength: leastPairs, maxLength: 25 })
const wild = fc.array(fc.record({ pre: fc.double(), post: fc.double(), max: fc.double() }), { maxLength: 14 })
const runs = { numRuns: 40 }

test('no figure is ever NaN or infinite, whatever the marks', () => {
  fc.assert(
    fc.property(wild, fc.double(), (pairs, anySeed) => {
      const { learners, raw, rawScaled, normalised } = learningGain(pairs, anySeed)
      for (const value of [raw, rawScaled, normalised, ...learners].flatMap((figures) => Object.values(figures))) {
        expect(value === null || Number.isFinite(value)).toBe(true)
      }
    }),
    runs,
  )
})

test('the interval is around the mean', () => {
  fc.assert(
    fc.property(groups, fc.integer(), (pairs, anySeed) => {
      const { raw, rawScaled } = learningGain(pairs, anySeed)
      for (const { mean, low, high } of [raw, rawScaled]) {
        expect(mean !== null && low !== null && high !== null && low <= mean && mean <= high).toBe(true)
      }
    }),
    runs,
  )
})

test('the order of pairs changes neither means nor intervals', () => {
  const shuffled = groups.chain((pairs) =>
    fc.tuple(fc.constant(pairs), fc.shuffledSubarray(pairs, { minLength: pairs.length, maxLength: pairs.length })),
  )
  fc.assert(
    fc.property(shuffled, ([pairs, others]) => {
      const { learners: _one, ...first } = learningGain(pairs, seed)
      const { learners: _two, ...second } = learningGain(others, seed)
      expect(second).toEqual(first)
    }),
    runs,
  )
})

test('where all gained the same the interval has no width', () => {
  fc.assert(
    fc.property(pair, fc.integer({ min: leastPairs, max: 20 }), fc.integer(), (one, count, anySeed) => {
      const { raw, rawScaled } = learningGain(same(count, one), anySeed)
      expect(raw).toEqual({ mean: one.post - one.pre, low: one.post - one.pre, high: one.post - one.pre })
      expect(rawScaled.low).toBe(rawScaled.high)
    }),
    runs,
  )
})

/** Numbers between 0 and 1, the same each time: Park and Miller's generator, not the one under test. */
function draws() {
  let state = 1
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}

test('in 200 groups of 30 the interval has the true mean about 95 times in 100', () => {
  const draw = draws()
  let covered = { raw: 0, normalised: 0 }
  for (let group = 0; group < 200; group += 1) {
    // Gains are skewed: squares of numbers spread evenly from 0 to 1, whose mean is a third.
    const pairs = Array.from({ length: 30 }, () => ({ pre: 0, post: 12 * draw() ** 2, max: 12 }))
    const { raw, normalised } = learningGain(pairs, group)
    const has = ({ low, high }: typeof raw, mean: number) =>
      Number(low !== null && high !== null && low <= mean && mean <= high)
    covered = { raw: covered.raw + has(raw, 4), normalised: covered.normalised + has(normalised, 1 / 3) }
  }
  expect(covered.raw / 200).toBeGreaterThanOrEqual(0.9)
  expect(covered.raw / 200).toBeLessThanOrEqual(0.98)
  expect(covered.normalised / 200).toBeGreaterThanOrEqual(0.9)
  expect(covered.normalised / 200).toBeLessThanOrEqual(0.98)
})
