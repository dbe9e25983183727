import { mm } from '../platform/documents/pdf.ts'
import {
  type Body,
  type Density,
  type Edition,
  factsOf,
  headRule,
  layOutFact,
  layOutKind,
  layOutName,
  layOutSentence,
  left,
  type Part,
  pageWidth,
  right,
} from './certificate-layout.ts'
import { type Placed, placeOn, type Sheet, sheetOf } from './sheet.ts'

const gutter = mm(14)
const width = (right - left - gutter) / 2
const labelWidth = mm(25)

/** As those of a certificate in one language, for columns half as wide. */
export const narrowDensities: Density[] = [
  { gap: 1, name: 33, sentence: 13, facts: 9 },
  { gap: 0.8, name: 33, sentence: 13, facts: 8.6 },
  { gap: 0.6, name: 33, sentence: 12.5, facts: 8.3 },
  { gap: 0.7, name: 30, sentence: 12, facts: 8 },
  { gap: 0.5, name: 30, sentence: 12, facts: 8 },
  { gap: 0.4, name: 27, sentence: 11, facts: 7.5 },
  { gap: 0.3, name: 21, sentence: 10, facts: 7 },
  { gap: 0.2, name: 18, sentence: 9, facts: 6.5 },
  { gap: 0.15, name: 15, sentence: 8, facts: 6 },
]

/**
 * A certificate in two languages of equal weight: the name once, in the middle, and under it the same statements side by
 * side, each row as high as the longer of the two. The first language stands where the page begins; Arabic beside another
 * always stands at the right, where it begins.
 */
export function planTwo(pdf: PDFKit.PDFDocument, sheet: Sheet, editions: [Edition, Edition], density: Density): Body {
  const { gap } = density
  const columns = editions.map((edition, index) => {
    const own = sheetOf(edition.record.language, pageWidth)
    const start = placeOn(sheet, index === 0 ? left : left + width + gutter, width)
    /** `from` is the distance from the edge at which the column's own language begins. */
    const place = (placed: Omit<Placed, 'x'>, from = 0): Placed => {
      const { paragraph } = placed
      return { ...placed, x: own.mirrored ? start + width - from - paragraph.width : start + from }
    }
    return { edition, own, place }
  })
  let y = headRule + mm(11) * gap
  const row = (layOutIn: (column: (typeof columns)[number]) => Omit<Placed, 'x' | 'y'>, gapAfter: number): Placed[] => {
    const cells = columns.map((column) => column.place({ ...layOutIn(column), y }))
    y += Math.max(...cells.map(({ paragraph }) => paragraph.height)) + mm(gapAfter) * gap
    return cells
  }
  const kinds = row(({ edition, own }) => ({ paragraph: layOutKind(pdf, own, edition, width) }), 4)
  const paragraph = layOutName(pdf, sheet, editions[0].record.name, density.name, true)
  const name = { paragraph, x: placeOn(sheet, (left + right - paragraph.width) / 2, paragraph.width), y }
  y += paragraph.height + mm(6) * gap
  const divided = y
  const size = Math.min(density.sentence, paragraph.style.size * 0.8)
  const sentences = row(({ edition, own }) => ({ paragraph: layOutSentence(pdf, own, edition, size, width) }), 5)
  const facts = factsOf(editions[0]).map((_, index) => {
    const cells = columns.map(({ edition, own }) => {
      const fact = factsOf(edition)[index] ?? { label: '', value: '' }
      const widths = { label: labelWidth - mm(2), value: width - labelWidth }
      return { ...layOutFact(pdf, own, fact, density.facts, widths), lang: fact.lang }
    })
    const placed = columns.map(({ place }, column) => {
      const { label, value, lang } = cells[column] as (typeof cells)[number]
      return { label: place({ paragraph: label, y }), value: place({ paragraph: value, y, lang }, labelWidth) }
    })
    y += Math.max(...cells.flatMap(({ label, value }) => [label.height, value.height])) + mm(1.3) * gap
    return placed
  })
  const parts = columns.map(
    ({ edition }, index): Part => ({
      language: edition.record.language,
      kind: kinds[index] as Placed,
      sentence: sentences[index] as Placed,
      facts: facts.map((cells) => cells[index] as Part['facts'][number]),
    }),
  )
  const divide = { x: placeOn(sheet, left + width + gutter / 2, 0), y: divided, height: y - divided - mm(1.3) * gap }
  return { name, parts, end: y, divide }
}
