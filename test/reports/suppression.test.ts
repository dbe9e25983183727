import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type SuppressedTable, suppress, suppressTogether, type Table } from '../../server/reports/suppression.ts'

// The same tables at every run: a rare one takes the solver below many seconds.
fc.configureGlobal({ seed: 2026 })

const sum = (numbers: number[]) => numbers.reduce((before, number) => before + number, 0)
const turned = <T>(lines: T[][], width: number): T[][] =>
  Array.from({ length: width }, (_, n) => lines.map((line) => line[n] as T)) // every line is `width` long

function tableOf(counts: number[][], columns = counts[0]?.length ?? 0): Table {
  return {
    rows: counts.map((_row, n) => `row ${n + 1}`),
    columns: Array.from({ length: columns }, (_, n) => `column ${n + 1}`),
    counts,
    rowTotals: counts.map(sum),
    columnTotals: turned(counts, columns).map(sum),
    total: sum(counts.flat()),
  }
}

const figures = <T>(table: { counts: T[][]; rowTotals: T[]; columnTotals: T[]; total: T }): T[] => [
  ...table.counts.flat(),
  ...table.rowTotals,
  ...table.columnTotals,
  table.total,
]

/** For each figure, in the order of `figures`, the numbers of the cells that it is the sum of. */
function partsOf({ rows, columns }: Table): number[][] {
  const cells = rows.map((_row, r) => columns.map((_column, c) => r * columns.length + c))
  return [...cells.flat().map((cell) => [cell]), ...cells, ...turned(cells, columns.length), cells.flat()]
}

/**
 * The largest `goal · d` under `limits · d <= bounds`, for bounds from 0: the simplex method with Bland's rule.
 * Independent of the code under test, which knows networks and nothing of linear programming.
 */
function maximum(goal: number[], limits: { factors: number[]; bound: number }[]): number {
  const rows = limits.map(({ factors, bound }, n) => [
    ...factors,
    ...factors.map((factor) => -factor),
    ...limits.map((_limit, other) => (other === n ? 1 : 0)),
    bound,
  ])
  const gain = [...goal, ...goal.map((factor) => -factor), ...limits.map(() => 0), 0]
  const basis = limits.map((_limit, n) => goal.length * 2 + n)
  for (;;) {
    const enter = gain.findIndex((factor, n) => n < gain.length - 1 && factor > 1e-9)
    if (enter < 0) return -(gain.at(-1) ?? 0)
    let leave = -1
    let least = Number.POSITIVE_INFINITY
    for (const [n, row] of rows.entries()) {
      const ratio = (row.at(-1) ?? 0) / (row[enter] ?? 0)
      if ((row[enter] ?? 0) <= 1e-9 || ratio > least + 1e-9) continue
      if (ratio < least - 1e-9 || (basis[n] ?? 0) < (basis[leave] ?? 0)) leave = n
      least = Math.min(least, ratio)
    }
    const pivot = rows[leave]
    if (!pivot) return Number.POSITIVE_INFINITY
    const by = pivot[enter] ?? 1
    for (const [n, value] of pivot.entries()) pivot[n] = value / by
    for (const row of [...rows.filter((row) => row !== pivot), gain]) {
      const times = row[enter] ?? 0
      if (times !== 0) for (const [n, value] of pivot.entries()) row[n] = (row[n] ?? 0) - times * value
    }
    basis[leave] = enter
  }
}

type Attack = { low: number; high: number; value: number; reason: string; measure: number }

/** What somebody who sees the tables, and knows that they are nested, can find out about each hidden figure. */
function attack(truth: Table[], seen: SuppressedTable[], threshold: number, toldReasons: boolean): Attack[] {
  const first = truth[0]
  if (!first) return []
  const parts = partsOf(first)
  const cells = first.counts.flat().length
  const unknown = truth.length * cells
  const factors = (measure: number, line: number[], sign: number) => {
    const all = new Array<number>(unknown).fill(0)
    for (const cell of line) all[measure * cells + cell] = sign
    return all
  }
  const limits: { factors: number[]; bound: number }[] = []
  for (const [measure, table] of truth.entries()) {
    const [values, shown] = [figures(table), figures(seen[measure] as SuppressedTable)] // one for each
    const reasons = figures((seen[measure] as SuppressedTable).reasons)
    const baseReasons = figures((seen[0] as SuppressedTable).reasons)
    for (const [n, line] of parts.entries()) {
      const value = values[n] ?? 0
      let [low, high] = [0, Number.POSITIVE_INFINITY]
      if (toldReasons && reasons[n] === 'complementary') low = threshold
      if (toldReasons && reasons[n] === 'small')
        [low, high] = [measure > 0 && baseReasons[n] === 'small' ? 0 : 1, threshold - 1]
      if (shown[n] !== null) [low, high] = [value, value]
      limits.push({ factors: factors(measure, line, -1), bound: value - low })
      if (high < Number.POSITIVE_INFINITY) limits.push({ factors: factors(measure, line, 1), bound: high - value })
      const before = figures(truth[measure - 1] ?? table)[n] ?? 0
      if (measure > 0 && n < cells) {
        const both = factors(measure, line, 1).map((own, at) => own + (factors(measure - 1, line, -1)[at] ?? 0))
        limits.push({ factors: both, bound: before - value })
      }
    }
  }
  return truth.flatMap((table, measure) =>
    parts.flatMap((line, n) => {
      const reason = figures((seen[measure] as SuppressedTable).reasons)[n]
      const value = figures(table)[n] ?? 0
      if (!reason) return []
      const high = value + maximum(factors(measure, line, 1), limits)
      const low = value - maximum(factors(measure, line, -1), limits)
      return [{ low, high, value, reason, measure }]
    }),
  )
}

function expectSafe(truth: Table[], seen: SuppressedTable[], threshold: number): void {
  for (const { low, high } of attack(truth, seen, threshold, false))
    expect(high - low).toBeGreaterThanOrEqual(threshold - 1e-6)
  for (const { low, high, reason, measure } of attack(truth, seen, threshold, true)) {
    if (reason !== 'small') continue
    expect(high).toBeCloseTo(threshold - 1, 6)
    if (measure === 0) expect(low).toBeCloseTo(1, 6)
    else expect(low).toBeLessThan(1 + 1e-6)
  }
}

const manySmall = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 40 }))
const countsOf = (rows: number, columns: number, count = manySmall) =>
  fc.array(fc.array(count, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows })
const anyTable = (most: [number, number]) =>
  fc
    .tuple(fc.integer({ min: 1, max: most[0] }), fc.integer({ min: 1, max: most[1] }))
    .chain(([rows, columns]) => countsOf(rows, columns).map((counts) => tableOf(counts)))
const anyThreshold = fc.integer({ min: 2, max: 8 })

describe('one table', () => {
  test('one woman from one country among 34 cannot be computed, and the total is still shown', () => {
    const truth: Table = {
      rows: ['Ghana', 'Guinea', 'Liberia', 'Senegal'],
      columns: ['female', 'male'],
      counts: [
        [5, 6],
        [1, 7],
        [0, 5],
        [5, 5],
      ],
      rowTotals: [11, 8, 5, 10],
      columnTotals: [11, 23],
      total: 34,
    }
    const seen = suppress(truth, { threshold: 5 })
    expect(seen.counts[1]?.[0]).toBeNull()
    expect(seen.reasons.counts[1]?.[0]).toBe('small')
    expect(seen.counts[2]).toEqual([0, 5])
    expect(seen.total).toBe(34)
    expectSafe([truth], [seen], 5)
  })

  test('no hidden figure can be narrowed to less than the threshold by linear programming', () => {
    fc.assert(
      fc.property(anyTable([3, 4]), anyThreshold, (truth, threshold) => {
        expectSafe([truth], [suppress(truth, { threshold })], threshold)
      }),
      { numRuns: 250 },
    )
  })

  test('no sum of hidden cells below the threshold can be found by trying every table', () => {
    const shape = fc.constantFrom([1, 1], [1, 2], [1, 3], [2, 1], [3, 1], [2, 2], [1, 4])
    const small = shape.chain(([rows = 1, columns = 1]) =>
      countsOf(rows, columns, fc.integer({ min: 0, max: 5 })).map((counts) => tableOf(counts)),
    )
    fc.assert(
      fc.property(small, fc.integer({ min: 2, max: 4 }), (truth, threshold) => {
        const seen = suppress(truth, { threshold })
        const shown = figures(seen)
        const parts = partsOf(truth)
        const cells = truth.counts.flat().length
        const hidden = shown.slice(0, cells).flatMap((value, cell) => (value === null ? [cell] : []))
        const ranges = new Map<number, [number, number]>() // by the set of hidden cells, as bits
        const guess = shown.slice(0, cells).map((value) => value ?? 0)
        const tryFrom = (n: number): void => {
          const cell = hidden[n]
          if (cell !== undefined) {
            for (let value = 0; value <= 9; value++) {
              guess[cell] = value
              tryFrom(n + 1)
            }
            return
          }
          const agrees = parts.every((line, at) => {
            const known = shown[at]
            return known === null || sum(line.map((part) => guess[part] ?? 0)) === known
          })
          if (!agrees) return
          for (let set = 1; set < 1 << hidden.length; set++) {
            const value = sum(hidden.map((one, bit) => ((set >> bit) & 1 ? (guess[one] ?? 0) : 0)))
            const [low, high] = ranges.get(set) ?? [value, value]
            ranges.set(set, [Math.min(low, value), Math.max(high, value)])
          }
        }
        tryFrom(0)
        expect(ranges.size).toBe((1 << hidden.length) - 1)
        for (const [set, [low, high]] of ranges) {
          expect(high).toBeGreaterThanOrEqual(threshold)
          if (Number.isInteger(Math.log2(set))) expect(high - low).toBeGreaterThanOrEqual(threshold)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('what is shown is true, small groups never are, zeros always are, and what is hidden has its reason', () => {
    fc.assert(
      fc.property(anyTable([6, 5]), anyThreshold, (truth, threshold) => {
        const seen = suppress(truth, { threshold })
        const [values, shown, reasons] = [figures(truth), figures(seen), figures(seen.reasons)]
        const cells = truth.counts.flat().length
        for (const [n, value] of values.entries()) {
          const small = value > 0 && value < threshold
          if (small) expect(shown[n]).toBeNull()
          if (value === 0) expect(shown[n]).toBe(0)
          if (shown[n] !== null) expect(shown[n]).toBe(value)
          const reason = n >= cells ? 'total' : small ? 'small' : 'complementary'
          expect(reasons[n]).toBe(shown[n] === null ? reason : null)
        }
      }),
    )
  })

  test('a table without small groups is shown whole', () => {
    const truth = tableOf([
      [5, 0, 8],
      [0, 12, 5],
    ])
    expect(suppress(truth, { threshold: 5 })).toMatchObject(truth)
  })

  test('one small group among large ones costs three other cells and no total', () => {
    const truth = tableOf([
      [30, 12, 41],
      [25, 2, 33],
      [50, 22, 19],
    ])
    const seen = suppress(truth, { threshold: 5 })
    expect(figures(seen.reasons).filter((reason) => reason === 'complementary')).toHaveLength(3)
    expect(figures(seen.reasons)).not.toContain('total')
  })

  test('in a single row the totals of the columns, which are the same figures, are hidden too', () => {
    const seen = suppress(tableOf([[3, 10, 20]]), { threshold: 5 })
    expect(seen).toMatchObject({
      counts: [[null, null, 20]],
      rowTotals: [33],
      columnTotals: [null, null, 20],
      total: 33,
    })
  })

  test('in a single column the totals of the rows are hidden too', () => {
    const seen = suppress(tableOf([[3], [10], [20]]), { threshold: 5 })
    expect(seen).toMatchObject({ counts: [[null], [null], [20]], rowTotals: [null, null, 20], columnTotals: [33] })
  })

  test('two small groups that only one pair of numbers can add up to hide their total', () => {
    expect(suppress(tableOf([[4, 4]]), { threshold: 5 }).total).toBeNull()
  })

  test('a handful of people in all are not shown at all', () => {
    expect(figures(suppress(tableOf([[1, 0, 2]]), { threshold: 5 }))).toEqual([
      null,
      0,
      null,
      null,
      null,
      0,
      null,
      null,
    ])
  })

  test.each([
    ['nobody', tableOf([[0, 0]])],
    ['no columns', tableOf([[], []])],
    ['no rows', tableOf([], 3)],
  ])('a table of %s is shown as it is', (_what, truth) => {
    expect(suppress(truth, { threshold: 5 })).toMatchObject(truth)
  })

  test('a threshold of one hides nothing', () => {
    expect(suppress(tableOf([[1, 2]]), { threshold: 1 })).toMatchObject(tableOf([[1, 2]]))
  })

  test('the table that was given is left as it was', () => {
    const truth = tableOf([
      [1, 9],
      [8, 7],
    ])
    const before = structuredClone(truth)
    suppress(truth, { threshold: 5 })
    expect(truth).toEqual(before)
  })

  const fair = tableOf([
    [6, 7],
    [8, 9],
  ])
  test.each([
    ["has a wrong total in the row 'row 2'", { ...fair, rowTotals: [13, 16] }],
    ["has a wrong total in the column 'column 1'", { ...fair, columnTotals: [15, 16] }],
    ['has a wrong grand total', { ...fair, total: 31 }],
    ['has a count that is not a whole number from 0', tableOf([[-1, 2]])],
    ['has a count that is not a whole number from 0', tableOf([[0.5, 2]])],
    ['has a count that is not a whole number from 0', tableOf([[Number.NaN, 2]])],
    ['does not have 2 rows of 2 counts', { ...fair, counts: [[6, 7], [8]] }],
    ['does not have one total for each row', { ...fair, rowTotals: [13] }],
    ['does not have one total for each column', { ...fair, columnTotals: [] }],
  ])('a table that %s is refused', (what, truth) => {
    expect(() => suppress(truth, { threshold: 5 })).toThrow(`The table 'table' ${what}.`)
  })

  test.each([0, -5, 2.5, Number.NaN])('the threshold %d is refused', (threshold) => {
    expect(() => suppress(fair, { threshold })).toThrow(`The threshold is a whole number from 1, not ${threshold}.`)
  })
})

describe('nested measures', () => {
  const nested = (measures: number) =>
    fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })).chain(([rows, columns]) =>
      fc
        .tuple(
          countsOf(rows, columns),
          fc.array(countsOf(rows, columns), { minLength: measures - 1, maxLength: measures - 1 }),
        )
        .map(([first, lost]) => {
          const all = [first]
          for (const less of lost)
            all.push(
              (all.at(-1) ?? []).map((row, r) => row.map((count, c) => Math.max(0, count - (less[r]?.[c] ?? 0)))),
            )
          return all.map((counts) => tableOf(counts))
        }),
    )
  const together = (truth: Table[], threshold: number) =>
    Object.values(suppressTogether(Object.fromEntries(truth.map((table, n) => [`measure ${n}`, table])), { threshold }))

  const several = fc.integer({ min: 2, max: 3 }).chain(nested)

  test('what one measure shows leaves at least half the threshold to every figure that another hides', () => {
    fc.assert(
      fc.property(several, anyThreshold, (truth, threshold) => {
        for (const { low, high } of attack(truth, together(truth, threshold), threshold, false))
          expect(high - low).toBeGreaterThanOrEqual(Math.ceil(threshold / 2) - 1e-6)
      }),
      { numRuns: 150 },
    )
  })

  test('each measure by itself is as safe as a table alone', () => {
    fc.assert(
      fc.property(several, anyThreshold, (truth, threshold) => {
        const seen = together(truth, threshold)
        for (const [n, table] of truth.entries())
          for (const { low, high, value } of attack([table], seen.slice(n, n + 1), threshold, false))
            if (value > 0) expect(high - low).toBeGreaterThanOrEqual(threshold - 1e-6)
      }),
      { numRuns: 150 },
    )
  })

  test('a group that is small at the start is hidden in every measure, unless nobody in a larger group got there', () => {
    const seen = suppressTogether(
      {
        enrolled: tableOf([
          [1, 20],
          [15, 30],
        ]),
        completed: tableOf([
          [0, 15],
          [10, 25],
        ]),
        certified: tableOf([
          [0, 0],
          [0, 0],
        ]),
      },
      { threshold: 5 },
    )
    expect(seen.enrolled.counts[0]?.[0]).toBeNull()
    expect(seen.completed.counts[0]?.[0]).toBeNull()
    expect(seen.completed.reasons.counts[0]?.[0]).toBe('small')
    expect(seen.certified).toMatchObject(
      tableOf([
        [0, 0],
        [0, 0],
      ]),
    )
  })

  test('small groups of any measure are hidden, other zeros are shown, and what is shown is true', () => {
    fc.assert(
      fc.property(nested(3), anyThreshold, (truth, threshold) => {
        const base = truth.map(figures)[0] ?? []
        for (const [measure, seen] of together(truth, threshold).entries())
          for (const [n, value] of figures(truth[measure] as Table).entries()) {
            const shown = figures(seen)[n]
            if (value > 0 && value < threshold) expect(shown).toBeNull()
            if (value === 0 && !((base[n] ?? 0) > 0 && (base[n] ?? 0) < threshold)) expect(shown).toBe(0)
            if (shown !== null) expect(shown).toBe(value)
          }
      }),
    )
  })

  test('one measure alone is suppressed as a table is', () => {
    const truth = tableOf([
      [1, 9],
      [8, 7],
    ])
    expect(suppressTogether({ enrolled: truth }, { threshold: 5 }).enrolled).toEqual(suppress(truth, { threshold: 5 }))
  })

  test('a measure that counts more people than the one before is refused', () => {
    const tables = { enrolled: tableOf([[5, 6]]), completed: tableOf([[6, 6]]) }
    expect(() => suppressTogether(tables, { threshold: 5 })).toThrow(
      "The table 'completed' counts more people somewhere than 'enrolled' does.",
    )
  })

  test('measures over different rows or columns are refused', () => {
    const tables = { enrolled: tableOf([[5, 6]]), completed: tableOf([[5], [6]]) }
    expect(() => suppressTogether(tables, { threshold: 5 })).toThrow(
      "The tables 'enrolled' and 'completed' do not have the same rows and columns.",
    )
  })
})
