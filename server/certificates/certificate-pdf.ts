import { type Attachment, attach } from '../platform/documents/archive.ts'
import type { DocumentKey } from '../platform/documents/document-key.ts'
import { MissingGlyph, missingGlyphs } from '../platform/documents/fonts.ts'
import { drawParagraph, spokenAs } from '../platform/documents/paragraph.ts'
import * as paper from '../platform/documents/pdf.ts'
import { colours, mm } from '../platform/documents/pdf.ts'
import { qrCode } from '../platform/documents/qr.ts'
import { signPdf } from '../platform/documents/sign-pdf.ts'
import { reserveSignature } from '../platform/documents/signature-place.ts'
import type { Language } from '../platform/words/languages.ts'
import { narrowDensities, planTwo } from './bilingual-layout.ts'
import { footSizes, planFoot } from './certificate-foot.ts'
import * as layout from './certificate-layout.ts'
import { drawTranscript, textsOfTranscript } from './certificate-transcript.ts'
import { type CredentialRecord, secondEdition } from './record.ts'
import { type Placed, placeOn, type Sheet, sheetOf } from './sheet.ts'

/** A row under the sentence; `lang` is the language of its value, where the course does not have it in that of the rest. */
export type Fact = { label: string; value: string; lang?: Language | undefined }

/** Every word on the paper, in the record's language; the name, the code and the issuer come from the record itself. */
export type CertificateWords = {
  /** Beside the mark: the product's name. */
  product: string
  /** The file's title, shown by readers in place of its name. */
  document_title: string
  /** "Certificate of achievement" */
  kind: string
  /** Follows the name; holds the course's title as it stands in the record, which is printed in bold. */
  sentence: string
  phase: Fact
  length: Fact
  /** The objectives in one text, separated as the language separates a list. */
  objectives: Fact
  /** The rule that was met, with score and pass mark. */
  award: Fact
  issued: Fact
  /** Above the issuer's name, one line each: "Grace Banda, Lead trainer" */
  signatories: string[]
  /** Under the issuer's name, one line each: the programme and the cohort, where there are any. */
  issued_for: string[]
  /** Above the address: "Check this certificate at" */
  check: string
  /** What the QR code does, for who cannot see it. */
  qr_alternative: string
  /** What the badge inside the file is called. */
  badge: string
  /** What the electronic signature is called. */
  signature: string
  /** The pages after it. */
  transcript: { title: string; holder: Fact; course: Fact; code: Fact; covered: string }
  /** The same words in the second language; null for a certificate in one. */
  also?: CertificateWords | null
}

const { left, right, bottom, headRule, columnWidth, qrSide, qrModules } = layout

type Pdf = PDFKit.PDFDocument
type Struct = PDFKit.PDFStructureElement

/** What goes with the paper: more in its QR code than the address, a file within the file, and what it is signed with. */
export type Extras = { qrText?: string; attachment?: Attachment; documentKey?: DocumentKey }

/**
 * The certificate: one tagged A4 page across and its transcript, PDF/A-3a and PDF/UA-1, the same bytes for the same
 * input. `verifyUrl` is printed in words, and as a QR code where no other text is given for it. Throws MissingGlyph, and CertificateFull (certificate-layout.ts).
 */
export async function drawCertificate(
  record: CredentialRecord,
  words: CertificateWords,
  verifyUrl: string,
  { qrText = verifyUrl, attachment, documentKey }: Extras = {},
): Promise<Buffer> {
  refuseMissingGlyphs(record, words)
  const issued = new Date(`${record.issued_on}T00:00:00Z`)
  const pdf = paper.createPdf({
    title: words.document_title,
    author: record.issuer,
    subject: record.course_title,
    language: record.language,
    created: issued,
    layout: 'landscape',
    archive: true,
  })
  const document = pdf.struct('Document')
  pdf.addStructure(document)
  drawCertificatePage(pdf, document, { record, words }, { verifyUrl, qrText })
  if (documentKey) {
    const signer = { documentKey, name: record.issuer, description: words.signature, date: issued }
    reserveSignature(pdf, document, signer)
  }
  drawTranscripts(pdf, document, { record, words })
  document.end()
  if (attachment) attach(pdf, attachment, issued)
  const file = await paper.finishPdf(pdf)
  return documentKey ? signPdf(file, documentKey) : file
}

/** The transcript, once for each language of the certificate. */
export function drawTranscripts(pdf: Pdf, document: Struct, { record, words }: layout.Edition): void {
  for (const edition of editionsOf(record, words)) drawTranscript(pdf, document, edition.record, edition.words)
}

/** The certificate itself on the page that is open, which lies across; `document` is the element of the structure around it. */
export function drawCertificatePage(
  pdf: Pdf,
  document: Struct,
  { record, words }: layout.Edition,
  { verifyUrl, qrText }: { verifyUrl: string; qrText: string },
): void {
  const sheet = sheetOf(record.language, layout.pageWidth)
  const editions = editionsOf(record, words)
  const [first] = editions
  const { foot, body } = planPage(pdf, sheet, editions, verifyUrl)

  paper.drawArtifact(pdf, () => {
    layout.drawPillars(pdf, sheet, record, mm(16))
    paper.drawMark(pdf, placeOn(sheet, left, paper.markWidth(layout.markHeight)), layout.top, layout.markHeight)
    paper.drawRule(pdf, placeOn(sheet, left, right - left), headRule, right - left)
    paper.drawRule(pdf, placeOn(sheet, left, columnWidth), foot.top + layout.signatureSpace, columnWidth)
    if (body.divide) pdf.rect(body.divide.x, body.divide.y, mm(0.25), body.divide.height).fill(colours.line)
  })
  const add = (tag: string, { paragraph, x, y, lang }: Placed, parent = document) =>
    parent.add(
      pdf.struct(tag, { ...spokenAs(paragraph), ...(lang && { lang }) }, [() => drawParagraph(pdf, paragraph, x, y)]),
    )

  for (const part of layout.planHead(pdf, sheet, first)) add('P', part)
  body.parts.forEach(({ language, kind, sentence, facts }, index) => {
    const section = index === 0 ? document : pdf.struct('Sect', { lang: language })
    if (index > 0) document.add(section)
    add('P', kind, section)
    if (index === 0) add('H1', body.name)
    add('P', sentence, section)
    const list = pdf.struct('L')
    section.add(list)
    for (const { label, value } of facts) {
      const item = pdf.struct('LI')
      list.add(item)
      add('Lbl', label, item)
      add('LBody', value, item)
    }
  })
  for (const line of foot.issuer) add('P', line)
  for (const line of foot.check) add('P', line)
  const { paragraph, x, y } = foot.address
  const box = { x, y, width: paragraph.width, height: paragraph.height }
  document.add(paper.drawLink(pdf, verifyUrl, box, () => drawParagraph(pdf, paragraph, x, y)))
  document.add(drawQr(pdf, sheet, qrText, words.qr_alternative))
}

/** In the largest type that leaves room for everything. Throws CertificateFull. */
function planPage(pdf: Pdf, sheet: Sheet, [first, second]: Editions, verifyUrl: string) {
  const [planAt, from] = second
    ? [(density: layout.Density) => planTwo(pdf, sheet, [first, second], density), narrowDensities]
    : [(density: layout.Density) => layout.planOne(pdf, sheet, first, density), layout.densities]
  for (const size of footSizes) {
    const foot = planFoot(pdf, sheet, second ? [first, second] : [first], verifyUrl, size)
    const body = layout.planBody(foot.top - mm(4), from, planAt)
    if (body) return { foot, body }
  }
  throw new layout.CertificateFull(`The certificate ${first.record.code} holds more text than one page`)
}

type Editions = [layout.Edition, ...layout.Edition[]]

/** The certificate in its languages: one, or two. */
function editionsOf(record: CredentialRecord, words: CertificateWords): Editions {
  const second = secondEdition(record)
  return second && words.also
    ? [
        { record, words },
        { record: second, words: words.also },
      ]
    : [{ record, words }]
}

/** Throws MissingGlyph when some character of the certificate is in none of the fonts: asked before anything is issued. */
export function refuseMissingGlyphs(record: CredentialRecord, words: CertificateWords): void {
  const missing = editionsOf(record, words).flatMap(missingIn)
  if (missing.length > 0) throw new MissingGlyph([...new Set(missing)])
}

function missingIn({ record, words }: layout.Edition): string[] {
  const { name, issuer, course_title, code } = record
  const { product, kind, sentence, phase, length, objectives, award, issued, signatories, issued_for, check } = words
  const facts = [phase, length, objectives, award, issued].flatMap(({ label, value }) => [label, value])
  const others = [...signatories, ...issued_for, ...textsOfTranscript(record, words)]
  const serif = [name, course_title, product, sentence].flatMap((text) => missingGlyphs(text, 'serif'))
  const sans = [code, kind, issuer, check, ...facts, ...others].flatMap((text) => missingGlyphs(text, 'sans'))
  return [...serif, ...sans]
}

/** The dark modules end at the margin; the quiet zone reaches into it. */
function drawQr(pdf: Pdf, sheet: Sheet, text: string, alternative: string): PDFKit.PDFStructureElement {
  const { side, quiet, path } = qrCode(text, qrModules)
  const scale = qrSide / (side - 2 * quiet)
  const x = placeOn(sheet, right - qrSide, qrSide)
  const options = { alt: alternative, bbox: [x, bottom - qrSide, x + qrSide, bottom] }
  return pdf.struct('Figure', options, [
    () => {
      pdf
        .save()
        .translate(x - quiet * scale, bottom - (side - quiet) * scale)
        .scale(scale)
      pdf.path(path).fill(colours.ink)
      pdf.restore()
    },
  ])
}
