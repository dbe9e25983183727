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

type Cut = { name: string; data: Buffer; codePoints: ReadonlySet<number> }

// The packages split each typeface by script; the first file that has all of a character prints it.
const scripts = ['latin', 'latin-ext', 'vietnamese', 'cyrillic', 'cyrillic-ext']
const serif = { regular: cutsOf('charis-sil', 400), bold: cutsOf('charis-sil', 700) }
const sans = { regular: cutsOf('open-sans', 400), bold: cutsOf('open-sans', 600) }

// Charis has letters that Open Sans lacks (ɔ, ɛ); a letter from the other typeface is better than a refusal.
const cuts: Record<Face, Cut[]> = {
  serif: serif.regular,
  'serif-bold': serif.bold,
  sans: [...sans.regular, ...serif.regular],
  'sans-bold': [...sans.bold, ...serif.bold],
}

/** Every font file, read once when the program starts, to be registered in each document. */
export const fontFiles: readonly { name: string; data: Buffer }[] = [serif, sans].flatMap((family) => [
  ...family.regular,
  ...family.bold,
])

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

// French spacing and hyphens that may not break have no glyph here but look the same as ones that do.
const twins: Record<string, string> = { '\u202f': '\u00a0', '\u2009': '\u00a0', '\u2010': '-', '\u2011': '-' }

/** Composed letters, and characters without a glyph replaced by the ones that look the same. */
export const printable = (text: string): string =>
  text.normalize('NFC').replace(/[\u202f\u2009\u2010\u2011]/g, (character) => twins[character] ?? character)

/** Characters, as a reader counts them, that no font of the face can print. Empty when the text can be printed whole. */
export function missingGlyphs(text: string, face: Face = 'serif-bold'): string[] {
  const missing = charactersOf(printable(text)).filter((character) => cutFor(character, face) === undefined)
  return [...new Set(missing)]
}

/** Splits a text where the font file has to change. Throws MissingGlyph. */
export function splitRuns(text: string, face: Face): Run[] {
  const runs: Run[] = []
  for (const character of charactersOf(printable(text))) {
    const cut = cutFor(character, face)
    if (cut === undefined) throw new MissingGlyph(missingGlyphs(text, face))
    const last = runs.at(-1)
    if (last?.font === cut.name) last.text += character
    else runs.push({ font: cut.name, text: character })
  }
  return runs
}

/** A letter and its accents are one character: they must come from one font, or the accents go astray. */
export const charactersOf = (text: string): string[] => Array.from(graphemes.segment(text), ({ segment }) => segment)

function cutFor(character: string, face: Face): Cut | undefined {
  return cuts[face].find((cut) =>
    Array.from(character).every((letter) => cut.codePoints.has(letter.codePointAt(0) ?? 0)),
  )
}

function cutsOf(family: string, weight: number): Cut[] {
  const require = createRequire(import.meta.url)
  return scripts.map((script) => {
    const name = `${family}-${script}-${weight}`
    const data = unpackWoff(readFileSync(require.resolve(`@fontsource/${family}/files/${name}-normal.woff`)))
    return { name, data, codePoints: codePointsOf(data) }
  })
}

function codePointsOf(data: Buffer): Set<number> {
  const document = new PDFDocument({ font: '', autoFirstPage: false }).font(data)
  // PDFKit keeps the parsed font here; its types do not show it, and the font parser is no dependency of ours.
  const { _font } = document as unknown as { _font: { font: { characterSet: number[] } } }
  return new Set(_font.font.characterSet.filter((codePoint) => codePoint >= 0x20))
}
