import type { Turned } from './bidi.ts'

/** Where a run begins on its baseline, in points from the top left corner. */
type Place = { x: number; y: number; size: number }
type Position = { xAdvance: number; xOffset: number; yOffset: number; advanceWidth: number }
/** What PDFKit keeps and its types do not show. */
type Inside = {
  _font: { id: string; ref(): unknown; encode(text: string, features?: []): [string[], Position[]] }
  page: { fonts: Record<string, unknown>; height: number }
}

/**
 * Draws one run as PDFKit's `text` does, except that the text as it was typed can stand beside the glyphs: readers take
 * it from there when they copy or search, where the shapes do not tell (an Arabic letter is drawn as a stroke and dots).
 * The same mark says its language, where it is another than that of the text around it.
 * It must open within the text object, which `text` does not allow.
 */
export function drawRun(pdf: PDFKit.PDFDocument, { font, lang, text, typed, at }: Turned, { x, y, size }: Place): void {
  const { _font, page } = pdf.font(font).fontSize(size) as unknown as Inside
  page.fonts[_font.id] ??= _font.ref()
  // Without features PDFKit sets word by word from left to right.
  const [glyphs, positions] = at === undefined ? _font.encode(text) : _font.encode(text, [])
  const baseline = page.height - y
  pdf.save().transform(1, 0, 0, -1, 0, page.height)
  pdf.addContent('BT')
  pdf.addContent(`1 0 0 1 ${number(x)} ${number(baseline)} Tm`)
  pdf.addContent(`/${_font.id} ${number(size)} Tf`)
  const said = [
    ...(lang ? [`/Lang (${lang})`] : []),
    ...(typed === undefined ? [] : [`/ActualText <feff${hex(typed)}>`]),
  ]
  if (said.length > 0) pdf.addContent(`/Span << ${said.join(' ')} >> BDC`)
  for (const line of showing(glyphs, positions, { x, y: baseline, size })) pdf.addContent(line)
  if (said.length > 0) pdf.addContent('EMC')
  pdf.addContent('ET')
  pdf.restore()
}

function showing(glyphs: string[], positions: Position[], place: Place): string[] {
  const scale = place.size / 1000
  const lines: string[] = []
  let row: string[] = []
  let { x } = place
  let moved = false
  const show = () => {
    if (row.length > 0) lines.push(`[${row.join(' ')}] TJ`)
    row = []
  }
  const moveTo = (left: number, y: number) => lines.push(`1 0 0 1 ${number(left)} ${number(y)} Tm`)
  positions.forEach(({ xAdvance, advanceWidth, xOffset, yOffset }, index) => {
    const away = xOffset !== 0 || yOffset !== 0
    if (away || moved) {
      show()
      moveTo(x + xOffset * scale, place.y + yOffset * scale)
    }
    moved = away
    // Glyphs that follow each other as their font has them share one string.
    const nearer = advanceWidth - xAdvance
    const before = row.at(-1)
    if (before?.endsWith('>')) row[row.length - 1] = `${before.slice(0, -1)}${glyphs[index]}>`
    else row.push(`<${glyphs[index]}>`)
    if (nearer !== 0) row.push(number(nearer))
    x += xAdvance * scale
  })
  show()
  return lines
}

const hex = (text: string): string => Buffer.from(text, 'utf16le').swap16().toString('hex')
const number = (value: number): string => String(Math.round(value * 1e6) / 1e6 || 0)
