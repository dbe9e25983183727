import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'
import { unpackWoff } from './woff.ts'

/** The four voices of our paper: serif for what is said, sans for facts and labels. */
export type Face = 'serif' | 'serif-bold' | 'sans' | 'sans-bold'

/** Text in one font file; `font` is the name the document knows it by, `lang` the language where it is not its paragraph's. */
export type Run = { font: string; text: string; lang?: string | undefined }

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
/** A parsed font, as PDFKit takes it. */
type Font = {
  characterSet: number[]
  getGlyph(id: number, codePoints?: number[]): object
  _glyphs: Record<number, object>
  layout(text: string, features?: unknown): Shaped
}
export type Position = { xAdvance: number; yAdvance: number; xOffset: number; yOffset: number }
/** Glyphs from left to right, with their places in units of the font. */
type Shaped = { glyphs: { advanceWidth: number }[]; positions: Position[]; advanceWidth: number }

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

/** Amiri is drawn small: its letters are as high as those beside it when they are set so much larger. */
export const scaleOf = ({ font }: Run): number => (font.startsWith('amiri') ? 1.14 : 1)

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
  simple.test(text) ? text.split('') : Array.from(graphemes.segment(text), ({ segment }) => segment)

// Latin and Arabic letters without marks of their own: each is a character, and nobody has to be asked.
const simple = /^[ -\u02ff\u0621-\u064a]*$/

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
    font.layout = (family === 'amiri' ? shapeByWord : remember)(font.layout.bind(font))
    return { name, font, codePoints: new Set(font.characterSet.filter((codePoint) => codePoint >= 0x20)) }
  })
}

const wordsKept = 5_000

/** Each word is shaped once for all documents, which takes most of the time that a page of text costs. */
function remember(layout: Font['layout']): Font['layout'] {
  const known = new Map<string, Shaped>()
  return (text, features) => {
    const shaped = known.get(text) ?? layout(text, features)
    if (known.size < wordsKept) known.set(text, shaped)
    return joined([shaped])
  }
}

const lamAlef = /\u0644[\u064b-\u0652\u0670]*[\u0622\u0623\u0625\u0627]/
/** What a shaper turns round, digits too. */
export const turnedByShaper: RegExp = /[\p{Script=Arabic}\u0660-\u0669]/u

/**
 * Amiri word by word. Of its many ligatures only the one that the script asks for is made: a page then has half as many
 * shapes and as much less to weigh. Nor are letters moved apart: readers take the gap for a space within a word.
 */
function shapeByWord(layout: Font['layout']): Font['layout'] {
  const shape = remember((word) => layout(word, { kern: false, ...(!lamAlef.test(word) && { rlig: false }) }))
  return (text) => {
    const words = text.split(/(?<= )/)
    if (!turnedByShaper.test(text)) return joined(words.map((word) => shape(word)))
    // A sign that stands alone among Arabic words is not known as Arabic by itself.
    const turned = words.map((word) => (turnedByShaper.test(word) ? word : charactersOf(word).reverse().join('')))
    return joined(turned.reverse().map((word) => shape(word)))
  }
}

/** A copy that PDFKit may scale. */
function joined(words: Shaped[]): Shaped {
  const positions = words.flatMap((word) => word.positions.map((position) => ({ ...position })))
  return {
    glyphs: words.flatMap(({ glyphs }) => glyphs),
    positions,
    get advanceWidth() {
      return positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0)
    },
  }
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
  return font
}
