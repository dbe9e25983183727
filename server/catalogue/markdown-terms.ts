import type { MarkdownIt, StateInline, Token } from 'markdown-it'
import { directionOf, type Language } from '../platform/words/languages.ts'
import { textIn } from './course.ts'
import type { GlossaryTerm } from './glossary.ts'
import { type Reading, readingOf } from './markdown-reading.ts'
import { didYouMean } from './problems.ts'

// In a table the bar is written \| and arrives here without its backslash.
const marked = /\[\[([^\]|\n]+)(?:\|([^\]\n]+))?\]\]/y

/** `[[term-id]]` and `[[term-id|text as it stands]]`: the first use in a lesson is a link to the note that explains it. */
export function glossaryTerms(md: MarkdownIt): void {
  md.inline.ruler.before('link', 'term', readTerm)
}

function readTerm(state: StateInline, silent: boolean): boolean {
  marked.lastIndex = state.pos
  const found = marked.exec(state.src)
  if (!found || marked.lastIndex > state.posMax) return false
  if (!silent) pushTerm(state, (found[1] ?? '').trim(), found[2]?.trim())
  state.pos += found[0].length
  return true
}

function pushTerm(state: StateInline, id: string, text: string | undefined): void {
  const reading = readingOf(state.env)
  const report = (message: string) => reading.report(lineIn(state, reading), message)
  const term = reading.glossary.get(id)
  if (!term) report(`the glossary has no term "${id}"${didYouMean(id, reading.glossary.keys())}`)
  if (term && text === undefined && term.term[reading.language] === undefined)
    report(`the glossary has "${id}" only in English: write [[${id}|the words in the language of the lesson]]`)
  if (reading.heading) report('a glossary term stands in a heading: mark it in the text instead')

  const link = term !== undefined && !reading.explained.has(id) && state.linkLevel === 0 && !reading.heading
  if (link) {
    reading.explained.add(id)
    const open = state.push('term_open', 'a', 1)
    open.attrs = [
      ['class', 'term'],
      ['href', `#g-${id}`],
    ]
    open.meta = { term }
  }
  state.push('text', '', 0).content = text ?? (term ? textIn(term.term, reading.language).text : id)
  if (link) state.push('term_close', 'a', -1)
}

export const lineIn = (state: StateInline, reading: Reading): number =>
  reading.line + state.src.slice(0, state.pos).split('\n').length - 1

/** Puts each explanation behind the outermost block that holds the term, never inside it. */
export function withGlosses(tokens: Token[], reading: Reading, md: MarkdownIt): Token[] {
  const result: Token[] = []
  let waiting: GlossaryTerm[] = []
  let depth = 0
  for (const token of tokens) {
    result.push(token)
    depth += token.nesting
    for (const child of token.children ?? []) {
      // pushTerm above sets it.
      if (child.type === 'term_open') waiting.push(child.meta?.term as GlossaryTerm)
    }
    if (depth > 0) continue
    for (const term of waiting) {
      const gloss = new md.core.State('', md, {}).Token
      result.push(Object.assign(new gloss('gloss', '', 0), { content: glossHtml(term, reading, md) }))
    }
    waiting = []
  }
  return result
}

function glossHtml({ id, term, definition }: GlossaryTerm, { language, words }: Reading, md: MarkdownIt): string {
  const { escapeHtml } = md.utils
  const name = textIn(term, language)
  const meaning = textIn(definition, language)
  const otherLanguage = language === 'en' ? 'fr' : 'en'
  const other = term[otherLanguage]
  const mark = (text: string, its: Language) => {
    const dir = directionOf(its) === directionOf(language) ? '' : ` dir="${directionOf(its)}"`
    return its === language ? escapeHtml(text) : `<span lang="${its}"${dir}>${escapeHtml(text)}</span>`
  }
  const title = name.text.charAt(0).toLocaleUpperCase(language) + name.text.slice(1)
  const second =
    other === undefined ? '' : ` ${escapeHtml(words.otherLanguage + words.separator)}${mark(other, otherLanguage)}.`
  return (
    `<aside class="gloss" id="g-${id}" aria-label="${escapeHtml(words.glossary + words.separator + name.text)}">` +
    `<b>${mark(title, name.language)}</b>${words.separator}${mark(meaning.text, meaning.language)}${second}</aside>\n`
  )
}
