import type { Face } from '../../platform/documents/fonts.ts'
import { type Outline, outlineOf, type Path } from '../../platform/documents/outlines.ts'
import { colours } from '../../platform/documents/pdf.ts'
import type { Shape } from '../../platform/documents/raster.ts'
import { formatDate } from '../../platform/words/dates.ts'
import { directionOf } from '../../platform/words/languages.ts'
import { translator } from '../../platform/words/messages.ts'
import type { CredentialRecord } from '../record.ts'

/** The picture is a square of so many dots. */
export const side = 480
const margin = 36
const room = side - 2 * margin
const paper = '#fdfcf9'

/** The picture of a badge: our mark, the kind, whose it is, of which course and since when. Letters are shapes. */
export function drawBadge(record: CredentialRecord): Shape[] {
  const t = translator(record.language)
  const phase = colours[record.phase]
  /** Where a thing begins: a picture in Arabic is the mirror image of the others. */
  const at = (x: number, width: number) => (directionOf(record.language) === 'rtl' ? side - x - width : x)
  const shapes: Shape[] = [
    { path: box(0, 0, side, side), fill: paper },
    { path: box(at(0, 12), 0, 12, side), fill: phase },
  ]
  const put = (outline: Outline | null, x: number, y: number, fill: string) => {
    if (outline) shapes.push({ path: moved(outline.path, at(x, outline.width), y), fill })
  }
  shapes.push(...mark(at(margin, 40), margin, 40))
  put(outlineOf(t('site.name'), 'serif-bold', 20), margin + 52, margin + 27, colours.ink)
  let y = 148
  put(outlineOf(t(`certificate.kind.${record.kind}`), 'sans-bold', 15), margin, y, phase)
  for (const line of wrapped(record.course_title, 'serif-bold', [32, 28, 24, 20, 16], 4)) {
    y += line.size * 1.25
    put(line.outline, margin, y, colours.ink)
  }
  y = 346
  for (const line of wrapped(record.name, 'serif-bold', [24, 20, 16, 12], 2)) {
    put(line.outline, margin, y, colours.ink)
    y += line.size * 1.3
  }
  shapes.push({ path: box(margin, 404, room, 1), fill: colours.line })
  const date = formatDate(record.issued_on, record.language)
  put(outlineOf(record.issuer, 'sans-bold', 13) && fitted(record.issuer, 'sans-bold', 13), margin, 426, colours.ink)
  put(outlineOf(`${date} · ${record.code}`, 'sans', 13), margin, 446, colours.soft)
  return shapes
}

/** A text in the largest size in which it fits so many lines; in the smallest it is cut with a mark. */
function wrapped(text: string, face: Face, sizes: number[], most: number): { outline: Outline | null; size: number }[] {
  for (const size of sizes) {
    const lines = linesOf(text, face, size)
    if (lines.length > most && size !== sizes.at(-1)) continue
    const kept = lines.slice(0, most)
    if (lines.length > most) kept[most - 1] = `${kept[most - 1]}…`
    if (kept.every((line) => (outlineOf(line, face, size)?.width ?? 0) <= room) || size === sizes.at(-1))
      return kept.map((line) => ({ outline: fitted(line, face, size), size }))
  }
  return []
}

function linesOf(text: string, face: Face, size: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word
    if (lines.length > 0 && (outlineOf(longer, face, size)?.width ?? 0) <= room) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

/** One word that is wider than the picture is set smaller. */
function fitted(text: string, face: Face, size: number): Outline | null {
  const outline = outlineOf(text, face, size)
  return outline && outline.width > room ? outlineOf(text, face, (size * room) / outline.width) : outline
}

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
