import { startsRight } from '../../platform/documents/bidi.ts'
import type { Face } from '../../platform/documents/fonts.ts'
import { type Outline, outlineOf, type Path } from '../../platform/documents/outlines.ts'
import { colours } from '../../platform/documents/pdf.ts'
import type { Shape } from '../../platform/documents/raster.ts'

// What our pictures are put together from. Measures are dots from the top left corner.
export const paper = '#fdfcf9'

/** How a text is set: the sizes it may have, from the largest, the lines it may take, and their distance as a multiple of the size. */
export type Setting = {
  sizes: number[]
  most: number
  room: number
  leading: number
  face?: Face
  fill?: string
  /** Where a line of that width begins, in a picture that is a mirror image. */
  at?: (x: number, width: number) => number
}

/**
 * A text in the largest size in which it fits, its first line a line's height below `y`; in the smallest it is cut with a
 * mark. Lines of a text that runs from right to left end at the same edge. `end` is the last baseline.
 */
export function linesIn(text: string, setting: Setting, x: number, y: number): { shapes: Shape[]; end: number } {
  const { leading, fill = colours.ink, at } = setting
  const { outlines, size } = fitLines(text, setting)
  const widest = Math.max(0, ...outlines.map((outline) => outline?.width ?? 0))
  const fromRight = startsRight(text)
  const shapes = outlines.flatMap((outline, index) => {
    const own = fromRight && outline ? x + widest - outline.width : x
    const left = at && outline ? at(x, outline.width) : own
    return placed(outline, left, y + size * leading * (index + 1), fill)
  })
  return { shapes, end: y + size * leading * outlines.length }
}

function fitLines(text: string, { sizes, most, room, face = 'serif-bold' }: Setting) {
  const smallest = sizes.at(-1) ?? 12
  const width = (line: string, size: number) => outlineOf(line, face, size)?.width ?? 0
  for (const size of sizes) {
    const lines = breakLines(text, (line) => width(line, size) <= room)
    if (lines.length <= most && lines.every((line) => width(line, size) <= room))
      return { outlines: lines.map((line) => outlineOf(line, face, size)), size }
  }
  const lines = breakLines(text, (line) => width(line, smallest) <= room)
  const kept = lines.slice(0, most)
  if (lines.length > most) kept[most - 1] = `${kept[most - 1]}…`
  return { outlines: kept.map((line) => fitted(line, face, smallest, room)), size: smallest }
}

function breakLines(text: string, fits: (line: string) => boolean): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

/** A line that is wider than its room is set smaller. */
export function fitted(text: string, face: Face, size: number, room: number): Outline | null {
  const outline = outlineOf(text, face, size)
  return outline && outline.width > room ? outlineOf(text, face, (size * room) / outline.width) : outline
}

/** A line of text from the start of its baseline; nothing where there is none. */
export const placed = (outline: Outline | null, x: number, y: number, fill: string): Shape[] =>
  outline ? [{ path: moved(outline.path, x, y), fill }] : []

/** The three pillars, as on every page. */
export function mark(x: number, y: number, size: number): Shape[] {
  const unit = size / 26
  const part = (left: number, top: number, width: number, height: number) =>
    box(x + left * unit, y + top * unit, width * unit, height * unit)
  return [
    {
      path: [...part(0, 0, 26, 4), ...part(0, 22, 26, 4), ...part(2, 7, 4, 12), ...part(9, 7, 4, 12)],
      fill: colours.ink,
    },
    { path: part(16, 7, 8, 12), fill: colours.accent },
  ]
}

export function box(x: number, y: number, width: number, height: number): Path {
  return [
    { command: 'M', at: [x, y] },
    { command: 'L', at: [x + width, y] },
    { command: 'L', at: [x + width, y + height] },
    { command: 'L', at: [x, y + height] },
    { command: 'Z', at: [] },
  ]
}

const moved = (path: Path, x: number, y: number): Path =>
  path.map(({ command, at }) => ({ command, at: at.map((value, place) => value + (place % 2 === 0 ? x : y)) }))
