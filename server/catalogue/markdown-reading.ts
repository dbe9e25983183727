import type { Env, Token } from 'markdown-it'
import type { Language } from '../platform/words/languages.ts'
import type { GlossaryTerm } from './glossary.ts'
import type { LessonWords } from './lesson-words.ts'
import type { Report } from './problems.ts'

/** What one reading of one lesson knows; it travels through the parser in its `env`. */
export type Reading = {
  course: string
  /** Tells footnotes of several lessons on one page apart. */
  lesson: string
  language: Language
  words: LessonWords
  glossary: ReadonlyMap<string, GlossaryTerm>
  report: Report
  /** Where the text that is being parsed begins, from 1. */
  line: number
  /** Whether that text is a heading, in which nothing may be linked. */
  heading: boolean
  /** Terms that have been explained. */
  explained: Set<string>
  /** Names of the parts that assistive technology lists: no two alike. */
  labels: Set<string>
  ids: Set<string>
  callouts: Callout[]
  /** How many callouts enclose the text that is being parsed. */
  depth: number
}
export type Callout = { kind: string; line: number }

/** A link inside the product, to be looked up when all courses are read. */
export type InternalLink = { line: number; href: string }

// Only readLesson calls the parser, and it always passes a reading.
export const readingOf = (env: Env | undefined): Reading => env?.reading as Reading

/** Parts of the page around the lesson that have these ids. */
const idsOfThePage = new Set(['main', 'contents', 'done', 'top'])

/** An id that nothing else on the page has: the wish itself, or with a number. */
export function claimId(reading: Reading, wish: string): string {
  let id = wish
  for (let n = 2; reading.ids.has(id) || idsOfThePage.has(id); n++) id = `${wish}-${n}`
  reading.ids.add(id)
  return id
}

export function claimLabel(reading: Reading, line: number, label: string): void {
  if (reading.labels.has(label)) reading.report(line, `"${label}" is the name of two notes or tables: tell them apart`)
  reading.labels.add(label)
}

/** What a heading or caption says, without its markup. */
export const plainText = (token: Token | undefined): string =>
  (token?.children ?? [])
    .map((child) =>
      child.type.endsWith('break') ? ' ' : ['text', 'code_inline'].includes(child.type) ? child.content : '',
    )
    .join('')
    .trim()
