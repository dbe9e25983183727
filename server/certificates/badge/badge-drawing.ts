import { outlineOf } from '../../platform/documents/outlines.ts'
import { colours } from '../../platform/documents/pdf.ts'
import type { Shape } from '../../platform/documents/raster.ts'
import { formatDate } from '../../platform/words/dates.ts'
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
  const date = formatDate(record.issued_on, record.language)
  return [
    { path: box(0, 0, side, side), fill: paper },
    { path: box(0, 0, 12, side), fill: phase },
    ...mark(margin, margin, 40),
    ...placed(outlineOf(t('site.name'), 'serif-bold', 20), margin + 52, margin + 27, colours.ink),
    ...placed(outlineOf(t(`certificate.kind.${record.kind}`), 'sans-bold', 15), margin, 148, phase),
    ...linesIn(record.course_title, { sizes: [32, 28, 24, 20, 16], most: 4, room, leading: 1.25 }, margin, 148).shapes,
    ...linesIn(record.name, { sizes: [24, 20, 16, 12], most: 2, room, leading: 1.3 }, margin, 322).shapes,
    { path: box(margin, 404, room, 1), fill: colours.line },
    ...placed(fitted(record.issuer, 'sans-bold', 13, room), margin, 426, colours.ink),
    ...placed(outlineOf(`${date} · ${record.code}`, 'sans', 13), margin, 446, colours.soft),
  ]
}
