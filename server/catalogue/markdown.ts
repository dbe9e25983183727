import MarkdownIt, { type Token } from 'markdown-it'
import type { Html } from '../platform/web/pages.ts'
import type { LessonText } from './course.ts'
import { checkLesson, countWords } from './lesson-rules.ts'
import { callouts } from './markdown-callouts.ts'
import { checkFootnotes, footnotes } from './markdown-footnotes.ts'
import { markHeadings } from './markdown-headings.ts'
import { checkInline, inlineText } from './markdown-inline.ts'
import { type InternalLink, plainText, type Reading } from './markdown-reading.ts'
import { withTables } from './markdown-tables.ts'
import { glossaryTerms, withGlosses } from './markdown-terms.ts'

export type LessonRead = { text: LessonText; links: InternalLink[]; ids: ReadonlySet<string> }
export type LessonFile = Pick<Reading, 'course' | 'lesson' | 'language' | 'words' | 'glossary' | 'report'>

// Indented code is switched off: in prose an indented line is a slip, not a program.
const md = new MarkdownIt({ html: false })
  .disable('code')
  .use(footnotes)
  .use(callouts)
  .use(glossaryTerms)
  .use(inlineText)
md.renderer.rules.gloss = (tokens, index) => tokens[index]?.content ?? ''
md.renderer.rules.image = (tokens, index) => md.utils.escapeHtml(tokens[index]?.content ?? '')

/**
 * A lesson as its page shows it. Every mistake is reported; the text is then still made, for what the checks of other
 * files need of it. HTML in the source, and addresses that are no addresses, come out as text.
 */
export function readLesson(source: string, file: LessonFile): LessonRead {
  const reading: Reading = {
    ...file,
    line: 1,
    heading: false,
    explained: new Set(),
    labels: new Set(),
    ids: new Set(),
    callouts: [],
    depth: 0,
  }
  const env = { reading }
  const tokens = md.parse(source, env)
  const links = checkInline(tokens, reading)
  checkFootnotes(source, tokens, reading)
  const body = withGlosses(withTables(tokens, reading, md), reading, md)
  const sections = markHeadings(body, reading)
  const { title, lede, rest } = split(body, reading)
  const text = {
    title: plainText(title),
    lede: toHtml(lede ? [lede] : [], env),
    html: toHtml(rest, env),
    words: countWords(body, reading),
    sections,
  }
  checkLesson(body, text, reading)
  return { text, links, ids: reading.ids }
}

// The renderer escapes all that it did not make itself, and the notes of withGlosses escape what they are given.
const toHtml = (tokens: Token[], env: { reading: Reading }) => md.renderer.render(tokens, md.options, env) as Html

/** `# Title`, then one paragraph, then everything else. */
function split(tokens: Token[], reading: Reading): { title?: Token; lede?: Token; rest: Token[] } {
  const [open, title, , paragraph, lede, ...rest] = tokens
  if (open?.tag !== 'h1' || !title) {
    reading.report(1, 'the lesson must begin with its title: # Title')
    return { rest: tokens }
  }
  if (paragraph?.type !== 'paragraph_open' || !lede || paragraph.attrGet('class') === 'sum') {
    reading.report((open.map?.[0] ?? 0) + 1, 'after the title must come one opening paragraph')
    return { title, rest: tokens.slice(3) }
  }
  return { title, lede, rest: rest.slice(1) }
}
