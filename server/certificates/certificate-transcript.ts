import {
  drawParagraph,
  layOut,
  type Paragraph,
  type Span,
  type Style,
  spokenAs,
} from '../platform/documents/paragraph.ts'
import * as paper from '../platform/documents/pdf.ts'
import { colours, mm } from '../platform/documents/pdf.ts'
import type { Language } from '../platform/words/languages.ts'
import { drawPillars } from './certificate-layout.ts'
import type { CertificateWords, Fact } from './certificate-pdf.ts'
import type { CredentialRecord } from './record.ts'
import { layOutOn, placeOn, sheetOf } from './sheet.ts'

type Pdf = PDFKit.PDFDocument
type Struct = PDFKit.PDFStructureElement

const pageWidth = mm(210)
const left = mm(30)
const right = pageWidth - mm(20)
const top = mm(16)
const bottom = mm(297 - 18)
const width = right - left
const labelWidth = mm(36)
const text: Style = { size: 9.5, leading: 1.4, colour: colours.ink }

/**
 * What was covered, on upright pages after the certificate: the course, its modules with their lessons, and the result.
 * Nothing is drawn for a record without modules.
 */
export function drawTranscript(pdf: Pdf, document: Struct, record: CredentialRecord, words: CertificateWords): void {
  if (record.modules.length === 0) return
  const { transcript } = words
  const { language, texts_in } = record
  const sheet = sheetOf(language, pageWidth)
  const part = pdf.struct('Sect', { lang: language })
  document.add(part)
  let y = 0
  const addPage = () => {
    pdf.addPage({ size: 'A4', layout: 'portrait', margin: 0 })
    const code = layOut(pdf, [{ text: record.code, face: 'sans-bold' }], { ...text, size: 10 }, width)
    const product = layOut(pdf, [{ text: words.product, face: 'serif-bold' }], { ...text, size: 13 }, mm(110))
    paper.drawArtifact(pdf, () => {
      drawPillars(pdf, sheet, record, mm(10))
      paper.drawMark(pdf, placeOn(sheet, left, paper.markWidth(15)), top, 15)
      drawParagraph(pdf, product, placeOn(sheet, left + paper.markWidth(15) + 6, product.width), top - 1)
      drawParagraph(pdf, code, placeOn(sheet, right - code.width, code.width), top + 1)
      paper.drawRule(pdf, placeOn(sheet, left, width), top + mm(9), width)
    })
    y = top + mm(18)
  }
  const setText = (spans: Span[], style: Partial<Style>, within = width, own: Language | null = language) =>
    layOutOn(pdf, sheet, spans, { ...text, ...style }, within, own)
  const draw = (tag: string, paragraph: Paragraph, x: number, parent: Struct, lang?: Language) => {
    const spoken = { ...spokenAs(paragraph), ...(lang && { lang }) }
    const there = placeOn(sheet, x, paragraph.width)
    parent.add(pdf.struct(tag, spoken, [() => drawParagraph(pdf, paragraph, there, y)]))
  }
  /** A heading stands on one page with the first line under it. */
  const heading = (tag: string, spans: Span[], style: Partial<Style>, before: number, after: number) => {
    const paragraph = setText(spans, style)
    y += mm(before)
    if (y + paragraph.height + mm(after + 6) > bottom) addPage()
    draw(tag, paragraph, left, part)
    y += paragraph.height + mm(after)
  }
  const list = (items: readonly Fact[], within: number, colour: string) => {
    const struct = pdf.struct('L')
    part.add(struct)
    for (const item of items) {
      const own = item === transcript.holder ? null : (item.lang ?? language)
      const label = setText([{ text: item.label, face: 'sans' }], { colour }, within - mm(2))
      const value = setText([{ text: item.value, face: 'sans' }], {}, width - within, own)
      const height = Math.max(label.height, value.height)
      if (y + height > bottom) addPage()
      const row = pdf.struct('LI')
      struct.add(row)
      draw('Lbl', label, left, row)
      draw('LBody', value, left + within, row, item.lang)
      row.end()
      y += height + mm(0.9)
    }
    struct.end()
  }
  const langOf = (own: Language) => (own === language ? undefined : own)

  addPage()
  heading('H2', [{ text: transcript.title, face: 'serif-bold' }], { size: 21, leading: 1.2 }, 0, 5)
  const { holder, course, code } = transcript
  list([holder, course, words.length, words.award, words.issued, code], labelWidth, colours.soft)
  if (record.objectives.length > 0) {
    heading('H3', [{ text: words.objectives.label, face: 'serif-bold' }], { size: 13, leading: 1.3 }, 5, 1.5)
    list(
      record.objectives.map((value) => ({ label: '–', value, lang: langOf(texts_in.objectives) })),
      mm(8),
      colours.soft,
    )
  }
  heading('H3', [{ text: transcript.covered, face: 'serif-bold' }], { size: 13, leading: 1.3 }, 5, 1)
  record.modules.forEach(({ title, lessons }, index) => {
    const number = { text: `${index + 1} `, face: 'sans-bold' as const }
    heading('H4', [number, { text: title, face: 'sans-bold', lang: langOf(texts_in.modules) }], {}, 2, 1)
    const numbered = lessons.map((value, lesson) => ({
      label: `${index + 1}.${lesson + 1}`,
      value,
      lang: langOf(texts_in.lessons),
    }))
    if (numbered.length > 0) list(numbered, mm(12), colours.soft)
  })
  part.end()
}

/** Every text of these pages that the certificate itself does not have. */
export function textsOfTranscript(record: CredentialRecord, { transcript }: CertificateWords): string[] {
  if (record.modules.length === 0) return []
  const { title, covered, holder, course, code } = transcript
  const modules = record.modules.flatMap((module) => [module.title, ...module.lessons])
  const facts = [holder, course, code].flatMap(({ label, value }) => [label, value])
  return [title, covered, ...facts, ...modules, ...record.objectives]
}
