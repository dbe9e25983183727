import type { MarkdownIt, Token } from 'markdown-it'
import footnote from 'markdown-it-footnote'
import { type Reading, readingOf } from './markdown-reading.ts'

/** `[^name]` and `[^name]: text`, with ids that tell the lessons apart and links that say where they lead. */
export function footnotes(md: MarkdownIt): void {
  // Its types were written for the parser's version 14; the interface it uses is the same in 15.
  md.use(footnote as unknown as (md: MarkdownIt) => void)
  const { rules } = md.renderer
  rules.footnote_ref = (tokens, index, _options, env) => {
    const { number, again } = numbersOf(tokens[index])
    const id = `${readingOf(env).lesson}-${number}`
    return `<sup><a href="#fn-${id}" id="fnref-${id}${again}">[${number}]</a></sup>`
  }
  rules.footnote_block_open = (_tokens, _index, _options, env) =>
    `<section class="footnotes" aria-label="${md.utils.escapeHtml(readingOf(env).words.footnotes)}">\n<ol>\n`
  rules.footnote_block_close = () => '</ol>\n</section>\n'
  rules.footnote_open = (tokens, index, _options, env) =>
    `<li id="fn-${readingOf(env).lesson}-${numbersOf(tokens[index]).number}">`
  rules.footnote_anchor = (tokens, index, _options, env) => {
    const { lesson, words } = readingOf(env)
    const { number, again } = numbersOf(tokens[index])
    // U+FE0E asks for the sign as text: some phones would draw it as an emoji.
    const name = md.utils.escapeHtml(`${words.backToText} [${number}]`)
    return ` <a href="#fnref-${lesson}-${number}${again}" aria-label="${name}">\u21a9\ufe0e</a>`
  }
}

// The plugin counts from 0 and, with subId, the further places that refer to the same footnote.
function numbersOf(token: Token | undefined): { number: number; again: string } {
  const subId = Number(token?.meta?.subId ?? 0)
  return { number: Number(token?.meta?.id ?? 0) + 1, again: subId > 0 ? `-${subId + 1}` : '' }
}

/** A footnote whose text is never referred to would vanish without a word. */
export function checkFootnotes(source: string, tokens: Token[], reading: Reading): void {
  const used = new Set<unknown>()
  for (const child of tokens.flatMap((token) => token.children ?? []))
    if (child.type === 'footnote_ref') used.add(child.meta?.label)
  for (const [index, line] of source.split('\n').entries()) {
    const label = /^ {0,3}\[\^([^\]\s]+)\]:/.exec(line)?.[1]
    if (label !== undefined && !used.has(label)) reading.report(index + 1, `nothing refers to the footnote "${label}"`)
  }
}
