import { fromLeft, hasRightToLeft, startsRight, type Turned } from './bidi.ts'
import { charactersOf, type Face, printable, splitRuns } from './fonts.ts'
import { drawRun } from './glyphs.ts'

/** Text in one face; a paragraph is a list of them. */
export type Span = { text: string; face: Face }

/** `size` in points; `leading` is the height of a line as a multiple of the size. */
export type Style = { size: number; leading: number; colour: string; balanced?: boolean }

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
 * Draws from the top left corner (points). Capitals stand in the middle of their line, whatever the typeface. Lines of a
 * paragraph that runs from right to left begin at its right edge.
 */
export function drawParagraph(pdf: PDFKit.PDFDocument, { lines, width, style }: Paragraph, x: number, y: number): void {
  const { size, leading, colour } = style
  const whole = textOf(lines.flat())
  const turned = hasRightToLeft(whole)
  const fromRight = startsRight(whole)
  let begun = 0
  pdf.fillColor(colour)
  lines.forEach((line, index) => {
    const baseline = y + size * (leading * (index + 0.5) + 0.35)
    const typed = line.flatMap(({ text, face }) => splitRuns(text, face))
    const runs: Turned[] = turned ? fromLeft(whole, begun, typed) : typed
    const widths = runs.map(({ font, text }) => pdf.font(font).fontSize(size).widthOfString(text))
    let start = fromRight ? x + width - widths.reduce((sum, one) => sum + one, 0) : x
    const placed = runs.map((run, order) => {
      const left = start
      start += widths[order] ?? 0
      return { run, left }
    })
    // In the order of reading, whatever the order on the line: who copies the text gets it as it was typed.
    if (turned) placed.sort((one, other) => (one.run.at ?? 0) - (other.run.at ?? 0))
    for (const { run, left } of placed) drawRun(pdf, run, { x: left, y: baseline, size })
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

function widthOf(pdf: PDFKit.PDFDocument, { text, face }: Span, size: number): number {
  const runs = splitRuns(text, face)
  return runs.reduce((sum, run) => sum + pdf.font(run.font).fontSize(size).widthOfString(run.text), 0)
}

// French sets a space before some signs; a line neither begins with the sign nor ends with an opening quotation mark.
const breaks = /(?<!«)[ \t\r\n]+(?![;:?!»%])/

// A word goes on across spans when no space stands between them: a bold title and the full stop after it.
function wordsOf(spans: Span[]): Span[][] {
  const words: Span[][] = []
  let open: Span[] | undefined
  for (const { text, face } of spans) {
    printable(text)
      .split(breaks)
      .forEach((piece, index) => {
        if (index > 0) open = undefined
        if (piece === '') return
        if (open === undefined) {
          open = []
          words.push(open)
        }
        open.push({ text: piece, face })
      })
  }
  return words
}

function breakWord(word: Word, width: number, measure: (spans: Span[]) => number): Word[] {
  const atoms = word.spans
    .flatMap(({ text, face }) => text.split(/(?<=[-–/@_.])/).map((part) => ({ text: part, face })))
    .flatMap((part) =>
      measure([part]) <= width ? [part] : charactersOf(part.text).map((text) => ({ text, face: part.face })),
    )
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
    for (const { text, face } of word.spans) {
      const before = joined.at(-1)
      if (before?.face === face) before.text += text
      else joined.push({ text, face })
    }
  })
  const last = joined.at(-1)
  if (last && spaceAfter) last.text += ' '
  return joined
}
