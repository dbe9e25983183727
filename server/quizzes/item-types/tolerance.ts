import { Type } from 'typebox'
import type { Language } from '../../platform/words/languages.ts'
import { formatNumber } from '../../platform/words/numbers.ts'

/** How near to the key is right: exactly one of the three. */
export type Tolerance = {
  /** So far away, in the unit of the key. */
  tolerance?: number
  /** A share of the key: 0.02 is two per cent of it. */
  relative_tolerance?: number
  /** The same when both are rounded to so many significant figures. */
  significant_figures?: number
}

export const toleranceFields = {
  tolerance: Type.Optional(Type.Number({ minimum: 0 })),
  relative_tolerance: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  significant_figures: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
}
const kinds = ['tolerance', 'relative_tolerance', 'significant_figures'] as const

/** Course mistakes; `path` is where the item or cell stands. */
export function toleranceProblems(given: Tolerance, path = ''): { path: string; message: string }[] {
  const [first, ...more] = kinds.filter((kind) => given[kind] !== undefined)
  if (!first) return [{ path, message: `one of ${kinds.map((kind) => `"${kind}"`).join(', ')} is missing` }]
  return more.map((kind) => ({ path: `${path}/${kind}`, message: `"${kind}" cannot stand beside "${first}"` }))
}

/** Whether no answer but the key itself could be right, though a share of it was to be. */
export const leavesNoRoom = (key: number, { relative_tolerance }: Tolerance): boolean =>
  relative_tolerance !== undefined && key === 0

export const pickTolerance = ({ tolerance, relative_tolerance, significant_figures }: Tolerance): Tolerance => ({
  ...(tolerance !== undefined && { tolerance }),
  ...(relative_tolerance !== undefined && { relative_tolerance }),
  ...(significant_figures !== undefined && { significant_figures }),
})

/**
 * Whether a value is as near to the key as the author asks. The bounds are right themselves. With significant figures,
 * more figures than asked for are right when they round to those of the key, and fewer when nothing but zeros is
 * missing: for 4.40 to three figures, 4.4 and 4.4012 are right and 4.41 is not. Halves are rounded away from zero.
 */
export function isNear(value: number, key: number, { significant_figures, ...own }: Tolerance): boolean {
  if (significant_figures !== undefined)
    return toFigures(value, significant_figures) === toFigures(key, significant_figures)
  // 12.55 - 12.5 is not quite 0.05, and no more than ten decimals of a key are shown.
  const slack = 1e-10 + 1e-12 * Math.abs(key)
  return Math.abs(value - key) <= roomOf(key, own) + slack
}

const roomOf = (key: number, { tolerance = 0, relative_tolerance = 0 }: Tolerance): number =>
  Math.max(tolerance, relative_tolerance * Math.abs(key))

/**
 * To so many significant figures, halves away from zero. Twelve figures are taken as they are printed, so that 4.445
 * rounds to 4.45 even where a sum left it a hair below.
 */
export function toFigures(value: number, figures: number): number {
  const [printed = '', exponent] = Math.abs(value).toExponential(11).split('e')
  const digits = printed.replace('.', '')
  const kept = Number(digits.slice(0, figures)) + (Number(digits[figures]) >= 5 ? 1 : 0)
  return kept === 0 ? 0 : Math.sign(value) * Number(`${kept}e${Number(exponent) - figures + 1}`)
}

/**
 * The key as a review shows it: with its significant figures, or as it stands. A `computed` one without the decimals
 * that its tolerance makes meaningless. Typed back, it is right.
 */
export function formatKey(key: number, tolerance: Tolerance, language: Language, computed = false): string {
  const { significant_figures: figures } = tolerance
  if (figures !== undefined) {
    const rounded = toFigures(key, figures)
    return formatNumber(rounded, language, { digits: decimals(figures - 1 - magnitudeOf(rounded)) })
  }
  const room = roomOf(key, tolerance)
  if (!computed || room === 0) return formatNumber(key, language)
  // A tenth of the room at most is lost: 1,234.5678 within 5 is shown as 1,234.6.
  const enough = decimals(1 - magnitudeOf(room)) + magnitudeOf(key) + 1
  return formatNumber(enough > 12 ? key : toFigures(key, Math.max(enough, 1)), language)
}

const magnitudeOf = (value: number): number => Number(value.toExponential().split('e')[1])
const decimals = (wanted: number): number => Math.min(Math.max(wanted, 0), 20)
