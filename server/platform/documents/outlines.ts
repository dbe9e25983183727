import { fromLeft, hasRightToLeft } from './bidi.ts'
import { type Face, fonts, missingGlyphs, printable, scaleOf, splitRuns } from './fonts.ts'

/** A curve as its commands: `M`, `L`, `Q`, `C` with their coordinates, and `Z`. */
export type Path = { command: 'M' | 'L' | 'Q' | 'C' | 'Z'; at: number[] }[]
export type Outline = { path: Path; width: number }

type Glyph = { path: { commands: { command: string; args: number[] }[] } }
type Font = {
  unitsPerEm: number
  layout(
    text: string,
    features?: [],
  ): { glyphs: Glyph[]; positions: { xAdvance: number; xOffset: number; yOffset: number }[] }
}
const commands: Record<string, Path[number]['command']> = {
  moveTo: 'M',
  lineTo: 'L',
  quadraticCurveTo: 'Q',
  bezierCurveTo: 'C',
  closePath: 'Z',
}

/**
 * A line of text as one shape, from the left end of its baseline; null when no font of ours has all its letters.
 */
export function outlineOf(text: string, face: Face, size: number): Outline | null {
  if (missingGlyphs(text, face).length > 0) return null
  const typed = splitRuns(text, face)
  const path: Path = []
  let x = 0
  for (const run of hasRightToLeft(text) ? fromLeft(printable(text), 0, typed) : typed) {
    const font = fontOf(run.font)
    const scale = (size * scaleOf(run)) / font.unitsPerEm
    const { glyphs, positions } = font.layout(run.text)
    for (const [index, glyph] of glyphs.entries()) {
      const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {}
      for (const { command, args } of glyph.path.commands) {
        const at = args.map((value, place) =>
          place % 2 === 0 ? x + (value + xOffset) * scale : -(value + yOffset) * scale,
        )
        path.push({ command: commands[command] ?? 'Z', at })
      }
      x += xAdvance * scale
    }
  }
  return { path, width: x }
}

function fontOf(name: string): Font {
  const found = fonts.find((one) => one.name === name)
  if (!found) throw new Error(`There is no font called ${name}`)
  return found.font as unknown as Font // its types do not show the glyphs' outlines
}
