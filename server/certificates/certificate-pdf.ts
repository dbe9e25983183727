import { type Attachment, attach } from '../platform/documents/archive.ts'
import type { DocumentKey } from '../platform/documents/document-key.ts'
import { MissingGlyph, missingGlyphs } from '../platform/documents/fonts.ts'
import { drawParagraph, spokenAs } from '../platform/documents/paragraph.ts'
import * as paper from '../platform/documents/pdf.ts'
import { colours, mm } from '../platform/documents/pdf.ts'
import { qrCode } from '../platform/documents/qr.ts'
import { signPdf } from '../platform/documents/sign-pdf.ts'
import { reserveSignature } from '../platform/documents/signature-place.ts'
import * as layout from './certificate-layout.ts'
import { drawTranscript, textsOfTranscript } from './certificate-transcript.ts'
import type { CredentialRecord } from './record.ts'

/** A row under the sentence. */
export type Fact = { label: string; value: string }

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
}

const { left, right, bottom, headRule, columnWidth, qrSide } = layout

type Pdf = PDFKit.PDFDocument

/** What goes with the paper: a file within the file, and what it is signed with. */
export type Extras = { attachment?: Attachment; documentKey?: DocumentKey }

/**
 * The certificate: one tagged A4 page across and its transcript, PDF/A-3a and PDF/UA-1, the same bytes for the same
 * input. `verifyUrl` is printed in words and as a QR code. Throws MissingGlyph, and CertificateFull (certificate-layout.ts).
 */
export async function drawCertificate(
  record: CredentialRecord,
  words: CertificateWords,
  verifyUrl: string,
  { attachment, documentKey }: Extras = {},
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
  drawCertificatePage(pdf, document, record, words, verifyUrl)
  if (documentKey) {
    const signer = { documentKey, name: record.issuer, description: words.signature, date: issued }
    reserveSignature(pdf, document, signer)
  }
  drawTranscript(pdf, document, record, words)
  document.end()
  if (attachment) attach(pdf, attachment, issued)
  const file = await paper.finishPdf(pdf)
  return documentKey ? signPdf(file, documentKey) : file
}

/** The certificate itself on the page that is open, which lies across; `document` is the element of the structure around it. */
export function drawCertificatePage(
  pdf: Pdf,
  document: PDFKit.PDFStructureElement,
  record: CredentialRecord,
  words: CertificateWords,
  verifyUrl: string,
): void {
  const foot = layout.planFoot(pdf, record, words, verifyUrl)
  const body = layout.planBody(pdf, record, words, foot.top - mm(4))

  paper.drawArtifact(pdf, () => {
    layout.drawPillars(pdf, record, mm(16))
    paper.drawMark(pdf, left, layout.top, layout.markHeight)
    paper.drawRule(pdf, left, headRule, right - left)
    paper.drawRule(pdf, left, foot.top + layout.signatureSpace, columnWidth)
  })
  const add = (tag: string, { paragraph, x, y }: layout.Placed, parent = document) =>
    parent.add(pdf.struct(tag, spokenAs(paragraph), [() => drawParagraph(pdf, paragraph, x, y)]))

  for (const part of layout.planHead(pdf, record, words)) add('P', part)
  add('P', body.kind)
  add('H1', body.name)
  add('P', body.sentence)
  const list = pdf.struct('L')
  document.add(list)
  for (const { label, value } of body.facts) {
    const item = pdf.struct('LI')
    list.add(item)
    add('Lbl', label, item)
    add('LBody', value, item)
  }
  for (const line of foot.issuer) add('P', line)
  add('P', foot.check)
  const { paragraph, x, y } = foot.address
  const box = { x, y, width: paragraph.width, height: paragraph.height }
  document.add(paper.drawLink(pdf, verifyUrl, box, () => drawParagraph(pdf, paragraph, x, y)))
  document.add(drawQr(pdf, verifyUrl, words.qr_alternative))
}

/** Throws MissingGlyph when some character of the certificate is in none of the fonts: asked before anything is issued. */
export function refuseMissingGlyphs(record: CredentialRecord, words: CertificateWords): void {
  const { name, issuer, course_title, code } = record
  const { product, kind, sentence, phase, length, objectives, award, issued, signatories, issued_for, check } = words
  const facts = [phase, length, objectives, award, issued].flatMap(({ label, value }) => [label, value])
  const others = [...signatories, ...issued_for, ...textsOfTranscript(record, words)]
  const sans = [code, kind, issuer, check, ...facts, ...others].flatMap((text) => missingGlyphs(text, 'sans'))
  const serif = [name, course_title, product, sentence].flatMap((text) => missingGlyphs(text, 'serif'))
  const missing = [...new Set([...serif, ...sans])]
  if (missing.length > 0) throw new MissingGlyph(missing)
}

/** The dark modules end at the margin; the quiet zone reaches into it. */
function drawQr(pdf: Pdf, text: string, alternative: string): PDFKit.PDFStructureElement {
  const { side, quiet, path } = qrCode(text)
  const scale = qrSide / (side - 2 * quiet)
  const options = { alt: alternative, bbox: [right - qrSide, bottom - qrSide, right, bottom] }
  return pdf.struct('Figure', options, [
    () => {
      pdf
        .save()
        .translate(right - (side - quiet) * scale, bottom - (side - quiet) * scale)
        .scale(scale)
      pdf.path(path).fill(colours.ink)
      pdf.restore()
    },
  ])
}
