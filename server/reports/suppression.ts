import { Concealment, isSmall } from './concealment.ts'

/** Counts of people by two dimensions. Every total is the sum of its line; `total` of all. Whole numbers from 0. */
export type Table = {
  rows: string[]
  columns: string[]
  counts: number[][]
  rowTotals: number[]
  columnTotals: number[]
  total: number
}

/** `small`: the group itself is small. `complementary`: a larger group, `total`: a total, that would give one away. */
export type Reason = 'small' | 'complementary' | 'total'

type Cells<T> = { counts: T[][]; rowTotals: T[]; columnTotals: T[]; total: T }

/** The table with `null` for what is hidden; `reasons` has the same places, with `null` for what is shown. */
export type SuppressedTable = { rows: string[]; columns: string[] } & Cells<number | null> & {
    reasons: Cells<Reason | null>
  }

export type SuppressionOptions = { threshold: number }

/**
 * Hides small groups so that nobody can compute them. Cells and totals of 1 to `threshold - 1` are hidden, zeros are
 * shown, and as many larger figures are hidden beside them as needed (a heuristic: few, and small ones first).
 *
 * The attacker knows all that is shown, that counts are whole and not negative, that lines add up, and that what is
 * shown is 0 or at least `threshold`. Then, for all hidden figures, cells and totals:
 * - between the smallest and the largest value it may have lie at least `threshold`, so its largest is at least
 *   `threshold`; so is every sum of hidden figures that can be computed, as no part is larger than the sum;
 * - told the reasons too (`small` is 1 to `threshold - 1`, `complementary` at least `threshold`, a hidden total
 *   anything), a `small` cell may still be each of 1 to `threshold - 1`.
 * Both are always kept: in the end by hiding all that is not zero, the grand total included.
 *
 * Not covered: what a member of a group knows about it, one who runs this very algorithm on every table that could
 * be meant, and tables of the same people that are suppressed apart (see `suppressTogether`).
 *
 * Throws a RangeError with a sentence for a table that does not add up and for a threshold that is not a whole number
 * from 1; 1 hides nothing. With 2, the reason `small` says that it is one person: use 3 or more.
 */
export function suppress(table: Table, options: SuppressionOptions): SuppressedTable {
  return suppressTogether({ table }, options).table
}

/**
 * `suppress` for nested measures over the same rows and columns: each counts some of the people of the one before
 * (enrolled, active, completed, certified), in the order of the record's keys.
 *
 * What `suppress` promises holds for each measure by itself. An attacker who sees all of them, and knows that no figure
 * of a measure is larger than the same figure of the measure before, still finds at least half the `threshold` between
 * the smallest and the largest value of every hidden figure: less than the whole, because measures that nearly agree
 * (completed and certified) would otherwise have to be hidden nearly whole. Besides:
 * - a group that is small in the first measure is hidden in all, also where it is 0 ("the one woman did not complete"),
 *   with the reason `small`, which then says 0 to `threshold - 1` in the later measures; unless it follows from the
 *   zero of a larger group (nobody at all completed);
 * - a difference between two shown figures may be small: that one of 30 did not complete is shown.
 * Throws, besides, for measures of different shape and where one is not nested in the one before.
 */
export function suppressTogether<Name extends string>(
  tables: Record<Name, Table>,
  { threshold }: SuppressionOptions,
): Record<Name, SuppressedTable> {
  const names = Object.keys(tables) as Name[] // Object.keys knows no names; a record's keys are its names
  refuseBadThreshold(threshold)
  for (const [n, name] of names.entries()) {
    refuseBadTable(name, tables[name])
    const before = names[n - 1]
    if (before !== undefined) refuseUnlessNested(name, tables[name], before, tables[before])
  }
  const lines = names.map((name) => inOneLine(tables[name]))
  const { rows, columns } = tables[names[0] as Name] ?? { rows: [], columns: [] } // without measures there is no first
  const size = { rows: rows.length, columns: columns.length, threshold }
  const inSmallGroup = (value: number, place: number) => value > 0 && isSmall(lines[0]?.[place] ?? 0, threshold)
  const alone = lines.map((line) => {
    const hidden = (_: number, place: number) => inSmallGroup(line[place] ?? 0, place)
    return new Concealment([line], { ...size, width: threshold, hidden })
  })
  const concealment = new Concealment(lines, {
    ...size,
    width: Math.ceil(threshold / 2),
    hidden: (measure, place) => alone[measure]?.isHidden({ measure: 0, place }) ?? false,
  })
  const suppressed = names.map((name, measure) => [name, withoutHidden(tables[name], measure, concealment)])
  return Object.fromEntries(suppressed) as Record<Name, SuppressedTable> // one entry for each name
}

function withoutHidden(table: Table, measure: number, concealment: Concealment): SuppressedTable {
  const values = inOneLine(table)
  const cells = table.rows.length * table.columns.length
  const reason = (place: number): Reason => {
    if (place >= cells) return 'total'
    return concealment.isSmallGroup({ measure, place }) ? 'small' : 'complementary'
  }
  return {
    rows: [...table.rows],
    columns: [...table.columns],
    ...inTable(table, (place) => (concealment.isHidden({ measure, place }) ? null : (values[place] ?? null))),
    reasons: inTable(table, (place) => (concealment.isHidden({ measure, place }) ? reason(place) : null)),
  }
}

const inOneLine = ({ counts, rowTotals, columnTotals, total }: Table): number[] => [
  ...counts.flat(),
  ...rowTotals,
  ...columnTotals,
  total,
]

function inTable<T>({ rows, columns }: Table, pick: (place: number) => T): Cells<T> {
  const cells = rows.length * columns.length
  return {
    counts: rows.map((_row, r) => columns.map((_column, c) => pick(r * columns.length + c))),
    rowTotals: rows.map((_row, r) => pick(cells + r)),
    columnTotals: columns.map((_column, c) => pick(cells + rows.length + c)),
    total: pick(cells + rows.length + columns.length),
  }
}

function refuseBadThreshold(threshold: number): void {
  if (!Number.isSafeInteger(threshold) || threshold < 1)
    throw new RangeError(`The threshold is a whole number from 1, not ${threshold}.`)
}

const sum = (numbers: number[]): number => numbers.reduce((before, number) => before + number, 0)

function refuseBadTable(name: string, { rows, columns, counts, rowTotals, columnTotals, total }: Table): void {
  const wrong = (what: string) => new RangeError(`The table '${name}' ${what}.`)
  if (counts.length !== rows.length || counts.some((row) => row.length !== columns.length))
    throw wrong(`does not have ${rows.length} rows of ${columns.length} counts`)
  if (rowTotals.length !== rows.length) throw wrong('does not have one total for each row')
  if (columnTotals.length !== columns.length) throw wrong('does not have one total for each column')
  if (counts.flat().some((count) => !Number.isSafeInteger(count) || count < 0))
    throw wrong('has a count that is not a whole number from 0')
  const oddRow = rows.find((_row, r) => sum(counts[r] ?? []) !== rowTotals[r])
  if (oddRow !== undefined) throw wrong(`has a wrong total in the row '${oddRow}'`)
  const oddColumn = columns.find((_column, c) => sum(counts.map((row) => row[c] ?? 0)) !== columnTotals[c])
  if (oddColumn !== undefined) throw wrong(`has a wrong total in the column '${oddColumn}'`)
  if (sum(rowTotals) !== total) throw wrong('has a wrong grand total')
}

function refuseUnlessNested(name: string, table: Table, before: string, larger: Table): void {
  const same = (one: string[], other: string[]) => one.length === other.length && one.every((x, n) => x === other[n])
  if (!same(table.rows, larger.rows) || !same(table.columns, larger.columns))
    throw new RangeError(`The tables '${before}' and '${name}' do not have the same rows and columns.`)
  if (table.counts.some((row, r) => row.some((count, c) => count > (larger.counts[r]?.[c] ?? 0))))
    throw new RangeError(`The table '${name}' counts more people somewhere than '${before}' does.`)
}
