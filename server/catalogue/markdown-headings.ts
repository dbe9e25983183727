import type { Token } from 'markdown-it'
import type { LessonText } from './course.ts'
import { claimId, plainText, type Reading } from './markdown-reading.ts'

/** Gives every heading an id and checks that no level is skipped; returns the sections. */
export function markHeadings(tokens: Token[], reading: Reading): LessonText['sections'] {
  const sections: LessonText['sections'] = []
  let level = 0
  let callouts = 0
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'callout_open') callouts++
    if (token.type === 'callout_close') callouts--
    if (token.type !== 'heading_open') continue
    const line = (token.map?.[0] ?? 0) + 1
    const own = Number(token.tag.slice(1))
    const title = plainText(tokens[index + 1])
    if (own === 1 && index > 0) reading.report(line, 'a lesson has one title: begin sections with ##')
    if (own > 3) reading.report(line, 'headings go down to ### and no further')
    else if (own > level + 1 && level > 0) reading.report(line, `a heading ${'#'.repeat(own)} skips a level`)
    if (callouts > 0) reading.report(line, 'a heading stands inside a callout')
    if (title === '') reading.report(line, 'a heading is empty')
    level = own
    if (own === 1) continue
    const id = claimId(reading, slugOf(title) || `section-${sections.length + 1}`)
    token.attrSet('id', id)
    if (own === 2) sections.push({ id, title })
  }
  return sections
}

/** Letters a to z and digits: accents are dropped, other scripts leave nothing (a number serves then). */
function slugOf(title: string): string {
  const slug = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
  const trimmed = slug.replace(/^-|-$/g, '')
  return /^(g|fn|fnref)-/.test(trimmed) ? `section-${trimmed}` : trimmed // those are explanations and footnotes
}
