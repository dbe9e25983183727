import { hasRightToLeft } from '../../platform/documents/bidi.ts'
import { outlineOf } from '../../platform/documents/outlines.ts'
import { colours } from '../../platform/documents/pdf.ts'
import { rasterise, type Shape } from '../../platform/documents/raster.ts'
import { formatDate } from '../../platform/words/dates.ts'
import { translator } from '../../platform/words/messages.ts'
import { box, fitted, linesIn, mark, paper, placed } from '../badge/picture.ts'
import { encodePng } from '../badge/png.ts'
import type { CredentialRecord } from '../record.ts'

/** What the programs that show a link beside its picture ask for, in dots. */
export const size = { width: 1200, height: 630 }
const left = 132
const right = size.width - 72
const room = right - left
const rule = 516

// As on the certificate: one upright for prepare, two for negotiate, three for monitor.
const pillars = { prepare: 1, negotiate: 2, monitor: 3 }

/** The picture beside a link to a certificate: made to be read at the width of a telephone, name first. */
export function drawPreview(record: CredentialRecord): Shape[] {
  const t = translator(record.language)
  const phase = colours[record.phase]
  const arabic = hasRightToLeft(record.name) // its letters reach further up and down
  const name = { sizes: [76, 68, 60, 52, 44, 36], most: 2, room, leading: arabic ? 1.4 : 1.16 }
  const course = { sizes: [38, 34, 30, 26], most: 2, room, leading: 1.3, face: 'serif' as const }
  const holder = linesIn(record.name, name, left, 0)
  const title = linesIn(record.course_title, course, left, 0)
  // The two stand together in the middle of what is between the kind and the rule.
  const gap = arabic ? 36 : 20
  const top = 226 + Math.max(0, (rule - 40 - 226 - holder.end - gap - title.end) / 2)
  const date = outlineOf(formatDate(record.issued_on, record.language), 'sans', 26)
  const issuerRoom = room - (date?.width ?? 0) - 40
  return [
    ...Array.from({ length: pillars[record.phase] }, (_, n) => ({
      path: box(36 + 24 * n, 0, 12, size.height),
      fill: phase,
    })),
    ...mark(left, 64, 52),
    ...placed(outlineOf(t('site.name'), 'serif-bold', 32), left + 70, 102, colours.ink),
    ...placed(fitted(t(`certificate.kind.${record.kind}`), 'sans-bold', 28, room), left, 200, phase),
    ...linesIn(record.name, name, left, top).shapes,
    ...linesIn(record.course_title, course, left, top + holder.end + gap).shapes,
    { path: box(left, rule, room, 2), fill: colours.line },
    ...linesIn(
      record.issuer,
      { sizes: [26, 22, 20], most: 2, room: issuerRoom, leading: 1.3, face: 'sans-bold' },
      left,
      534,
    ).shapes,
    ...placed(date, right - (date?.width ?? 0), 568, colours.soft),
  ]
}

export const previewPng = (record: CredentialRecord): Buffer =>
  encodePng(rasterise(drawPreview(record), size.width, size.height, paper), size.width, {})
