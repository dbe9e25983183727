import type { Path } from './outlines.ts'

export type Shape = { path: Path; fill: string }

/** Lines of samples in one line of dots. */
const samples = 4
const stepsOfCurve = 6
/** Steps between a shape's colour and what is under it: more are not seen, and make the file larger. */
const shades = 12
type Edge = { x: number; y: number; slope: number; bottom: number; turn: 1 | -1 }

/** Shapes, one over the other, as dots of three bytes: red, green and blue. Edges are smoothed. */
export function rasterise(shapes: Shape[], width: number, height: number, ground = '#ffffff'): Uint8Array {
  const dots = new Uint8Array(Buffer.alloc(width * height * 3, Buffer.from(partsOf(ground))))
  for (const { path, fill } of shapes) {
    const colour = partsOf(fill)
    const cover = coverOf(edgesOf(path), width, height)
    for (const [y, line] of cover) {
      for (let x = 0; x < width; x += 1) {
        const share = Math.round(Math.min(1, line[x] ?? 0) * shades) / shades
        if (share === 0) continue
        const at = (y * width + x) * 3
        for (let part = 0; part < 3; part += 1) {
          const under = dots[at + part] ?? 0
          dots[at + part] = Math.round(under + ((colour[part] ?? 0) - under) * share)
        }
      }
    }
  }
  return dots
}

const partsOf = (colour: string): number[] => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))

/** For each line of dots that a shape touches, how much of each dot is inside (the nonzero rule). */
function coverOf(edges: Edge[], width: number, height: number): Map<number, Float32Array> {
  const cover = new Map<number, Float32Array>()
  const byLine = new Map<number, { x: number; turn: number }[]>()
  for (const edge of edges) {
    const first = Math.max(0, Math.ceil(edge.y * samples - 0.5))
    const last = Math.min(height * samples, Math.ceil(edge.bottom * samples - 0.5))
    for (let line = first; line < last; line += 1) {
      const crossing = { x: edge.x + ((line + 0.5) / samples - edge.y) * edge.slope, turn: edge.turn }
      const others = byLine.get(line)
      if (others) others.push(crossing)
      else byLine.set(line, [crossing])
    }
  }
  for (const [line, crossings] of byLine) {
    const y = Math.floor(line / samples)
    const row = cover.get(y) ?? new Float32Array(width)
    cover.set(y, row)
    crossings.sort((one, other) => one.x - other.x)
    let winding = 0
    for (const [index, { x, turn }] of crossings.entries()) {
      winding += turn
      const next = crossings[index + 1]
      if (winding !== 0 && next) addSpan(row, x, next.x)
    }
  }
  return cover
}

function addSpan(row: Float32Array, from: number, to: number): void {
  const [start, end] = [Math.max(0, from), Math.min(row.length, to)]
  for (let x = Math.floor(start); x < end; x += 1)
    row[x] = (row[x] ?? 0) + (Math.min(end, x + 1) - Math.max(start, x)) / samples
}

function edgesOf(path: Path): Edge[] {
  const edges: Edge[] = []
  let [x, y, startX, startY] = [0, 0, 0, 0]
  const lineTo = (toX: number, toY: number) => {
    if (toY !== y) {
      const slope = (toX - x) / (toY - y)
      edges.push(toY > y ? { x, y, slope, bottom: toY, turn: 1 } : { x: toX, y: toY, slope, bottom: y, turn: -1 })
    }
    x = toX
    y = toY
  }
  for (const { command, at } of path) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = at
    if (command === 'M') {
      lineTo(startX, startY)
      x = startX = a
      y = startY = b
    } else if (command === 'L') lineTo(a, b)
    else if (command === 'Z') lineTo(startX, startY)
    else {
      const [fromX, fromY] = [x, y]
      for (let step = 1; step <= stepsOfCurve; step += 1) {
        const t = step / stepsOfCurve
        const u = 1 - t
        if (command === 'Q')
          lineTo(u * u * fromX + 2 * u * t * a + t * t * c, u * u * fromY + 2 * u * t * b + t * t * d)
        else
          lineTo(
            u ** 3 * fromX + 3 * u * u * t * a + 3 * u * t * t * c + t ** 3 * e,
            u ** 3 * fromY + 3 * u * u * t * b + 3 * u * t * t * d + t ** 3 * f,
          )
      }
    }
  }
  lineTo(startX, startY)
  return edges
}
