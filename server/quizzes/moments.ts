/**
 * Deviations smaller than this share of the largest value are rounding (0.1 + 0.2 is not quite 0.3), so they count as
 * none: otherwise equal totals would have a variance, and everything divided by it would be noise.
 */
const rounding = 1e-12

type Numbers = readonly number[]

/** The number, or null where a division by zero or an overflow left none. */
export const definedOr = (value: number): number | null => (Number.isFinite(value) ? value : null)

/** Arithmetic mean; NaN of nothing. Never outside the values, as a sum of equal decimals divided again can be. */
export function meanOf(values: Numbers): number {
  let sum = 0
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (const value of values) {
    sum += value
    if (value < least) least = value
    if (value > most) most = value
  }
  return Math.min(Math.max(sum / values.length, least), most)
}

export const ascending = (values: Numbers): number[] => [...values].sort((a, b) => a - b)

/** The middle value, or the mean of the two in the middle; NaN of nothing. */
export function medianOf(values: Numbers): number {
  const sorted = ascending(values)
  const half = sorted.length / 2
  return meanOf(sorted.slice(Math.ceil(half) - 1, Math.floor(half) + 1))
}

/** Differences from the mean, in the order given. */
function deviations(values: Numbers): number[] {
  const mean = meanOf(values)
  const least = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) * rounding
  return values.map((value) => (Math.abs(value - mean) <= least ? 0 : value - mean))
}

const powerSum = (devs: Numbers, power: number): number => devs.reduce((sum, dev) => sum + dev ** power, 0)

/** Sample variance (n - 1), in the values' unit squared; NaN under 2 values. */
export const varianceOf = (values: Numbers): number =>
  values.length < 2 ? Number.NaN : powerSum(deviations(values), 2) / (values.length - 1)

/** Sample covariance (n - 1) of two lists of one length; NaN under 2 values. 0 when it is no more than rounding. */
export function covarianceOf(xs: Numbers, ys: Numbers): number {
  if (xs.length < 2) return Number.NaN
  const dx = deviations(xs)
  const dy = deviations(ys)
  const sum = dx.reduce((total, dev, i) => total + dev * (dy[i] ?? 0), 0)
  const largest = Math.sqrt(powerSum(dx, 2)) * Math.sqrt(powerSum(dy, 2))
  return Math.abs(sum) <= rounding * largest ? 0 : sum / (xs.length - 1)
}

/** Fisher's k-statistics: k3 / k2^1.5. Not finite under 3 values or if all are equal. */
export function skewnessOf(values: Numbers): number {
  const n = values.length
  const k3 = (n * powerSum(deviations(values), 3)) / ((n - 1) * (n - 2))
  return k3 / varianceOf(values) ** 1.5
}

/** Fisher's k-statistics: k4 / k2^2, 0 for a normal distribution. Not finite under 4 values or if all are equal. */
export function kurtosisOf(values: Numbers): number {
  const n = values.length
  const devs = deviations(values)
  const fourth = ((n + 1) * powerSum(devs, 4)) / n - 3 * (n - 1) * (powerSum(devs, 2) / n) ** 2
  return (n * n * fourth) / ((n - 1) * (n - 2) * (n - 3)) / varianceOf(values) ** 2
}
