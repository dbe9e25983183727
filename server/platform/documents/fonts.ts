import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'
import { unpackWoff } from './woff.ts'

/** The four voices of our paper: serif for what is said, sans for facts and labels. */
export type Face = 'serif' | 'serif-bold' | 'sans' | 'sans-bold'

/** Text in one font file; `font` is the name the document knows it by. */
export type Run = { font: string; text: string }

/** Some characters are in none of our fonts. They are refused, because a reader would see boxes. */
export class MissingGlyph extends Error {
  override name = 'MissingGlyph'
  readonly characters: string[]

  constructor(characters: string[]) {
    super(`No embedded font can print: ${characters.join(' ')}`)
    this.characters = characters
  }
}

type Cut = { name: string; font: Font; codePoints: ReadonlySet<number> }
/** Where the shapes of a text stand; PDFKit writes into the positions it is given. */
type Layout = { positions: object[] }
/** A parsed font, as PDFKit takes it. */
type Font = {
  characterSet: number[]
  getGlyph(id: number, codePoints?: number[]): object
  layout(text: string, features?: unknown): Layout
  _glyphs: Record<number, object>
}

// The packages split each typeface by script; the first file that has all of a character prints it.
const scripts = ['latin', 'latin-ext', 'vietnamese', 'cyrillic', 'cyrillic-ext']
const serif = { regular: cutsOf('charis-sil', 400, scripts), bold: cutsOf('charis-sil', 700, scripts) }
const sans = { regular: cutsOf('open-sans', 400, scripts), bold: cutsOf('open-sans', 600, scripts) }
// Arabic and Ethiopic have one typeface each, beside the serif and the sans alike. Amiri draws each letter as one shape:
// where dots are shapes of their own (Noto), text that is copied from the paper comes out with the wrong letters.
const others = (weight: number) => [
  ...cutsOf('amiri', weight, ['arabic']),
  ...cutsOf('noto-sans-ethiopic', weight, ['ethiopic']),
]
const other = { regular: others(400), bold: others(700) }

// Charis has letters that Open Sans lacks (ɔ, ɛ); a letter from the other typeface is better than a refusal.
const cuts: Record<Face, Cut[]> = {
  serif: [...serif.regular, ...other.regular],
  'serif-bold': [...serif.bold, ...other.bold],
  sans: [...sans.regular, ...serif.regular, ...other.regular],
  'sans-bold': [...sans.bold, ...serif.bold, ...other.bold],
}

/** Every font, read and parsed once when the program starts, to be registered in each document. */
export const fonts: readonly { name: string; font: Font }[] = [serif, sans, other].flatMap((family) => [
  ...family.regular,
  ...family.bold,
])

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

// French spacing and hyphens that may not break have no glyph here but look the same as ones that do.
const twins: Record<string, string> = { '\u202f': '\u00a0', '\u2009': '\u00a0', '\u2010': '-', '\u2011': '-' }

// What tells a program the direction of text, and has no shape.
const directionMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Composed letters, and characters without a glyph replaced by the ones that look the same. */
export const printable = (text: string): string =>
  text
    .normalize('NFC')
    .replace(directionMarks, '')
    .replace(/[\u202f\u2009\u2010\u2011]/g, (character) => twins[character] ?? character)

/** Characters, as a reader counts them, that no font of the face can print. Empty when the text can be printed whole. */
export function missingGlyphs(text: string, face: Face = 'serif-bold'): string[] {
  const missing = charactersOf(printable(text)).filter((character) => cutFor(character, face) === undefined)
  return [...new Set(missing)]
}

/** Splits a text where the font file has to change. Throws MissingGlyph. */
export function splitRuns(text: string, face: Face): Run[] {
  const runs: Run[] = []
  let before: Cut | undefined
  for (const character of charactersOf(printable(text))) {
    // A space stays with the word before it, or programs that copy Arabic lose it.
    const cut = character === ' ' && before?.codePoints.has(0x20) ? before : cutFor(character, face)
    if (cut === undefined) throw new MissingGlyph(missingGlyphs(text, face))
    before = cut
    const last = runs.at(-1)
    if (last?.font === cut.name) last.text += character
    else runs.push({ font: cut.name, text: character })
  }
  return runs
}

/** A letter and its accents are one character: they must come from one font, or the accents go astray. */
export const charactersOf = (text: string): string[] =>
  alone.test(text) ? Array.from(text) : Array.from(graphemes.segment(text), ({ segment }) => segment)

// Letters and signs of Latin, of which each is a character by itself: to ask the segmenter takes longer than to draw them.
const alone = /^[\u0020-\u02ff\u1e00-\u1eff\u2010-\u2027]*$/

function cutFor(character: string, face: Face): Cut | undefined {
  return cuts[face].find((cut) =>
    Array.from(character).every((letter) => cut.codePoints.has(letter.codePointAt(0) ?? 0)),
  )
}

function cutsOf(family: string, weight: number, scripts: readonly string[]): Cut[] {
  const require = createRequire(import.meta.url)
  return scripts.map((script) => {
    const name = `${family}-${script}-${weight}`
    const font = parse(unpackWoff(readFileSync(require.resolve(`@fontsource/${family}/files/${name}-normal.woff`))))
    return { name, font, codePoints: new Set(font.characterSet.filter((codePoint) => codePoint >= 0x20)) }
  })
}

/**
 * One parsed font serves every document: parsing takes longer than drawing. The parser keeps each glyph with the
 * characters it first stood for; here it has those it stands for now, so that no document shows in another's bytes.
 */
function parse(data: Buffer): Font {
  const document = new PDFDocument({ font: '', autoFirstPage: false }).font(data)
  // PDFKit keeps the parsed font here; its types do not show it, and the font parser is no dependency of ours.
  const { font } = (document as unknown as { _font: { font: Font } })._font
  const getGlyph = font.getGlyph.bind(font)
  const known = new Map<string, object>()
  font.getGlyph = (id, codePoints = []) => {
    const key = `${id}:${codePoints.join()}`
    const glyph = known.get(key)
    if (glyph) return glyph
    Reflect.deleteProperty(font._glyphs, id)
    const made = getGlyph(id, codePoints)
    known.set(key, made)
    return made
  }
  rememberLayouts(font)
  return font
}

/** Words that are remembered for each font: those of a course, many times over. */
const mostLayouts = 2_000

/** Finding the shapes of a word is the dearest part of drawing, and certificates of a course share most of their words. */
function rememberLayouts(font: Font): void {
  const layout = font.layout.bind(font)
  const known = new Map<string, Layout>()
  font.layout = (text, features) => {
    if (features !== undefined) return layout(text, features)
    const found = known.get(text) ?? layout(text)
    if (known.size >= mostLayouts) known.clear()
    known.set(text, found)
    const positions = { value: found.positions.map((position) => ({ ...position })), enumerable: true }
    return Object.create(found, { positions })
  }
}
