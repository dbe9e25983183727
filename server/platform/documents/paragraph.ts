import { type Direction, fromLeft, hasRightToLeft, startsRight, type Turned } from './bidi.ts'
import { charactersOf, type Face, printable, type Run, scaleOf, splitRuns } from './fonts.ts'
import { drawRun } from './glyphs.ts'

/** Text in one face; a paragraph is a list of them. `lang` is its language where it is another than the paragraph's. */
export type Span = { text: string; face: Face; lang?: string | undefined }

/**
 * `size` in points; `leading` is the height of a line as a multiple of the size. Without a `direction` the first letter
 * decides whether the text runs from left to right, and without a `side` its lines begin where such a text begins.
 */
export type Style = {
  size: number
  leading: number
  colour: string
  balanced?: boolean
  direction?: Direction | undefined
  side?: 'left' | 'right' | 'centre' | undefined
}

/** Broken into lines and measured (points), not yet drawn. `whole` is false when a word had to be broken. */
export type Paragraph = { lines: Span[][]; width: number; height: number; whole: boolean; style: Style }

type Word = { spans: Span[]; width: number; spaced: boolean }

/** Breaks text at spaces to lines of at most `width` points; a wider word breaks at hyphens, or else between letters. */
export function layOut(pdf: PDFKit.PDFDocument, spans: Span[], style: Style, width: number): Paragraph {
  const measure = (parts: Span[]) => parts.reduce((sum, span) => sum + widthOf(pdf, span, style.size), 0)
  const words = wordsOf(spans).map((parts): Word => ({ spans: parts, width: measure(parts), spaced: true }))
  const fitting = words.flatMap((word) => (word.width <= width ? [word] : breakWord(word, width, measure)))
  const space = widthOf(pdf, { text: ' ', face: spans[0]?.face ?? 'sans' }, style.size)
  const lines = style.balanced ? balance(fitting, width, space) : fill(fitting, width, space)
  return {
    lines: lines.map((line, index) => joinWords(line, lines[index + 1]?.[0]?.spaced === true)),
    width: Math.max(0, ...lines.map((line) => lineWidth(line, space))),
    height: lines.length * style.size * style.leading,
    whole: fitting.length === words.length,
    style,
  }
}

/**
 * Draws from the top left corner (points). Capitals stand in the middle of their line, whatever the typeface.
 */
export function drawParagraph(pdf: PDFKit.PDFDocument, { lines, width, style }: Paragraph, x: number, y: number): void {
  const { size, leading, colour, direction } = style
  const whole = textOf(lines.flat())
  const turned = hasRightToLeft(whole)
  const fromRight = turned && (direction ? direction === 'rtl' : startsRight(whole))
  const side = style.side ?? (fromRight ? 'right' : 'left')
  let begun = 0
  pdf.fillColor(colour)
  lines.forEach((line, index) => {
    const baseline = y + size * (leading * (index + 0.5) + 0.35)
    const typed = line.flatMap(({ text, face, lang }) => splitRuns(text, face).map((run) => ({ ...run, lang })))
    const runs: Turned[] = turned ? fromLeft(whole, begun, typed, direction) : typed
    const measure = (run: Run) => widthOfRun(pdf, run, size)
    const widths = runs.map(measure)
    // The space at a line's end is not seen: it hangs over the edge.
    const last = typed.at(-1)
    const hanging = last ? measure({ ...last, text: /\s*$/.exec(last.text)?.[0] ?? '' }) : 0
    const room = width - widths.reduce((sum, one) => sum + one, 0) + hanging
    let start = x + { left: 0, centre: room / 2, right: room }[side] - (fromRight ? hanging : 0)
    const placed = runs.map((run, order) => {
      const left = start
      start += widths[order] ?? 0
      return { run, left }
    })
    // In the order of reading, whatever the order on the line: who copies the text gets it as it was typed.
    if (turned) placed.sort((one, other) => (one.run.at ?? 0) - (other.run.at ?? 0))
    for (const { run, left } of placed) drawRun(pdf, run, { x: left, y: baseline, size: size * scaleOf(run) })
    begun += textOf(line).length
  })
}

/**
 * What the element of a paragraph says beside its text, when some of it is in another script: the text as it was typed
 * (shapes stand in the file from left to right) and the language a voice should take.
 */
export function spokenAs({ lines }: Paragraph): { actual?: string; lang?: string } {
  const text = textOf(lines.flat())
  const letters = text.replace(/\P{L}/gu, '')
  const language = Object.entries(voices).find(([, script]) => script.test(letters))?.[0]
  return { ...(hasRightToLeft(text) && { actual: text }), ...(language && { lang: language }) }
}

// A script is not a language; the commonest one of each reads its letters aright. Only for what is all in that script.
const voices = { ar: /^\p{Script=Arabic}+$/u, am: /^\p{Script=Ethiopic}+$/u }

const textOf = (spans: Span[]): string => spans.map(({ text }) => text).join('')

function widthOf(pdf: PDFKit.PDFDocument, { text, face }: Pick<Span, 'text' | 'face'>, size: number): number {
  const key = `${face} ${text}`
  const width = widths.get(key) ?? splitRuns(text, face).reduce((sum, run) => sum + widthOfRun(pdf, run, 1), 0)
  if (widths.size < widthsKept) widths.set(key, width)
  return width * size
}

// Widths of words at one point: the same in every document, and measured again for each size that is tried.
const widths = new Map<string, number>()
const widthsKept = 20_000

const widthOfRun = (pdf: PDFKit.PDFDocument, run: Run, size: number): number =>
  pdf
    .font(run.font)
    .fontSize(size * scaleOf(run))
    .widthOfString(run.text)

// French sets a space before some signs; a line neither begins with the sign nor ends with an opening quotation mark.
const breaks = /(?<!«)[ \t\r\n]+(?![;:?!»%])/

// A word goes on across spans when no space stands between them: a bold title and the full stop after it.
function wordsOf(spans: Span[]): Span[][] {
  const words: Span[][] = []
  let open: Span[] | undefined
  for (const { text, face, lang } of spans) {
    printable(text)
      .split(breaks)
      .forEach((piece, index) => {
        if (index > 0) open = undefined
        if (piece === '') return
        if (open === undefined) {
          open = []
          words.push(open)
        }
        open.push({ text: piece, face, lang })
      })
  }
  return words
}

function breakWord(word: Word, width: number, measure: (spans: Span[]) => number): Word[] {
  const atoms = word.spans
    .flatMap(({ text, ...rest }) => text.split(/(?<=[-–/@_.])/).map((part) => ({ text: part, ...rest })))
    .flatMap((part) => (measure([part]) <= width ? [part] : charactersOf(part.text).map((text) => ({ ...part, text }))))
    .map((part) => ({ spans: [part], width: measure([part]), spaced: false }))
  return balance(atoms, width, 0).map((line, index) => {
    const spans = joinWords(line, false)
    return { spans, width: measure(spans), spaced: index === 0 && word.spaced }
  })
}

function fill(words: Word[], width: number, space: number): Word[][] {
  const lines: Word[][] = []
  for (const word of words) {
    const line = lines.at(-1)
    if (line !== undefined && lineWidth([...line, word], space) <= width) line.push(word)
    else lines.push([word])
  }
  return lines
}

// The narrowest setting that needs no more lines: no last line with one lonely word.
function balance(words: Word[], width: number, space: number): Word[][] {
  const { length } = fill(words, width, space)
  let [narrow, wide] = [width / Math.max(1, length), width]
  while (wide - narrow > 1) {
    const middle = (narrow + wide) / 2
    if (fill(words, middle, space).length > length) narrow = middle
    else wide = middle
  }
  return fill(words, wide, space)
}

const lineWidth = (line: Word[], space: number): number =>
  line.reduce((sum, word, index) => sum + word.width + (index > 0 && word.spaced ? space : 0), 0)

// The space at a line's end is not seen, but it keeps two words apart for who copies the text or hears it read.
function joinWords(line: Word[], spaceAfter: boolean): Span[] {
  const joined: Span[] = []
  line.forEach((word, index) => {
    const last = joined.at(-1)
    if (last && index > 0 && word.spaced) last.text += ' '
    for (const { text, face, lang } of word.spans) {
      const before = joined.at(-1)
      if (before?.face === face && before.lang === lang) before.text += text
      else joined.push({ text, face, lang })
    }
  })
  const last = joined.at(-1)
  if (last && spaceAfter) last.text += ' '
  return joined
}
