import { hasRightToLeft } from '../platform/documents/bidi.ts'
import type { Paragraph, Span, Style } from '../platform/documents/paragraph.ts'
import { layOut } from '../platform/documents/paragraph.ts'
import { directionOf, type Language } from '../platform/words/languages.ts'

/** A page in one language: as an English one, or its mirror image where one reads from the right. `width` in points. */
export type Sheet = { language: Language; mirrored: boolean; width: number }
/** A paragraph, its top left corner, and its language where it is another than the document's. */
export type Placed = { paragraph: Paragraph; x: number; y: number; lang?: Language | undefined }

export const sheetOf = (language: Language, width: number): Sheet => ({
  language,
  mirrored: directionOf(language) === 'rtl',
  width,
})

/** Where a thing of that width begins that would begin at `x` on an English page. */
export const placeOn = ({ mirrored, width }: Sheet, x: number, ofWidth: number): number =>
  mirrored ? width - x - ofWidth : x

// Arabic letters reach further up and down than the lines of others leave room for.
const arabicLeading = 1.14

/**
 * A paragraph in the language of its page, or in another: then its lines still begin where those of the page begin.
 * Null for a text in no language, such as a name: its own letters say how it runs.
 */
export function layOutOn(
  pdf: PDFKit.PDFDocument,
  sheet: Sheet,
  spans: Span[],
  style: Style,
  width: number,
  language: Language | null = sheet.language,
): Paragraph {
  const arabic = language === 'ar' && spans.some(({ text }) => hasRightToLeft(text))
  const leading = arabic ? style.leading * arabicLeading : style.leading
  const direction = language ? directionOf(language) : undefined
  const side = style.side ?? (sheet.mirrored ? 'right' : language ? 'left' : undefined)
  return layOut(pdf, spans, { ...style, leading, direction, side }, width)
}

/** A sentence around a text that stands out by its face or is in another language: `Course <title> and more`. */
export function spansAround(sentence: string, inner: string, outer: Span['face'], own: Omit<Span, 'text'>): Span[] {
  const start = inner === '' ? -1 : sentence.indexOf(inner)
  if (start < 0) return [{ text: sentence, face: outer }]
  return [
    { text: sentence.slice(0, start), face: outer },
    { text: inner, ...own },
    { text: sentence.slice(start + inner.length), face: outer },
  ]
}
