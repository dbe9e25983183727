import type { OptionCount } from './option-counts.ts'

/** Under so many attempts that had an item, its figures are chance as much as the item. */
export const leastAttempts = 20

/** Nearly everybody right: a share of the points, as `facility` is. */
export const nearlyAll = 0.95
/** Nearly nobody right. */
export const nearlyNobody = 0.05
/** Of those whom guessing did not help, so few know the answer. */
export const few = 0.2

/** Why an item may need mending, the gravest first: the first three are the marks of a wrong key. */
export const reasons = ['nobody', 'option', 'negative', 'few', 'everybody'] as const
export type Reason = (typeof reasons)[number]

export type JudgedItem = {
  id: string
  n: number
  facility: number | null
  discriminationIndex: number | null
  /** The share of the points that guessing earns; null where nobody can say. */
  guess: number | null
  /** Null where there is nothing to choose. */
  options: OptionCount[] | null
  /** Everybody earns the points: it is mended already. */
  waived: boolean
}

/**
 * The items most worth mending first: those with the gravest reason, then those with more reasons, then those that
 * part the strong from the weak least. None is called under `leastAttempts` attempts.
 */
export function worthMending(items: readonly JudgedItem[]): { id: string; reasons: Reason[] }[] {
  return items
    .map((item) => ({ ...item, reasons: reasonsOf(item) }))
    .filter((item) => item.reasons.length > 0)
    .toSorted(
      (a, b) =>
        gravest(a.reasons) - gravest(b.reasons) ||
        b.reasons.length - a.reasons.length ||
        (a.discriminationIndex ?? 0) - (b.discriminationIndex ?? 0),
    )
    .map(({ id, reasons }) => ({ id, reasons }))
}

const gravest = ([first]: Reason[]): number => (first ? reasons.indexOf(first) : reasons.length)

export function reasonsOf({ n, facility, discriminationIndex, guess, options, waived }: JudgedItem): Reason[] {
  if (n < leastAttempts || facility === null || waived) return []
  const is: Record<Reason, boolean> = {
    nobody: facility <= nearlyNobody,
    option: options !== null && misleads(options),
    negative: discriminationIndex !== null && discriminationIndex < 0,
    few: facility > nearlyNobody && facility <= (guess ?? 0) + few * (1 - (guess ?? 0)),
    everybody: facility >= nearlyAll,
  }
  return reasons.filter((reason) => is[reason])
}

/** Whether the strong half chose something wrong more often than something right. */
function misleads(options: OptionCount[]): boolean {
  const responses = options.filter(({ id }) => id !== null)
  const chosen = (isKey: boolean) => responses.filter((option) => option.isKey === isKey).map(({ strong }) => strong)
  return Math.max(...chosen(false), 0) > Math.min(...chosen(true), Number.POSITIVE_INFINITY)
}
