import { buffer } from 'node:stream/consumers'
import PDFDocument from 'pdfkit'
import { accessibleToo } from './archive.ts'
import { fonts } from './fonts.ts'

/** The colours of the light theme (tokens.css): paper is always light. */
export const colours = {
  ink: '#1b211f',
  soft: '#555a55',
  line: '#d6d2c5',
  accent: '#0a524d',
  prepare: '#246db4',
  negotiate: '#804c00',
  monitor: '#5c1650',
} as const

/** PDF measures in points; a page is thought of in millimetres. */
export const mm = (millimetres: number): number => (millimetres * 72) / 25.4

export type PdfOptions = {
  title: string
  author: string
  subject: string
  language: string
  /** Written into the file in place of the time of drawing, so that drawing twice gives the same bytes. */
  created: Date
  layout: 'portrait' | 'landscape'
  /** Holds every page until the end, for what is only known then: how many there are. */
  keepPages?: boolean
  /** To be kept for good and read by everybody: PDF/A-3a and PDF/UA-1. Whoever draws has to tag and describe everything. */
  archive?: boolean
}

/** A tagged A4 document with our fonts by name (see fonts.ts) and no margins: every position is given. */
export function createPdf(options: PdfOptions): PDFKit.PDFDocument {
  const { title, author, subject, created, language, layout, keepPages = false, archive = false } = options
  const pdf = new Pdf({
    info: { Title: title, Author: author, Subject: subject, Creator: 'Third Pillar', CreationDate: created },
    lang: language,
    layout,
    size: 'A4',
    margin: 0,
    bufferPages: keepPages,
    tagged: true,
    displayTitle: true,
    pdfVersion: '1.7',
    ...(archive && { subset: 'PDF/A-3a' }),
    font: '', // otherwise PDFKit opens Helvetica, which we never use
  })
  if (archive) pdf.appendXML(accessibleToo)
  // Opened in one order whatever is drawn first, so that the same text gives the same bytes; only used ones are embedded.
  // PDFKit takes parsed fonts; its types know only files.
  for (const { name, font } of fonts) pdf.registerFont(name, font as unknown as Buffer).font(name)
  return pdf
}

/** Ends the document and gives the whole file. */
export function finishPdf(pdf: PDFKit.PDFDocument): Promise<Buffer> {
  const file = buffer(pdf)
  pdf.end()
  return file
}

/** What `draw` paints belongs to no text and is not read out: rules, pillars, the mark. */
export function drawArtifact(pdf: PDFKit.PDFDocument, draw: () => void): void {
  pdf.markContent('Artifact', { type: 'Layout' })
  draw()
  pdf.endMarkedContent()
}

/** Three columns between two beams, the third heavier and in the accent. Position and height in points. */
export function drawMark(pdf: PDFKit.PDFDocument, x: number, y: number, height: number): void {
  pdf
    .save()
    .translate(x, y)
    .scale(height / 20)
  pdf.path('M1 0h20v2H1zM1 18h20v2H1zM3 5h2v10H3zM8 5h2v10H8z').fill(colours.ink)
  pdf.path('M13 5h6v10h-6z').fill(colours.accent)
  pdf.restore()
}

/** The mark's width for a height. */
export const markWidth = (height: number): number => (height * 22) / 20

/** A hairline of paper, a quarter of a millimetre, from x to x + width. */
export function drawRule(
  pdf: PDFKit.PDFDocument,
  x: number,
  y: number,
  width: number,
  colour: string = colours.ink,
): void {
  pdf.rect(x, y, width, mm(0.25)).fill(colour)
}

/** The part of a link that assistive technology finds; `box` in points from the top left corner. */
export function drawLink(pdf: PDFKit.PDFDocument, url: string, box: Box, draw: () => void): PDFKit.PDFStructureElement {
  const link: PDFKit.PDFStructureElement = pdf.struct('Link', {}, [
    () => {
      draw()
      // PDFKit writes String objects as text and plain strings as names; its types know neither that nor structParent.
      const options = { structParent: link, Contents: Object(url) as string }
      pdf.link(box.x, box.y, box.width, box.height, url, options)
    },
  ])
  return link
}

export type Box = { x: number; y: number; width: number; height: number }

class Pdf extends PDFDocument {
  // PDFKit ends a form of its own here; ours is one signature (signature-place.ts).
  override endAcroForm(): this {
    return this
  }

  // PDFKit copies the title unescaped into the file's XML description, where an ampersand would break it. The plain form
  // has been written by the time this is called.
  override endMetadata(): void {
    for (const key of ['Title', 'Author', 'Subject', 'Creator'] as const) {
      const text = this.info[key]
      if (text !== undefined) this.info[key] = escapeXml(text)
    }
    // The types leave this method out.
    const base = PDFDocument.prototype as unknown as { endMetadata(): void }
    base.endMetadata.call(this)
  }
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const escapeXml = (text: string): string => text.replace(/[&<>]/g, (character) => entities[character] ?? '')
