import fc from 'fast-check'
import { expect, test } from 'vitest'
import { indicators, type Measure, measures, smallestGroup } from '../../server/reports/indicators.ts'
import { hideSmallGroups, type ShownTables } from '../../server/reports/small-groups.ts'
import type { Table } from '../../server/reports/suppression.ts'
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

/**
 * All that somebody knows who sees every table: what is shown, what is nested in what and, if asked, which groups are
 * said to be small and that what is shown or hidden for another's sake is not.
 */
function knowledge(truth: Tables, { tables: seen, small }: ShownTables, toldReasons: boolean) {
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
      const hidden = inOneLine(seen[measure])[place] === null
      let [low, high] = hidden ? [0, Number.POSITIVE_INFINITY] : [value, value]
      if (hidden && toldReasons && place < cells) {
        if (small.flat()[place]) [low, high] = [measure === 'enrolled' ? 1 : 0, smallestGroup - 1]
        else if (measure === 'enrolled') low = smallestGroup
      }
      limits.push({ factors: factors(measure, line, -1), bound: value - low })
      if (high < Number.POSITIVE_INFINITY) limits.push({ factors: factors(measure, line, 1), bound: high - value })
      if (!within || place >= cells) continue
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

// The same tables each time: a search for new ones is for an idle hour, not for every run.
const runs = { numRuns: 200, seed: 20260302 }

test('nobody who sees all four tables can narrow a small group to less than half of ten people', () => {
  fc.assert(
    fc.property(anyTables, (truth) => {
      const seen = hideSmallGroups(truth)
      const range = knowledge(truth, seen, false)
      for (const measure of measures)
        for (const [place, shown] of inOneLine(seen.tables[measure]).entries()) {
          const [own, all] = [inOneLine(truth[measure])[place], inOneLine(truth.enrolled)[place]]
          if (isSmall(own)) expect(shown).toBeNull()
          if (shown !== null || !(isSmall(own) || isSmall(all))) continue
          const { low, high } = range(measure, place)
          expect(high - low).toBeGreaterThanOrEqual(smallestGroup / 2 - 1e-6)
        }
    }),
    runs,
  )
})

test('where the enrolled are hidden the active are hidden too, unless nobody at all is active', () => {
  fc.assert(
    fc.property(anyTables, (truth) => {
      const { enrolled, active } = hideSmallGroups(truth).tables
      fc.pre(truth.active.total > 0)
      for (const [place, shown] of inOneLine(enrolled).entries())
        if (shown === null) expect(inOneLine(active)[place]).toBeNull()
    }),
    runs,
  )
})

test('told which groups are small, they still cannot tell how many are enrolled in one', () => {
  fc.assert(
    fc.property(anyTables, (truth) => {
      const seen = hideSmallGroups(truth)
      const range = knowledge(truth, seen, true)
      for (const [place, small] of seen.small.flat().entries()) {
        if (!small) continue
        const { low, high } = range('enrolled', place)
        expect(high - low).toBeGreaterThanOrEqual(2 - 1e-6) // three numbers at least are possible
      }
    }),
    runs,
  )
})

test('tables without small groups are shown whole, the active too', () => {
  const truth = {
    enrolled: tableOf([[40, 30]]),
    active: tableOf([[20, 0]]),
    completed: tableOf([[39, 12]]),
    certified: tableOf([[0, 0]]),
  }
  expect(hideSmallGroups(truth).tables).toMatchObject(truth)
})

test('where nearly all are active, not even their number is shown: it would tell how many of a small group are', () => {
  const none = tableOf([
    [0, 0],
    [0, 0],
  ])
  const enrolled = tableOf([
    [12, 40],
    [30, 50],
  ])
  const active = tableOf([
    [9, 40],
    [30, 50],
  ])
  const truth = { enrolled, active, completed: none, certified: none }
  const seen = hideSmallGroups(truth)
  expect(seen.tables.active).toMatchObject({ columnTotals: [null, null], total: null })
  expect(knowledge(truth, seen, false)('active', 0)).toMatchObject({ low: 0, high: 12 })
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
  expect(seen.tables.active).toMatchObject({ columnTotals: [33, 65], total: 98 })
  expect(seen.tables.active.counts.flat()).toEqual([null, null, null, null, null, null])
})
