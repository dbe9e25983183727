import fc from 'fast-check'
import { expect, test } from 'vitest'
import { indicators, type Measure, measures, smallestGroup } from '../../server/reports/indicators.ts'
import { hideSmallGroups } from '../../server/reports/small-groups.ts'
import type { SuppressedTable, Table } from '../../server/reports/suppression.ts'
import { type Limit, maximum } from './linear-programming.ts'

type Tables = Record<Measure, Table>
const sum = (numbers: number[]) => numbers.reduce((before, number) => before + number, 0)
const isSmall = (value = 0) => value > 0 && value < smallestGroup

function tableOf(counts: number[][]): Table {
  const columns = [...(counts[0] ?? [])].map((_count, c) => `column ${c}`)
  return {
    rows: counts.map((_row, r) => `row ${r}`),
    columns,
    counts,
    rowTotals: counts.map(sum),
    columnTotals: columns.map((_name, c) => sum(counts.map((row) => row[c] ?? 0))),
    total: sum(counts.flat()),
  }
}

/** Cells row by row, rows, columns, all. */
const inOneLine = <T>(table: { counts: T[][]; rowTotals: T[]; columnTotals: T[]; total: T }): T[] => [
  ...table.counts.flat(),
  ...table.rowTotals,
  ...table.columnTotals,
  table.total,
]

/** For each figure the numbers of the cells it is the sum of. */
function partsOf({ rows, columns }: Table): number[][] {
  const cells = rows.map((_row, r) => columns.map((_column, c) => r * columns.length + c))
  const byColumn = columns.map((_column, c) => cells.map((row) => row[c] ?? 0))
  return [...cells.flat().map((cell) => [cell]), ...cells, ...byColumn, cells.flat()]
}

/** All that somebody knows who sees every table: what is shown, what is nested in what and, if asked, the reasons. */
function knowledge(truth: Tables, seen: Record<Measure, SuppressedTable>, toldReasons: boolean) {
  const parts = partsOf(truth.enrolled)
  const cells = truth.enrolled.counts.flat().length
  const factors = (measure: Measure, line: number[], sign: number) => {
    const all = new Array<number>(measures.length * cells).fill(0)
    for (const cell of line) all[measures.indexOf(measure) * cells + cell] = sign
    return all
  }
  const limits: Limit[] = []
  for (const measure of measures) {
    const { within } = indicators[measure]
    for (const [place, line] of parts.entries()) {
      const value = inOneLine(truth[measure])[place] ?? 0
      const reason = toldReasons ? inOneLine(seen[measure].reasons)[place] : null
      let [low, high] = [0, Number.POSITIVE_INFINITY]
      if (inOneLine(seen[measure])[place] !== null) [low, high] = [value, value]
      else if (reason === 'small') [low, high] = [measure === 'enrolled' ? 1 : 0, smallestGroup - 1]
      else if (reason === 'complementary' && measure !== 'active') low = smallestGroup // of the active it says nothing
      limits.push({ factors: factors(measure, line, -1), bound: value - low })
      if (high < Number.POSITIVE_INFINITY) limits.push({ factors: factors(measure, line, 1), bound: high - value })
      if (!within || line.length > 1) continue
      const whole = factors(within, line, -1)
      const room = (inOneLine(truth[within])[place] ?? 0) - value
      limits.push({ factors: factors(measure, line, 1).map((own, n) => own + (whole[n] ?? 0)), bound: room })
    }
  }
  const range = (measure: Measure, place: number) => {
    const value = inOneLine(truth[measure])[place] ?? 0
    const line = parts[place] ?? []
    return {
      low: value - maximum(factors(measure, line, -1), limits),
      high: value + maximum(factors(measure, line, 1), limits),
    }
  }
  return range
}

/** Up to three countries and two sexes; each person is enrolled, perhaps active, perhaps completed, perhaps certified. */
const count = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 60 }))
const person = fc.tuple(count, fc.nat(100), fc.nat(100), fc.nat(100))
const anyTables = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(person, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
  )
  .map((grid): Tables => {
    const table = (pick: (cell: [number, number, number, number]) => number) =>
      tableOf(grid.map((row) => row.map((cell) => pick(cell))))
    const part = (whole: number, percent: number) => Math.round((whole * percent) / 100)
    return {
      enrolled: table(([all]) => all),
      active: table(([all, active]) => part(all, active)),
      completed: table(([all, , completed]) => part(all, completed)),
      certified: table(([all, , completed, certified]) => part(part(all, completed), certified)),
    }
  })

test('nobody who sees all four tables can narrow a small group to less than ten people', () => {
  fc.assert(
    fc.property(anyTables, (truth) => {
      const seen = hideSmallGroups(truth)
      const range = knowledge(truth, seen, false)
      for (const measure of measures)
        for (const [place, shown] of inOneLine(seen[measure]).entries()) {
          const [own, all] = [inOneLine(truth[measure])[place], inOneLine(truth.enrolled)[place]]
          if (isSmall(own)) expect(shown).toBeNull()
          if (shown !== null || (measure === 'active' && !isSmall(own) && !isSmall(all))) continue
          const { low, high } = range(measure, place)
          expect(high - low).toBeGreaterThanOrEqual(smallestGroup - 1e-6)
        }
    }),
    { numRuns: 150 },
  )
})

test('told why each figure is hidden, they still cannot tell how many a small group has', () => {
  fc.assert(
    fc.property(anyTables, (truth) => {
      const seen = hideSmallGroups(truth)
      const range = knowledge(truth, seen, true)
      for (const measure of measures)
        for (const [place, reason] of inOneLine(seen[measure].reasons).entries()) {
          if (reason !== 'small') continue
          const { low, high } = range(measure, place)
          expect(low).toBeLessThan(1 + 1e-6)
          expect(high).toBeCloseTo(smallestGroup - 1, 6)
        }
    }),
    { numRuns: 150 },
  )
})

test('tables without small groups are shown whole, the active too', () => {
  const truth = {
    enrolled: tableOf([[40, 30]]),
    active: tableOf([[20, 0]]),
    completed: tableOf([[39, 12]]),
    certified: tableOf([[0, 0]]),
  }
  expect(hideSmallGroups(truth)).toMatchObject(truth)
})

test('the active of each column are shown where they can belong to any of its hidden groups', () => {
  const seen = hideSmallGroups({
    enrolled: tableOf([
      [40, 50],
      [30, 60],
      [20, 70],
    ]),
    active: tableOf([
      [20, 25],
      [3, 30],
      [10, 10],
    ]),
    completed: tableOf([
      [0, 0],
      [0, 0],
      [0, 0],
    ]),
    certified: tableOf([
      [0, 0],
      [0, 0],
      [0, 0],
    ]),
  })
  expect(seen.active).toMatchObject({ columnTotals: [33, 65], total: 98 })
  expect(seen.active.counts.flat()).toEqual([null, null, null, null, null, null])
})
