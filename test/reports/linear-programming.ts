export type Limit = { factors: number[]; bound: number }

/** The largest `goal · x` for any x, also negative, under `limits · x <= bounds`, bounds from 0: simplex, Bland's rule. */
export function maximum(goal: number[], limits: Limit[]): number {
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
    const leave = leavingRow(rows, basis, enter)
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

function leavingRow(rows: number[][], basis: number[], enter: number): number {
  let leave = -1
  let least = Number.POSITIVE_INFINITY
  for (const [n, row] of rows.entries()) {
    const ratio = (row.at(-1) ?? 0) / (row[enter] ?? 0)
    if ((row[enter] ?? 0) <= 1e-9 || ratio > least + 1e-9) continue
    if (ratio < least - 1e-9 || (basis[n] ?? 0) < (basis[leave] ?? 0)) leave = n
    least = Math.min(least, ratio)
  }
  return leave
}
