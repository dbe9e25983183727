import type { MarkdownIt, Token } from 'markdown-it'
import { type InternalLink, type Reading, readingOf } from './markdown-reading.ts'
import { lineIn } from './markdown-terms.ts'

const html = /^<(?:\/?[a-z][a-z0-9-]*(?=[\s/>]|$)|!--|!doctype|\?)/i

/** Lets the inline rules know the line they are at, keeps the lines of a sum, and finds HTML (shown as plain text). */
export function inlineText(md: MarkdownIt): void {
  md.core.ruler.at('inline', (state) => {
    const reading = readingOf(state.env)
    for (const [index, token] of state.tokens.entries()) {
      if (token.map) reading.line = token.map[0] + 1
      if (token.type !== 'inline') continue
      const before = state.tokens[index - 1]?.type
      reading.heading = before === 'heading_open' || before === 'callout_title_open'
      token.children = []
      md.inline.parse(token.content, md, state.env, token.children)
      if (token.info !== 'sum') continue
      for (const child of token.children) if (child.type === 'softbreak') child.type = 'hardbreak'
    }
  })
  md.inline.ruler.at('html_inline', (state) => {
    const reading = readingOf(state.env)
    const tag = html.exec(state.src.slice(state.pos))?.[0]
    if (tag !== undefined) reading.report(lineIn(state, reading), `HTML is not accepted: "${tag}"`)
    return false
  })
}

// What is left of a link, a term or a footnote that could not be read.
const remains: [RegExp, string][] = [
  [/\]\(/, 'a link cannot be read: write [Title](https://example.org), without blanks in the address'],
  [/\[\^/, 'a footnote is referred to that has no text: write [^name]: text on a line of its own'],
  [/\[\[/, 'a glossary term cannot be read: write [[term-id]] or [[term-id|text]]'],
]

/** Checks what is in the text's lines, makes addresses of links to other lessons, and returns the links to look up. */
export function checkInline(tokens: Token[], reading: Reading): InternalLink[] {
  const links: InternalLink[] = []
  let line = 1
  for (const token of tokens) {
    if (token.map) line = token.map[0] + 1
    let at = line
    for (const child of token.children ?? []) {
      if (child.type.endsWith('break')) at++
      if (child.type === 'image') reading.report(at, 'pictures are not accepted')
      if (child.type === 'text')
        for (const [sign, message] of remains) if (sign.test(child.content)) reading.report(at, message)
      if (child.type === 'link_open') readLink(child, at, reading, links)
    }
  }
  return links
}

function readLink(link: Token, line: number, reading: Reading, links: InternalLink[]): void {
  const href = String(link.attrGet('href') ?? '')
  if (/^https?:\/\/[^/]/.test(href)) return void link.attrSet('rel', 'external')
  if (href.startsWith('mailto:')) return
  const lesson = /^([a-z0-9-]*)(?:\.md)?(#.*)?$/.exec(href)
  const target = lesson && (lesson[1] ? `/courses/${reading.course}/lessons/${lesson[1]}${lesson[2] ?? ''}` : href)
  if (target) link.attrSet('href', target)
  links.push({ line, href: target ?? href })
}
