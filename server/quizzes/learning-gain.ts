import { ascending, definedOr, meanOf } from './moments.ts'

/** One learner's marks before and after, out of the same maximum. */
export type PrePost = { pre: number; post: number; max: number }
/** The ends of the 95 % interval are null under `leastPairs` values; the mean is null of none. */
export type Estimate = { mean: number | null; low: number | null; high: number | null }
export type LearningGain = {
  n: number
  tooFew: boolean
  learners: { raw: number | null; normalised: number | null }[]
  raw: Estimate
  rawScaled: Estimate
  normalised: Estimate & { n: number }
}

/** Under ten learners a percentile interval is far too narrow to be shown. */
export const leastPairs = 10
export const resamples = 2000
const tail = 0.025

/** A test without marks to earn measures nothing, and a figure that is not finite is not a mark. */
const isMeasured = ({ pre, post, max }: PrePost): boolean =>
  Number.isFinite(max) && max > 0 && Number.isFinite((post - pre) / max)

/**
 * What a group learnt between two sittings of a test.
 *
 * `learners`, in the order given: `raw` = post - pre, in marks; `normalised` = (post - pre) / (max - pre), the share
 * of what could still be gained (R. R. Hake, "Interactive-engagement versus traditional methods", American Journal of
 * Physics 66, 1998), null where pre is max already; a loss is negative and is not rescaled. Both are null for a pair
 * that is not measured (a figure not finite, or a max of 0 or less); it is not counted in `n` or anywhere else.
 *
 * Groups: `raw`, the mean in marks (comparable only where every pair has the same max); `rawScaled`, the mean of
 * (post - pre) / max, for pairs of any max; `normalised`, the mean of the learners' own normalised gains over the
 * `normalised.n` who have one (Hake also takes the gain of the mean marks; the two are close but not equal).
 *
 * Intervals: 95 % percentile bootstrap over learners (B. Efron and R. Tibshirani, "An Introduction to the Bootstrap",
 * 1993, chapter 13): the 50th and the 1,950th of the means of 2,000 resamples. `seed` is any integer (modulo 2^32).
 * The same seed and pairs, in whatever order, give the same figures on every machine. `tooFew`: `n` is under
 * `leastPairs`; an interval needs that many values of its own, so `normalised` can lack one where `raw` has it.
 */
export function learningGain(pairs: readonly PrePost[], seed: number): LearningGain {
  const measured = pairs.filter(isMeasured)
  const gains = measured.map(normalisedGain).filter((gain) => gain !== null)
  return {
    n: measured.length,
    tooFew: measured.length < leastPairs,
    learners: pairs.map((pair) =>
      isMeasured(pair)
        ? { raw: pair.post - pair.pre, normalised: normalisedGain(pair) }
        : { raw: null, normalised: null },
    ),
    raw: estimate(
      measured.map(({ pre, post }) => post - pre),
      seed,
    ),
    rawScaled: estimate(
      measured.map(({ pre, post, max }) => (post - pre) / max),
      seed,
    ),
    normalised: { n: gains.length, ...estimate(gains, seed) },
  }
}

const normalisedGain = ({ pre, post, max }: PrePost): number | null =>
  pre >= max ? null : definedOr((post - pre) / (max - pre))

/** Values are sorted first: neither a mean nor a draw then depends on the order they came in. */
function estimate(values: number[], seed: number): Estimate {
  const sorted = ascending(values)
  const mean = definedOr(meanOf(sorted))
  if (sorted.length < leastPairs || mean === null) return { mean, low: null, high: null }
  const random = mulberry32(seed)
  const means = ascending(Array.from({ length: resamples }, () => resampledMean(sorted, random)))
  const nth = (rank: number) => definedOr(means[rank - 1] ?? Number.NaN)
  return { mean, low: nth(tail * resamples), high: nth((1 - tail) * resamples) }
}

/** The mean of as many draws, with replacement, as there are values; kept within them, as rounding might not. */
function resampledMean(sorted: readonly number[], random: () => number): number {
  const n = sorted.length
  let sum = 0
  for (let i = 0; i < n; i += 1) sum += sorted[Math.floor(random() * n)] ?? 0
  return Math.min(Math.max(sum / n, sorted[0] ?? 0), sorted[n - 1] ?? 0)
}

/**
 * Tommy Ettinger's mulberry32 (public domain): 32 bits of state, integer arithmetic only, so every machine draws the
 * same numbers. Returns numbers from 0 up to 1, 1 excluded. For resampling; never for secrets.
 */
function mulberry32(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), state | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296
  }
}
