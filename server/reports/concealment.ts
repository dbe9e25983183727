type Kind = 'cell' | 'margin' | 'total'
type Place = { measure: number; place: number }
type Span = { first: number; last: number } // measures whose values are changed together, by the same amount
type Way = { place: number; up: boolean; to: number } // `up`: going this way makes the value larger
type Route = { ways: Way[]; span: Span; price: number }
type Known = (measure: number, place: number) => { low: number; high: number }
type Reach = { values: number[][]; up: boolean; moved: number }

type Settings = {
  rows: number
  columns: number
  threshold: number
  /** How far apart the smallest and the largest value of a hidden figure must be. */
  width: number
  /** What is hidden to begin with. */
  hidden(measure: number, place: number): boolean
}

export const isSmall = (value: number, threshold: number): boolean => value > 0 && value < threshold

const { POSITIVE_INFINITY: infinity } = Number
const nothing: Known = () => ({ low: 0, high: infinity })
const weights: Record<Kind, number> = { cell: 1, margin: 3, total: 200 } // a report without its total is hard to use
const at = (values: number[][], { measure, place }: Place): number => values[measure]?.[place] ?? 0

/**
 * Finds what to hide in nested measures over one table; the promises are those of `suppressTogether`.
 *
 * A table with totals is a network: people flow from the grand total through a row's total, a cell and a column's
 * total back to the grand total. The tables that agree with what is shown differ from the true one by flow round
 * cycles of hidden places. So how far a value may move is a maximum flow, and a value that may move too little is
 * helped by the cheapest cycle through it, whose places are then hidden and looked after in their turn. Measures that
 * are changed together keep their differences: only the measure before the first and after the last set limits.
 *
 * A value lies at `measures[measure][place]`; places are cells row by row, row totals, column totals, grand total.
 */
export class Concealment {
  private readonly values: number[][]
  private readonly threshold: number
  private readonly width: number
  private readonly kinds: Kind[] = []
  private readonly ends: { from: number; to: number }[] = []
  private readonly waysFrom: Way[][]
  private readonly hidden: boolean[][]
  private readonly waiting: Place[] = []

  constructor(measures: number[][], { rows, columns, threshold, width, hidden }: Settings) {
    this.values = measures
    this.threshold = threshold
    this.width = width
    const [top, bottom] = [rows + columns, rows + columns + 1] // the nodes after one for each row and each column
    this.waysFrom = Array.from({ length: bottom + 1 }, () => [])
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) this.connect('cell', row, rows + column)
    for (let row = 0; row < rows; row++) this.connect('margin', top, row)
    for (let column = 0; column < columns; column++) this.connect('margin', rows + column, bottom)
    this.connect('total', bottom, top)
    this.hidden = measures.map((line) => line.map(() => false))
    for (const [measure, line] of measures.entries())
      for (const place of line.keys())
        if (hidden(measure, place) || this.isSmallGroup({ measure, place })) this.hide({ measure, place })
    for (const one of this.waiting) this.protect(one) // grows while it is read
  }

  isHidden({ measure, place }: Place): boolean {
    return this.hidden[measure]?.[place] === true
  }

  /** Small itself, or part of a group that is small in the first measure. */
  isSmallGroup({ measure, place }: Place): boolean {
    return [measure, 0].some((one) => isSmall(at(this.values, { measure: one, place }), this.threshold))
  }

  private connect(kind: Kind, from: number, to: number): void {
    const place = this.kinds.push(kind) - 1
    this.ends.push({ from, to })
    this.waysFrom[from]?.push({ place, up: true, to })
    this.waysFrom[to]?.push({ place, up: false, to: from })
  }

  private hide({ measure, place }: Place): void {
    const line = this.hidden[measure]
    if (!line || line[place]) return
    line[place] = true
    this.waiting.push({ measure, place })
  }

  private protect(one: Place): void {
    for (let lack = this.findLack(one); lack; lack = this.findLack(one)) {
      const route = this.cheapestHelp(one, lack)
      if (!route) {
        this.giveUp(one)
        return
      }
      for (const { place } of route.ways)
        for (let measure = route.span.first; measure <= route.span.last; measure++) this.hide({ measure, place })
    }
  }

  /** A zero that cannot move at all follows from a larger group's zero. For the rest there is always help. */
  private giveUp(one: Place): void {
    const line = this.hidden[one.measure]
    if (line && at(this.values, one) === 0) line[one.place] = false
    else
      for (const [measure, values] of this.values.entries())
        for (const [place, value] of values.entries()) if (value > 0) this.hide({ measure, place })
  }

  /** What a hidden value lacks of the two promises, and the values where it got stuck; null when it lacks nothing. */
  private findLack(one: Place): { missing: number; stuck: Reach[]; known: Known } | null {
    const known = this.toldByReasons
    const { low, high } = known(one.measure, one.place)
    const value = at(this.values, one)
    const told = this.width === this.threshold && high !== infinity
    const limits = told ? [high - value, low - value] : []
    for (const limit of limits) {
      const reach = this.explore(one, limit > 0, Math.abs(limit), known)
      if (reach.moved < Math.abs(limit)) return { missing: Math.abs(limit) - reach.moved, stuck: [reach], known }
    }
    const up = this.explore(one, true, this.width, nothing)
    const down = this.explore(one, false, this.width - up.moved, nothing)
    const missing = this.width - up.moved - down.moved
    return missing > 0 ? { missing, stuck: [up, down], known: nothing } : null
  }

  private readonly toldByReasons: Known = (measure, place) => {
    const value = at(this.values, { measure, place })
    if (this.kinds[place] !== 'cell') return { low: 0, high: infinity }
    if (!this.isSmallGroup({ measure, place })) return { low: Math.min(this.threshold, value), high: infinity }
    const partOfSmall = measure > 0 && isSmall(at(this.values, { measure: 0, place }), this.threshold)
    return { low: partOfSmall ? 0 : 1, high: this.threshold - 1 }
  }

  /** How far a hidden value may move one way, up to `limit`. Exact for one measure; for more, at least so far. */
  private explore(one: Place, up: boolean, limit: number, known: Known): Reach {
    const values = this.values.map((line) => [...line])
    let moved = 0
    for (const span of this.spansAround(one.measure))
      while (moved < limit) {
        const route = this.search(values, one, up, span, known, { width: 1, free: true })
        if (!route) break
        const amount = Math.min(limit - moved, ...route.ways.map((way) => this.room(values, way, span, known)))
        for (const line of values.slice(span.first, span.last + 1))
          for (const way of route.ways) line[way.place] = (line[way.place] ?? 0) + (way.up ? amount : -amount)
        moved += amount
      }
    return { values, up, moved }
  }

  /** One wide route, or the first of several narrow ones, whichever is likely to cost less in all. */
  private cheapestHelp(one: Place, lack: { missing: number; stuck: Reach[]; known: Known }): Route | null {
    let best: Route | null = null
    for (const width of new Set([lack.missing, 1]))
      for (const { values, up } of lack.stuck)
        for (const span of this.spansAround(one.measure)) {
          const route = this.search(values, one, up, span, lack.known, { width, free: false })
          const price = route ? (route.price * lack.missing) / width : infinity
          if (route && price < (best?.price ?? infinity)) best = { ...route, price }
        }
    return best
  }

  private spansAround(measure: number): Span[] {
    const spans: Span[] = []
    for (let first = measure; first >= 0; first--)
      for (let last = measure; last < this.values.length; last++) spans.push({ first, last })
    return spans
  }

  /** The cheapest cycle through a place on which `width` more can flow; a free one hides nothing more. */
  private search(
    values: number[][],
    { place }: Place,
    up: boolean,
    span: Span,
    known: Known,
    { width, free }: { width: number; free: boolean },
  ): Route | null {
    const ends = this.ends[place]
    const ownPrice = this.price(place, span)
    if (!ends || ownPrice === infinity || (free && ownPrice > 0)) return null
    const [start, goal] = up ? [ends.to, ends.from] : [ends.from, ends.to]
    const own = { place, up, to: start }
    if (this.room(values, own, span, known) < width) return null
    const prices = new Array<number>(this.waysFrom.length).fill(infinity)
    const arrivals: { way: Way; from: number }[] = []
    const priceAt = (node: number) => prices[node] ?? infinity
    prices[start] = 0
    const queue = [start]
    for (const node of queue)
      for (const way of this.waysFrom[node] ?? []) {
        const bound = Math.min(priceAt(way.to), priceAt(goal))
        if (way.place === place || priceAt(node) >= bound) continue
        const price = this.price(way.place, span)
        if (priceAt(node) + price >= bound || (free && price > 0)) continue
        if (this.room(values, way, span, known) < width) continue
        prices[way.to] = priceAt(node) + price
        arrivals[way.to] = { way, from: node }
        queue.push(way.to)
      }
    if (priceAt(goal) === infinity) return null
    const ways = [own]
    for (let arrival = arrivals[goal]; arrival; arrival = arrival.from === start ? undefined : arrivals[arrival.from])
      ways.push(arrival.way)
    return { ways, span, price: ownPrice + priceAt(goal) }
  }

  /** How far the values of a span may move together along a way. */
  private room(values: number[][], { place, up }: Way, { first, last }: Span, known: Known): number {
    let room = infinity
    if (up && first > 0) room = at(values, { measure: first - 1, place }) - at(values, { measure: first, place })
    if (!up) room = at(values, { measure: last, place }) - at(values, { measure: last + 1, place })
    if (known === nothing) return room
    for (let measure = first; measure <= last; measure++) {
      const { low, high } = known(measure, place)
      const value = at(values, { measure, place })
      room = Math.min(room, up ? high - value : value - low)
    }
    return room
  }

  /** What hiding a place in a whole span costs: nothing where it is hidden; infinite for a zero, which is shown. */
  private price(place: number, { first, last }: Span): number {
    let price = 0
    for (let measure = first; measure <= last; measure++) {
      if (this.hidden[measure]?.[place]) continue
      const value = at(this.values, { measure, place })
      if (value === 0) return infinity
      price +=
        weights[this.kinds[place] ?? 'cell'] +
        value / (1 + at(this.values, { measure: 0, place: this.kinds.length - 1 }))
    }
    return price
  }
}
