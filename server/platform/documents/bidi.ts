import bidiFactory, { type Bidi } from 'bidi-js'
import { charactersOf, type Run, turnedByShaper } from './fonts.ts'

/** `typed` is what the text says, where another sign is drawn: brackets face the other way. `at`: its place in the text. */
export type Turned = Run & { typed?: string; at?: number }

// The package is CommonJS and its types say it is not.
const bidi = (bidiFactory as unknown as () => Bidi)()
// Every letter that is written from right to left, and the digits that stand among them.
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|[\ud802\ud803\ud83a\ud83b][\udc00-\udfff]/

/** Whether some of a text is written from right to left; the rest of this file is for such texts alone. */
export const hasRightToLeft = (text: string): boolean => rightToLeft.test(text)

/** Whether a text as a whole runs from right to left: its first letter decides. */
export const startsRight = (text: string): boolean =>
  hasRightToLeft(text) && (bidi.getEmbeddingLevels(text, 'auto').paragraphs[0]?.level ?? 0) % 2 === 1

export type Direction = 'ltr' | 'rtl'

/**
 * The pieces of one line from left to right, as the eye meets them (the Unicode bidirectional algorithm, rules L1 to L4).
 * `text` is the paragraph, whose `start` is where the line begins, and which runs as its first letter does unless a
 * direction is given. Each piece is spelt the way the font's shaper takes
 * it: it turns round what it knows as Arabic, digits too, and nothing else.
 */
export function fromLeft(
  text: string,
  start: number,
  line: readonly Run[],
  direction: Direction | 'auto' = 'auto',
): Turned[] {
  const { levels, paragraphs } = bidi.getEmbeddingLevels(text, direction)
  const base = paragraphs[0]?.level ?? 0
  const end = start + line.reduce((sum, { text: { length } }) => sum + length, 0)
  const seen = start + text.slice(start, end).trimEnd().length
  const levelAt = (index: number) => (index < seen ? (levels[index] ?? base) : base)
  const pieces = splitByLevel(line, start, levelAt)
  const highest = Math.max(0, ...pieces.map(({ level }) => level))
  for (let level = highest; level > 0; level -= 1) reverseFrom(pieces, level)
  return pieces.map(({ font, lang, text, level, at }) => ({ font, lang, at, ...spellFor(text, level % 2 === 1) }))
}

type Levelled = Run & { level: number; at: number }

function splitByLevel(line: readonly Run[], start: number, levelAt: (index: number) => number): Levelled[] {
  const pieces: Levelled[] = []
  let index = start
  for (const { font, lang, text } of line) {
    let open: Levelled | undefined
    for (const character of charactersOf(text)) {
      const level = levelAt(index)
      const alone = level % 2 === 1 && bidi.getMirroredCharacter(character) !== null
      if (open?.level === level && !alone) open.text += character
      else {
        const piece = { font, lang, text: character, level, at: index }
        pieces.push(piece)
        open = alone ? undefined : piece
      }
      index += character.length
    }
  }
  return pieces
}

/** Turns round every row of neighbours that stand at `level` or higher. */
function reverseFrom(pieces: Levelled[], level: number): void {
  for (let from = 0; from < pieces.length; from += 1) {
    let to = from
    while ((pieces[to]?.level ?? -1) >= level) to += 1
    if (to > from + 1) pieces.splice(from, to - from, ...pieces.slice(from, to).reverse())
    from = to
  }
}

function spellFor(text: string, rightToLeft: boolean): Pick<Turned, 'text' | 'typed'> {
  if (!rightToLeft) return { text: turnedByShaper.test(text) ? charactersOf(text).reverse().join('') : text }
  const mirrored = bidi.getMirroredCharacter(text)
  if (mirrored) return { text: mirrored, typed: text }
  return { text: turnedByShaper.test(text) ? text : charactersOf(text).reverse().join('') }
}
