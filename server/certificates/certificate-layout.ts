import { hasRightToLeft } from '../platform/documents/bidi.ts'
import { layOut, type Paragraph, type Span, type Style } from '../platform/documents/paragraph.ts'
import { colours, markWidth, mm } from '../platform/documents/pdf.ts'
import type { CertificateWords } from './certificate-pdf.ts'
import type { CredentialRecord } from './record.ts'

/** More than one page holds even in the smallest type: refused, because nothing on a certificate is cut. */
export class CertificateFull extends Error {
  override name = 'CertificateFull'
}

type Pdf = PDFKit.PDFDocument
/** A paragraph and its top left corner. */
export type Placed = { paragraph: Paragraph; x: number; y: number }
export type Body = {
  kind: Placed
  name: Placed
  sentence: Placed
  facts: { label: Placed; value: Placed }[]
  end: number
}
export type Foot = { top: number; issuer: Placed[]; check: Placed; address: Placed }

// The lines the page is built on, in points from the top left corner.
export const left = mm(42)
export const right = mm(297 - 22)
export const bottom = mm(210 - 14)
export const top = mm(16)
export const markHeight = 17.5
export const headRule = top + markHeight + mm(4)
export const qrSide = mm(34)
/** Modules on a side of the code, so that none is below 0.4 mm: what the camera of a cheap telephone still tells apart. */
export const qrModules = Math.floor(34 / 0.4)
/** The room to sign in, above the rule of the signature. */
export const signatureSpace = mm(12)
export const columnWidth = (right - left - qrSide - mm(24)) / 2

// What gives way, and in which order, when there is much to say. Sizes in points; `gap` scales the space between parts.
const densities = [
  { gap: 1, name: 33, sentence: 15, facts: 9.5 },
  { gap: 0.7, name: 33, sentence: 15, facts: 9.5 },
  { gap: 0.5, name: 33, sentence: 13, facts: 9 },
  { gap: 0.4, name: 27, sentence: 12, facts: 8.5 },
  { gap: 0.3, name: 21, sentence: 11, facts: 8 },
  { gap: 0.2, name: 18, sentence: 10, facts: 7 },
]
const nameSizes = [33, 30, 27, 24, 21, 18, 15]
const smallestName = 15

/** The product beside its mark, and the code at the other end of the same line. */
export function planHead(pdf: Pdf, record: CredentialRecord, words: CertificateWords): Placed[] {
  const product = layOut(pdf, [{ text: words.product, face: 'serif-bold' }], ink(15, 1), mm(120))
  const code = layOut(pdf, [{ text: record.code, face: 'sans-bold' }], ink(10, 1.5), mm(100))
  return [
    { paragraph: product, x: left + markWidth(markHeight) + 7, y: top + 1.25 },
    { paragraph: code, x: right - code.width, y: top + 1.25 },
  ]
}

/** Everything between the two rules, ending above `limit`. Throws CertificateFull. */
export function planBody(pdf: Pdf, record: CredentialRecord, words: CertificateWords, limit: number): Body {
  for (const density of densities) {
    const body = planBodyAt(pdf, record, words, density)
    if (body.end <= limit) return body
  }
  throw new CertificateFull(`The certificate ${record.code} holds more text than one page`)
}

function planBodyAt(pdf: Pdf, record: CredentialRecord, words: CertificateWords, density: (typeof densities)[0]): Body {
  const { gap } = density
  const small = { size: density.facts, leading: 1.4 }
  let y = headRule + mm(16) * gap
  const place = (paragraph: Paragraph, gapAfter: number): Placed => {
    const placed = { paragraph, x: left, y }
    y += paragraph.height + mm(gapAfter) * gap
    return placed
  }
  const kind = place(layOut(pdf, [{ text: words.kind, face: 'sans-bold' }], ink(11, 1.4), mm(190)), 3)
  const name = place(layOutName(pdf, record.name, density.name), 5)
  const quieter = ink(Math.min(density.sentence, name.paragraph.style.size * 0.8), 1.4)
  const sentence = place(layOut(pdf, sentenceSpans(record, words), { ...quieter, balanced: true }, mm(190)), 7)
  const facts = [words.phase, words.length, words.objectives, words.award, words.issued].map((fact) => {
    const label = layOut(pdf, [{ text: fact.label, face: 'sans' }], { ...small, colour: colours.soft }, mm(32))
    const value = layOut(pdf, [{ text: fact.value, face: 'sans' }], { ...small, colour: colours.ink }, mm(156))
    const row = { label: { paragraph: label, x: left, y }, value: { paragraph: value, x: left + mm(34), y } }
    y += Math.max(label.height, value.height) + mm(1.3) * gap
    return row
  })
  return { kind, name, sentence, facts, end: y }
}

// The largest size at which the name stands on two lines with no word broken; the smallest takes what it needs.
function layOutName(pdf: Pdf, name: string, largest: number): Paragraph {
  const leading = hasRightToLeft(name) ? 1.4 : 1.12 // Arabic letters reach further up and down
  const set = (size: number) =>
    layOut(pdf, [{ text: name, face: 'serif-bold' }], { ...ink(size, leading), balanced: true }, mm(215))
  const sizes = nameSizes.filter((size) => size <= largest)
  return sizes.map(set).find(({ whole, lines }) => whole && lines.length <= 2) ?? set(smallestName)
}

function sentenceSpans({ course_title }: CredentialRecord, { sentence }: CertificateWords): Span[] {
  const start = sentence.indexOf(course_title)
  if (start < 0) return [{ text: sentence, face: 'serif' }]
  return [
    { text: sentence.slice(0, start), face: 'serif' },
    { text: course_title, face: 'serif-bold' },
    { text: sentence.slice(start + course_title.length), face: 'serif' },
  ]
}

/** Who signs and the issuer under the line for the signature, and the address beside the QR code. */
export function planFoot(pdf: Pdf, record: CredentialRecord, words: CertificateWords, verifyUrl: string): Foot {
  const set = (text: string, face: 'sans' | 'sans-bold') => layOut(pdf, [{ text, face }], ink(9, 1.45), columnWidth)
  const quiet = (lines: string[]) => lines.map((line) => set(line, 'sans'))
  const issuer = [...quiet(words.signatories), set(record.issuer, 'sans-bold'), ...quiet(words.issued_for)]
  const check = set(words.check, 'sans-bold')
  const address = set(verifyUrl.replace(/^https?:\/\//, ''), 'sans')
  const height = (paragraphs: Paragraph[]) =>
    paragraphs.reduce((sum, paragraph) => sum + paragraph.height, signatureSpace + mm(2))
  const start = bottom - Math.max(qrSide, height(issuer), height([check, address]))
  const stack = (paragraphs: Paragraph[], x: number): Placed[] =>
    paragraphs.map((paragraph, index) => ({ paragraph, x, y: start + height(paragraphs.slice(0, index)) }))
  const x = left + columnWidth + mm(12)
  return {
    top: start,
    issuer: stack(issuer, left),
    check: { paragraph: check, x, y: start + signatureSpace + mm(2) },
    address: { paragraph: address, x, y: start + signatureSpace + mm(2) + check.height },
  }
}

// One upright for prepare, two for negotiate, three for monitor: the count survives grey print.
const pillars = { prepare: 1, negotiate: 2, monitor: 3 }

/** Over the full height of the page. */
export function drawPillars(pdf: Pdf, { phase }: CredentialRecord, x: number): void {
  for (let pillar = 0; pillar < pillars[phase]; pillar++) {
    pdf.rect(x + mm(2 * pillar), 0, mm(1), pdf.page.height).fill(colours[phase])
  }
}

const ink = (size: number, leading: number): Style => ({ size, leading, colour: colours.ink })
