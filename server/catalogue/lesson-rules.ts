import type { Token } from 'markdown-it'
import type { LessonText } from './course.ts'
import type { Reading } from './markdown-reading.ts'

// What can be read in 15 to 25 minutes. French and its sisters need about a fifth more words for the same thing.
const lengths = { english: [700, 1100], translation: [600, 1400] } as const

/** What every lesson has: an example, a mistake, sources, and a length that fits the time an official has. */
export function checkLesson(tokens: Token[], text: LessonText, reading: Reading): void {
  const [least, most] = reading.language === 'en' ? lengths.english : lengths.translation
  if (text.words < least || text.words > most)
    reading.report(1, `the lesson has ${text.words} words; it must have ${least} to ${most}`)
  const kinds = reading.callouts.map((callout) => callout.kind)
  if (!kinds.includes('example')) reading.report(1, 'the lesson has no worked example: ::: example Title')
  if (!kinds.includes('mistake')) reading.report(1, 'the lesson has no typical mistake: ::: mistake Title')
  checkSources(tokens, reading)
}

function checkSources(tokens: Token[], reading: Reading): void {
  const start = startOfSources(tokens, reading)
  if (start === tokens.length) {
    reading.report(1, `the lesson has no sources: the last section must be ## ${reading.words.readMore}`)
    return
  }
  const section = tokens.slice(start + 3)
  const later = section.find((token) => token.tag === 'h2')
  if (later) reading.report(lineOf(later), `"${reading.words.readMore}" must be the last section`)
  const items = section.flatMap((token, index) => (token.type === 'list_item_open' ? [{ token, index }] : []))
  if (items.length === 0) reading.report(lineOf(tokens[start]), `"${reading.words.readMore}" must be a list of sources`)
  for (const { token, index } of items) {
    const inline = section.slice(index).find((one) => one.type === 'inline')
    const linked = inline?.children?.some((child) => child.attrGet('rel') === 'external')
    if (!linked) reading.report(lineOf(token), 'a source has no link: [Title](https://example.org), publisher, year')
  }
}

function startOfSources(tokens: Token[], reading: Reading): number {
  const start = tokens.findIndex(
    (token, index) => token.tag === 'h2' && tokens[index + 1]?.content.trim() === reading.words.readMore,
  )
  return start === -1 ? tokens.length : start
}

/** Words of the text, its tables and callouts; not the title, the sources, or footnotes. */
export function countWords(tokens: Token[], reading: Reading): number {
  const footnotes = tokens.findIndex((token) => token.type === 'footnote_block_open')
  const end = Math.min(startOfSources(tokens, reading), footnotes === -1 ? tokens.length : footnotes)
  let words = 0
  for (const token of tokens.slice(3, end)) {
    const texts = (token.children ?? []).map((child) => child.content || ' ')
    words += texts.join('').match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.,%/-]*/gu)?.length ?? 0
  }
  return words
}

const lineOf = (token: Token | undefined) => (token?.map?.[0] ?? 0) + 1
