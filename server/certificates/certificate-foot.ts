import { layOut, type Paragraph } from '../platform/documents/paragraph.ts'
import { mm } from '../platform/documents/pdf.ts'
import type { Language } from '../platform/words/languages.ts'
import {
  bottom,
  columnWidth,
  type Edition,
  ink,
  left,
  pageWidth,
  qrSide,
  signatureSpace,
} from './certificate-layout.ts'
import { layOutOn, type Placed, placeOn, type Sheet, sheetOf, spansAround } from './sheet.ts'

export type Foot = { top: number; issuer: Placed[]; check: Placed[]; address: Placed }

/** Of what stands at the foot; the smaller ones are for three signatures and a long programme in two languages. */
export const footSizes = [9, 7.5, 6.5, 5.5]

/**
 * Who signs and the issuer under the line for the signature, and the address beside the QR code. What each language says
 * of them stands line under line.
 */
export function planFoot(
  pdf: PDFKit.PDFDocument,
  sheet: Sheet,
  editions: readonly Edition[],
  verifyUrl: string,
  size: number,
): Foot {
  const [{ record, words }] = editions as [Edition]
  type Line = { paragraph: Paragraph; lang?: Language | undefined }
  const set = (text: string, face: 'sans' | 'sans-bold', own: Edition | null): Line => {
    const lang = own?.record.language
    const { programme, texts_in } = (own ?? { record }).record
    const inner = texts_in.programme === lang ? '' : (programme ?? '')
    const spans = spansAround(text, inner, face, { face, lang: texts_in.programme })
    const paragraph = layOutOn(
      pdf,
      lang ? sheetOf(lang, pageWidth) : sheet,
      spans,
      ink(size, 1.45),
      columnWidth,
      lang ?? null,
    )
    return { paragraph, lang: lang === record.language ? undefined : lang }
  }
  const issuer = [
    ...words.signatories.map((line) => set(line, 'sans', null)),
    set(record.issuer, 'sans-bold', null),
    ...editions.flatMap((own) => own.words.issued_for.map((line) => set(line, 'sans', own))),
  ]
  const check = editions.map((own) => set(own.words.check, 'sans-bold', own))
  const address = layOut(
    pdf,
    [{ text: verifyUrl.replace(/^https?:\/\//, ''), face: 'sans' }],
    ink(size, 1.45),
    columnWidth,
  )
  const height = (lines: { paragraph: Paragraph }[]) =>
    lines.reduce((sum, { paragraph }) => sum + paragraph.height, signatureSpace + mm(2))
  const start = bottom - Math.max(qrSide, height(issuer), height([...check, { paragraph: address }]))
  const stack = (lines: Line[], x: number): Placed[] =>
    lines.map(({ paragraph, lang }, index) => ({
      paragraph,
      x: placeOn(sheet, x, paragraph.width),
      y: start + height(lines.slice(0, index)),
      lang,
    }))
  const x = left + columnWidth + mm(12)
  return {
    top: start,
    issuer: stack(issuer, left),
    check: stack(check, x),
    address: { paragraph: address, x: placeOn(sheet, x, address.width), y: start + height(check) },
  }
}
