import { ascending, covarianceOf, definedOr, kurtosisOf, meanOf, medianOf, skewnessOf, varianceOf } from './moments.ts'

export type ItemFigures = {
  n: number
  facility: number | null
  sd: number | null
  effectiveWeight: number | null
  intendedWeight: number | null
  discriminationIndex: number | null
  discriminativeEfficiency: number | null
  randomGuessScore?: number | null
}
export type QuizFigures = {
  n: number
  max: number
  mean: number | null
  median: number | null
  sd: number | null
  skewness: number | null
  kurtosis: number | null
  cic: number | null
  errorRatio: number | null
  standardError: number | null
}
export type ItemAnalysis = { items: ItemFigures[]; quiz: QuizFigures }
type Marks = readonly (readonly (number | null)[])[]

/**
 * How the items of a quiz worked and how far its marks can be relied on: classical item analysis after Moodle's
 * documentation, "Quiz statistics calculations". `marks` are attempts x items, in marks; null where the attempt did
 * not have the item (a drawn quiz). `maxima` has an item's best mark in each column; there are as many items as
 * maxima. The result's `items` are in that order. Variances are of a sample (n - 1). Whatever cannot be worked out is
 * null, never NaN or Infinity; nothing throws. A mark that is not finite is taken as null; a maximum that is not
 * finite, or below 0, as 0; an attempt that had none of the items is left out.
 *
 * Items, each over the `n` attempts that had it:
 * - `facility`: mean mark / maximum, a share from 0 to 1 for marks within range. Null without attempts or maximum.
 * - `sd`: in marks (Moodle's page shows it as a percentage of the maximum). Null under 2 attempts.
 * - `intendedWeight`, %: maximum / sum of maxima; in a drawn quiz, the mean of that over the attempts that had it.
 * - `effectiveWeight`, %: sqrt(cov(item, total)) / the sum of that over the items where cov >= 0; the total has the
 *   item in it. Null where cov < 0 (Moodle shows an error), under 2 attempts, at equal totals or when any cell is null.
 * - `discriminationIndex`, %: correlation of the item with the rest, the attempt's other items. The rest is a share of
 *   its own maximum, so that unlike draws compare; where all have the same items that is Moodle's figure. Null under
 *   2 attempts, where the item or the rest does not vary, or without a rest.
 * - `discriminativeEfficiency`, %: cov(item, rest) / that of both sorted, the most these marks allow. Null alike.
 * - `randomGuessScore`: the share expected by guessing, as given; absent unless `randomGuess` is given.
 *
 * Quiz, over its `n` attempts:
 * - `mean`, `median`, `sd` of totals out of `max`: in marks where every attempt is out of the same `max`; otherwise
 *   totals are shares of each attempt's own maximum and `max` is 1, so that mean / max is a share in either case.
 * - `skewness` k3 / k2^1.5 and `kurtosis` k4 / k2^2 from k-statistics; null under 3 and 4 attempts or equal totals.
 * - `cic`, %: coefficient of internal consistency (Cronbach's alpha), p / (p - 1) x (1 - sum of item variances / k2)
 *   with p items, those of maximum 0 included; 100 at most, and it can be below 0. Null under 2 items, under 3
 *   attempts (as Moodle), at equal totals or when any cell is null. So are `errorRatio`, %: sqrt(1 - cic), above 100
 *   where cic is below 0; and `standardError`, in the unit of `sd`: errorRatio x sd.
 *
 * Moodle's published test data are reproduced as the formulae stand, with the k-statistics and n - 1 throughout.
 */
export function itemAnalysis(
  marks: Marks,
  maxima: readonly number[],
  options: { randomGuess?: readonly (number | null)[] } = {},
): ItemAnalysis {
  const best = maxima.map((max) => (Number.isFinite(max) && max > 0 ? max : 0))
  const attempts = marks
    .map((row) => best.map((_, item) => definedOr(row[item] ?? Number.NaN)))
    .filter((row) => row.some((mark) => mark !== null))
  const complete = attempts.every((row) => !row.includes(null))
  const weights = complete ? effectiveWeights(attempts, best) : best.map(() => null)
  const guess = (item: number) =>
    options.randomGuess ? { randomGuessScore: definedOr(options.randomGuess[item] ?? Number.NaN) } : {}
  const items = best.map((max, item) => ({
    ...itemFigures(attempts, best, item),
    intendedWeight: complete ? definedOr(100 * (max / sum(best))) : drawnWeight(attempts, best, item),
    effectiveWeight: weights[item] ?? null,
    ...guess(item),
  }))
  return { items, quiz: quizFigures(attempts, best, complete) }
}

type Attempt = readonly (number | null)[]
type Sum = { raw: number; max: number }

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Marks of an attempt and the most it could have, over the items it had; `without` leaves one item out. */
function total(attempt: Attempt, best: readonly number[], without = -1): Sum {
  let raw = 0
  let max = 0
  for (const [item, mark] of attempt.entries()) {
    if (mark === null || item === without) continue
    raw += mark
    max += best[item] ?? 0
  }
  return { raw, max }
}

const marksAt = (attempts: Attempt[], item: number): number[] =>
  attempts.map((attempt) => attempt[item] ?? null).filter((mark) => mark !== null)

function itemFigures(attempts: Attempt[], best: readonly number[], item: number) {
  const own = marksAt(attempts, item)
  const pairs = attempts.flatMap((attempt) => {
    const mark = attempt[item] ?? null
    const rest = total(attempt, best, item)
    return mark === null || rest.max <= 0 ? [] : [{ mark, rest: rest.raw / rest.max }]
  })
  const mark = pairs.map((pair) => pair.mark)
  const rest = pairs.map((pair) => pair.rest)
  const covariance = covarianceOf(mark, rest)
  const spread = Math.sqrt(varianceOf(mark)) * Math.sqrt(varianceOf(rest))
  return {
    n: own.length,
    facility: definedOr(meanOf(own) / (best[item] ?? 0)),
    sd: definedOr(Math.sqrt(varianceOf(own))),
    discriminationIndex: definedOr(100 * (covariance / spread)),
    discriminativeEfficiency: definedOr(100 * (covariance / covarianceOf(ascending(mark), ascending(rest)))),
  }
}

function drawnWeight(attempts: Attempt[], best: readonly number[], item: number): number | null {
  const drawn = attempts.filter((attempt) => (attempt[item] ?? null) !== null)
  return definedOr(meanOf(drawn.map((attempt) => 100 * ((best[item] ?? 0) / total(attempt, best).max))))
}

function effectiveWeights(attempts: Attempt[], best: readonly number[]): (number | null)[] {
  const totals = attempts.map((attempt) => total(attempt, best).raw)
  const roots = best.map((_, item) => Math.sqrt(covarianceOf(marksAt(attempts, item), totals)))
  const all = sum(roots.filter((root) => root >= 0))
  return roots.map((root) => definedOr(100 * (root / all)))
}

function quizFigures(attempts: Attempt[], best: readonly number[], complete: boolean): QuizFigures {
  const sums = attempts.map((attempt) => total(attempt, best))
  const max = sums[0]?.max ?? sum(best)
  const alike = sums.every((each) => Math.abs(each.max - max) <= 1e-9 * Math.abs(max))
  const totals = alike
    ? sums.map(({ raw }) => raw)
    : sums.filter((each) => each.max > 0).map((each) => each.raw / each.max)
  const variance = varianceOf(totals)
  const sd = Math.sqrt(variance)
  const separate = sum(best.map((_, item) => varianceOf(marksAt(attempts, item))))
  const reliable = complete && attempts.length > 2 && best.length > 1
  const alpha = (best.length / (best.length - 1)) * (1 - separate / variance)
  const cic = reliable ? Math.min(1, alpha) : Number.NaN // rounding can take it a hair above 1
  const errorRatio = Math.sqrt(1 - cic)
  return {
    n: totals.length,
    max: alike ? (definedOr(max) ?? 0) : 1,
    mean: definedOr(meanOf(totals)),
    median: definedOr(medianOf(totals)),
    sd: definedOr(sd),
    skewness: definedOr(skewnessOf(totals)),
    kurtosis: definedOr(kurtosisOf(totals)),
    cic: definedOr(100 * cic),
    errorRatio: definedOr(100 * errorRatio),
    standardError: definedOr(errorRatio * sd),
  }
}
