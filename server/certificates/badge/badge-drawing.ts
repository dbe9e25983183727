import { type Outline, outlineOf } from '../../platform/documents/outlines.ts'
import { colours } from '../../platform/documents/pdf.ts'
import type { Shape } from '../../platform/documents/raster.ts'
import { formatDate } from '../../platform/words/dates.ts'
import { directionOf } from '../../platform/words/languages.ts'
import { translator } from '../../platform/words/messages.ts'
import type { CredentialRecord } from '../record.ts'
import { box, fitted, linesIn, mark, paper, placed } from './picture.ts'

/** The picture is a square of so many dots. */
export const side = 480
const margin = 36
const room = side - 2 * margin

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
  const put = (outline: Outline | null, x: number, y: number, fill: string) =>
    void shapes.push(...placed(outline, outline ? at(x, outline.width) : x, y, fill))
  shapes.push(...mark(at(margin, 40), margin, 40))
  put(outlineOf(t('site.name'), 'serif-bold', 20), margin + 52, margin + 27, colours.ink)
  put(outlineOf(t(`certificate.kind.${record.kind}`), 'sans-bold', 15), margin, 148, phase)
  const title = { sizes: [32, 28, 24, 20, 16], most: 4, room, leading: 1.25, at }
  const name = { sizes: [24, 20, 16, 12], most: 2, room, leading: 1.3, at }
  shapes.push(...linesIn(record.course_title, title, margin, 148).shapes)
  shapes.push(...linesIn(record.name, name, margin, 322).shapes)
  shapes.push({ path: box(margin, 404, room, 1), fill: colours.line })
  const date = formatDate(record.issued_on, record.language)
  put(fitted(record.issuer, 'sans-bold', 13, room), margin, 426, colours.ink)
  put(outlineOf(`${date} · ${record.code}`, 'sans', 13), margin, 446, colours.soft)
  return shapes
}
