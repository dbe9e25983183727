import { type Measure, smallestGroup } from './indicators.ts'
import { suppressTogether, type Table } from './suppression.ts'

/** The figures of a table in their places; null for what is hidden. */
export type Shown = {
  counts: (number | null)[][]
  rowTotals: (number | null)[]
  columnTotals: (number | null)[]
  total: number | null
}
/** `small` are the places of small groups of the enrolled, the one reason that tells nothing but what all know. */
export type ShownTables = { tables: Record<Measure, Shown>; small: boolean[][] }

const isSmall = (value: number) => value > 0 && value < smallestGroup

/**
 * Hides the small groups of a report's four tables. Enrolled, completed and certified are nested one in another and
 * are looked after together. Active is nested in enrolled alone: who completed long ago need not be active.
 */
export function hideSmallGroups({ enrolled, active, completed, certified }: Record<Measure, Table>): ShownTables {
  const seen = suppressTogether({ enrolled, completed, certified }, { threshold: smallestGroup })
  return {
    tables: { ...seen, active: hideWithin(enrolled, seen.enrolled, active) },
    small: seen.enrolled.reasons.counts.map((row) => row.map((reason) => reason === 'small')),
  }
}

/**
 * Hides small groups in a measure that counts some of the people of `whole`, beside whatever else is shown of them.
 * Where anything is small, no cell and no row is shown but those that nobody is in; totals of columns and of all are
 * shown only if what is hidden can still be anything from nobody to everybody of its group. So the hidden cells can
 * follow whatever the hidden cells of `whole` may be, and tell nothing more of them.
 */
function hideWithin(whole: Table, seen: Shown, part: Table): Shown {
  const hasSmall = inOneLine(part).some((value) => value !== null && isSmall(value))
  if (part.total === 0 || !(hasSmall || inOneLine(seen).includes(null))) return part

  const columnOf = (table: Table, c: number) => table.counts.map((row) => [row[c] ?? 0])
  const columnIsSafe = (total: number, c: number) =>
    total === 0
      ? seen.counts.every((row) => row[c] !== null)
      : !isSmall(total) && leavesRoom(columnOf(whole, c), columnOf(part, c))
  const showTotal = seen.total !== null && !isSmall(part.total) && leavesRoom(whole.counts, part.counts)
  const showColumns = showTotal && !seen.columnTotals.includes(null) && part.columnTotals.every(columnIsSafe)
  const unlessEmpty = (value: number | null) => (value === 0 ? 0 : null)
  return {
    counts: seen.counts.map((row) => row.map(unlessEmpty)),
    rowTotals: seen.rowTotals.map(unlessEmpty),
    columnTotals: showColumns ? part.columnTotals : seen.columnTotals.map(unlessEmpty),
    total: showTotal ? part.total : null,
  }
}

const inOneLine = ({ counts, rowTotals, columnTotals, total }: Shown) => [
  ...counts.flat(),
  ...rowTotals,
  ...columnTotals,
  total,
]

/**
 * Whether each small cell and row may, for all that their sum tells, be as small as nobody: the others must be able to
 * take in all of it.
 */
function leavesRoom(whole: number[][], part: number[][]): boolean {
  const sum = (numbers: number[]) => numbers.reduce((before, number) => before + number, 0)
  const room = sum(whole.flat()) - sum(part.flat())
  return whole.every((row, r) => {
    const ownRow = part[r] ?? []
    const groups = [...row.map((all, c) => ({ all, own: ownRow[c] ?? 0 })), { all: sum(row), own: sum(ownRow) }]
    return groups.every(({ all, own }) => !isSmall(own) || isSmall(all) || room >= all)
  })
}
