import { type Measure, smallestGroup } from './indicators.ts'
import { type SuppressedTable, suppressTogether, type Table } from './suppression.ts'

const options = { threshold: smallestGroup }
const isSmall = (value: number) => value > 0 && value < smallestGroup

/**
 * Hides the small groups of a report's four tables. Enrolled, completed and certified are nested one in another and
 * are looked after together. Active is nested in enrolled alone: who completed long ago need not be active.
 */
export function hideSmallGroups(tables: Record<Measure, Table>): Record<Measure, SuppressedTable> {
  const { enrolled, active, completed, certified } = tables
  const seen = suppressTogether({ enrolled, completed, certified }, options)
  return { ...seen, active: hideWithin(enrolled, seen.enrolled, active) }
}

/**
 * Hides small groups in a measure that counts some of the people of `whole`, beside whatever else is shown of them.
 * Where anything is small, no cell and no row is shown but those that nobody is in; totals of columns and of all are
 * shown only if what is hidden can still be anything from nobody to everybody of its group. So the hidden cells can
 * follow whatever the hidden cells of `whole` may be, and tell nothing more of them.
 */
function hideWithin(whole: Table, seen: SuppressedTable, part: Table): SuppressedTable {
  const nothing = { rows: part.rows.map(() => null), columns: part.columns.map(() => null) }
  const reasonsOfNone = { counts: part.rows.map(() => nothing.columns), rowTotals: nothing.rows }
  const all = { ...part, reasons: { ...reasonsOfNone, columnTotals: nothing.columns, total: null } }
  const small = [...part.counts.flat(), ...part.rowTotals, ...part.columnTotals, part.total].some(isSmall)
  const hiddenInWhole = [...seen.counts.flat(), ...seen.rowTotals, ...seen.columnTotals, seen.total].includes(null)
  if (part.total === 0 || !(small || hiddenInWhole)) return all

  const column = (table: Table, c: number) => table.counts.map((row) => [row[c] ?? 0])
  const showTotal = seen.total !== null && !isSmall(part.total) && leavesRoom(whole.counts, part.counts)
  const showColumns =
    showTotal &&
    part.columnTotals.every(
      (total, c) =>
        seen.columnTotals[c] !== null &&
        !isSmall(total) &&
        (total === 0 || leavesRoom(column(whole, c), column(part, c))),
    )
  const unlessEmpty = (value: number | null) => (value === 0 ? 0 : null)
  const counts = seen.counts.map((row) => row.map(unlessEmpty))
  const rowTotals = seen.rowTotals.map(unlessEmpty)
  const columnTotals = seen.columnTotals.map((value, c) =>
    showColumns ? (part.columnTotals[c] ?? 0) : unlessEmpty(value),
  )
  const total = showTotal ? part.total : null
  return {
    rows: part.rows,
    columns: part.columns,
    counts,
    rowTotals,
    columnTotals,
    total,
    reasons: {
      counts: counts.map((row, r) =>
        row.map((value, c) => {
          if (value !== null) return null
          return seen.reasons.counts[r]?.[c] === 'small' ? 'small' : 'complementary'
        }),
      ),
      rowTotals: rowTotals.map((value) => (value === null ? 'total' : null)),
      columnTotals: columnTotals.map((value) => (value === null ? 'total' : null)),
      total: total === null ? 'total' : null,
    },
  }
}

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
