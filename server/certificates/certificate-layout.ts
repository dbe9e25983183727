import { hasRightToLeft } from '../platform/documents/bidi.ts'
import { layOut, type Paragraph, type Style } from '../platform/documents/paragraph.ts'
import { colours, markWidth, mm } from '../platform/documents/pdf.ts'
import type { Language } from '../platform/words/languages.ts'
import type { CertificateWords, Fact } from './certificate-pdf.ts'
import type { CredentialRecord } from './record.ts'
import { layOutOn, type Placed, placeOn, type Sheet, spansAround } from './sheet.ts'

/** More than one page holds even in the smallest type: refused, because nothing on a certificate is cut. */
export class CertificateFull extends Error {
  override name = 'CertificateFull'
}

type Pdf = PDFKit.PDFDocument
/** The record in one of its languages, with the words of that language. */
export type Edition = { record: CredentialRecord; words: CertificateWords }
/** What is said in one language; its name stands once, whatever the number of languages. */
export type Part = {
  language: Language
  kind: Placed
  sentence: Placed
  facts: { label: Placed; value: Placed }[]
}
/** `divide`: a line between two languages, from top to bottom. */
export type Body = { name: Placed; parts: Part[]; end: number; divide: { x: number; y: number; height: number } | null }

// The lines the page is built on, in points from the top left corner; a mirrored page has them from the top right one.
export const pageWidth = mm(297)
export const left = mm(42)
export const right = mm(297 - 22)
export const bottom = mm(210 - 14)
export const top = mm(16)
export const markHeight = 17.5
export const headRule = top + markHeight + mm(4)
export const qrSide = mm(34)
/** Modules on a side of the code, of version 16: those of the next are no larger than 0.4 mm, which a cheap telephone's camera just tells apart. */
export const qrModules = 81
/** The room to sign in, above the rule of the signature. */
export const signatureSpace = mm(12)
export const columnWidth = (right - left - qrSide - mm(24)) / 2

// What gives way, and in which order, when there is much to say. Sizes in points; `gap` scales the space between parts.
export const densities = [
  { gap: 1, name: 33, sentence: 15, facts: 9.5 },
  { gap: 0.7, name: 33, sentence: 15, facts: 9.5 },
  { gap: 0.5, name: 33, sentence: 13, facts: 9 },
  { gap: 0.4, name: 27, sentence: 12, facts: 8.5 },
  { gap: 0.3, name: 21, sentence: 11, facts: 8 },
  { gap: 0.2, name: 18, sentence: 10, facts: 7 },
  { gap: 0.15, name: 15, sentence: 9, facts: 6.5 },
]
export type Density = (typeof densities)[0]
const nameSizes = [33, 30, 27, 24, 21, 18, 15]
const smallestName = 15

/** The product beside its mark, and the code at the other end of the same line. */
export function planHead(pdf: Pdf, sheet: Sheet, { record, words }: Edition): Placed[] {
  const product = layOut(pdf, [{ text: words.product, face: 'serif-bold' }], ink(15, 1), mm(120))
  const code = layOut(pdf, [{ text: record.code, face: 'sans-bold' }], ink(10, 1.5), mm(100))
  const place = (paragraph: Paragraph, x: number) => ({
    paragraph,
    x: placeOn(sheet, x, paragraph.width),
    y: top + 1.25,
  })
  return [place(product, left + markWidth(markHeight) + 7), place(code, right - code.width)]
}

/** The largest type in which what stands between the two rules ends above `limit`; null when none does. */
export const planBody = (limit: number, from: readonly Density[], planAt: (density: Density) => Body): Body | null => {
  for (const density of from) {
    const body = planAt(density)
    if (body.end <= limit) return body
  }
  return null
}

/** A certificate in one language. */
export function planOne(pdf: Pdf, sheet: Sheet, edition: Edition, density: Density): Body {
  const { gap } = density
  let y = headRule + mm(16) * gap
  const place = (paragraph: Paragraph, gapAfter: number): Placed => {
    const placed = { paragraph, x: placeOn(sheet, left, paragraph.width), y }
    y += paragraph.height + mm(gapAfter) * gap
    return placed
  }
  const kind = place(layOutKind(pdf, sheet, edition, mm(190)), 3)
  const name = place(layOutName(pdf, sheet, edition.record.name, density.name), 5)
  const quieter = Math.min(density.sentence, name.paragraph.style.size * 0.8)
  const sentence = place(layOutSentence(pdf, sheet, edition, quieter, mm(190)), 7)
  const facts = factsOf(edition).map((fact) => {
    const { label, value } = layOutFact(pdf, sheet, fact, density.facts, { label: mm(32), value: mm(156) })
    const row = {
      label: { paragraph: label, x: placeOn(sheet, left, label.width), y },
      value: { paragraph: value, x: placeOn(sheet, left + mm(34), value.width), y, lang: fact.lang },
    }
    y += Math.max(label.height, value.height) + mm(1.3) * gap
    return row
  })
  const { language } = edition.record
  return { name, parts: [{ language, kind, sentence, facts }], end: y, divide: null }
}

export const factsOf = ({ words }: Edition): Fact[] => [
  words.phase,
  words.length,
  words.objectives,
  words.award,
  words.issued,
]

export const layOutKind = (pdf: Pdf, sheet: Sheet, { words }: Edition, width: number): Paragraph =>
  layOutOn(pdf, sheet, [{ text: words.kind, face: 'sans-bold' }], ink(11, 1.4), width)

export function layOutSentence(pdf: Pdf, sheet: Sheet, { record, words }: Edition, size: number, width: number) {
  const { course_title, texts_in, language } = record
  const lang = texts_in.title === language ? undefined : texts_in.title
  const spans = spansAround(words.sentence, course_title, 'serif', { face: 'serif-bold', lang })
  return layOutOn(pdf, sheet, spans, { ...ink(size, 1.4), balanced: true }, width)
}

export function layOutFact(pdf: Pdf, sheet: Sheet, fact: Fact, size: number, widths: { label: number; value: number }) {
  const small = { size, leading: 1.4 }
  const label = [{ text: fact.label, face: 'sans' as const }]
  const value = [{ text: fact.value, face: 'sans' as const }]
  return {
    label: layOutOn(pdf, sheet, label, { ...small, colour: colours.soft }, widths.label),
    value: layOutOn(pdf, sheet, value, { ...small, colour: colours.ink }, widths.value, fact.lang ?? sheet.language),
  }
}

/**
 * The largest size at which the name stands on two lines with no word broken; the smallest takes what it needs. `centred`
 * for a name that belongs to two languages alike.
 */
export function layOutName(pdf: Pdf, sheet: Sheet, name: string, largest: number, centred = false): Paragraph {
  const leading = hasRightToLeft(name) ? 1.5 : 1.12 // Arabic letters reach further up and down
  const side = centred ? ('centre' as const) : undefined
  const set = (size: number) =>
    layOutOn(
      pdf,
      sheet,
      [{ text: name, face: 'serif-bold' }],
      { ...ink(size, leading), balanced: true, side },
      mm(215),
      null,
    )
  const sizes = nameSizes.filter((size) => size <= largest)
  return sizes.map(set).find(({ whole, lines }) => whole && lines.length <= 2) ?? set(smallestName)
}

// One upright for prepare, two for negotiate, three for monitor: the count survives grey print.
const pillars = { prepare: 1, negotiate: 2, monitor: 3 }

/** Over the full height of the page. */
export function drawPillars(pdf: Pdf, sheet: Sheet, { phase }: CredentialRecord, x: number): void {
  for (let pillar = 0; pillar < pillars[phase]; pillar++) {
    pdf.rect(placeOn(sheet, x + mm(2 * pillar), mm(1)), 0, mm(1), pdf.page.height).fill(colours[phase])
  }
}

export const ink = (size: number, leading: number): Style => ({ size, leading, colour: colours.ink })
