import { HtmlValidate } from 'html-validate'
import { expect, test } from 'vitest'
import type { GlossaryTerm } from '../../server/catalogue/glossary.ts'
import { lessonWords } from '../../server/catalogue/lesson-words.ts'
import { readLesson } from '../../server/catalogue/markdown.ts'
import type { Language } from '../../server/platform/words/languages.ts'
import { goodFiles } from './sample-courses.ts'

const terms: GlossaryTerm[] = [
  {
    id: 'nsr',
    term: { en: 'net smelter return', fr: 'rendement net de fonderie' },
    definition: { en: 'Price less costs & "losses".' },
    category: 'fiscal',
  },
  { id: 'mandate', term: { en: 'mandate', fr: 'mandat' }, definition: { en: 'A', fr: 'Un' }, category: 'process' },
]
const glossary = new Map(terms.map((term) => [term.id, term]))

function read(body: string, language: Language = 'en') {
  const problems: string[] = []
  const report = (line: number, message: string) => problems.push(`${line}  ${message}`)
  const words = lessonWords(language)
  const file = { course: 'small', lesson: 'first', language, words, glossary, report }
  return { ...readLesson(`# Title\n\nLede.\n\n${body}`, file), problems }
}
const html = (body: string, language?: Language): string => read(body, language).text.html.trim()

test('title, opening paragraph and sections are told apart', () => {
  const source =
    '# Royalty & *rent*\n\nMost is lost in *value*.\n\n## État hôte\n\n### Part\n\n## القيمة\n\n## État hôte\n'
  const file = { course: 'c', lesson: 'l', language: 'en' as const, words: lessonWords('en'), glossary }
  const { text } = readLesson(source, { ...file, report: () => {} })
  expect(text.title).toBe('Royalty & rent')
  expect(text.lede).toBe('Most is lost in <em>value</em>.')
  expect(text.sections).toEqual([
    { id: 'etat-hote', title: 'État hôte' },
    { id: 'section-2', title: 'القيمة' },
    { id: 'etat-hote-2', title: 'État hôte' },
  ])
  expect(text.html).toMatch('<h3 id="part">Part</h3>')
})

test('a heading cannot take an id of the page around it', () => {
  expect(html('## Main')).toBe('<h2 id="main-2">Main</h2>')
})

test('the first use of a term is explained behind its block, later ones are plain words', () => {
  expect(html('- The [[nsr]]\n- the [[nsr|return]] again\n\nMore on [[nsr]].')).toBe(
    '<ul>\n<li>The <a class="term" href="#g-nsr">net smelter return</a></li>\n<li>the return again</li>\n</ul>\n' +
      '<aside class="gloss" id="g-nsr" aria-label="Glossary: net smelter return"><b>Net smelter return</b>: ' +
      'Price less costs &amp; &quot;losses&quot;. In French: <span lang="fr">rendement net de fonderie</span>.</aside>\n' +
      '<p>More on net smelter return.</p>',
  )
})

test('in French a term has its French word, and the English one beside it', () => {
  expect(html('Le [[mandate]].', 'fr')).toBe(
    '<p>Le <a class="term" href="#g-mandate">mandat</a>.</p>\n' +
      '<aside class="gloss" id="g-mandate" aria-label="Glossaire\u00a0: mandat"><b>Mandat</b>\u00a0: Un ' +
      'En anglais\u00a0: <span lang="en">mandate</span>.</aside>',
  )
})

test('a definition that exists only in English says so to a screen reader', () => {
  expect(html('Le [[nsr]].', 'fr')).toMatch('<span lang="en">Price less costs &amp; &quot;losses&quot;.</span>')
  expect(html('[[nsr|العائد]]', 'ar')).toMatch('<span lang="en" dir="ltr">Price less costs')
})

test('a term of the opening paragraph is explained at the beginning of the text', () => {
  const file = { course: 'c', lesson: 'l', language: 'en' as const, words: lessonWords('en'), glossary }
  const { text } = readLesson('# T\n\nThe [[mandate]].\n\n## S\n', { ...file, report: () => {} })
  expect(text.lede).toBe('The <a class="term" href="#g-mandate">mandate</a>.')
  expect(text.html).toMatch(/^<aside class="gloss" id="g-mandate"/)
})

test('a term inside a callout, a table or a footnote is explained outside of it', () => {
  expect(html('::: note\nA [[nsr]].\n:::')).toMatch('</p>\n</aside>\n<aside class="gloss" id="g-nsr"')
  const table = html('Table: T\n\n| A |\n|---|\n| [[nsr\\|return]] |')
  expect(table).toMatch('<a class="term" href="#g-nsr">return</a>')
  expect(table).toMatch('</table>\n</div>\n<aside class="gloss" id="g-nsr"')
  expect(html('Text.[^1]\n\n[^1]: A [[nsr]].')).toMatch('</ol>\n</section>\n<aside class="gloss" id="g-nsr"')
})

test('a callout is a note with its kind and title as its name', () => {
  expect(html('## S\n\n::: mistake Value\nText.\n:::').split('\n').slice(1)).toEqual([
    '<aside class="note mistake" aria-labelledby="mistake-1">',
    '<h3 id="mistake-1">Typical mistake: Value</h3>',
    '<p>Text.</p>',
    '</aside>',
  ])
  expect(html('::: note\nText.\n:::', 'fr')).toMatch('<h2 id="note-1">À noter</h2>')
})

test('the lines of a sum stay lines, whatever they begin with', () => {
  expect(html('::: sum\n180.0\n- 85 **costs**\n1. x\n= 95 < 100\n:::')).toBe(
    '<p class="sum">180.0<br>\n- 85 <strong>costs</strong><br>\n1. x<br>\n= 95 &lt; 100</p>',
  )
})

test('a sum may stand inside an example and closes for itself', () => {
  expect(html('## S\n\n::: example Gold\nBefore.\n\n::: sum\n1\n:::\n\nAfter.\n:::\n\nOutside.')).toMatch(
    '<p>Before.</p>\n<p class="sum">1</p>\n<p>After.</p>\n</aside>\n<p>Outside.</p>',
  )
})

test('a table has a frame, a caption, row heads, number cells and a foot for its sum', () => {
  const table = html('Table: Royalty, USD million\n\n| Year | Paid |\n|---|--:|\n| 2 | 9.0 |\n| **All** | 13.5 |')
  expect(table.replaceAll('\n', '')).toBe(
    '<div class="scroll" role="region" aria-labelledby="table-1" tabindex="0"><table>' +
      '<caption id="table-1">Royalty, USD million</caption>' +
      '<thead><tr><th scope="col">Year</th><th scope="col" class="n">Paid</th></tr></thead>' +
      '<tbody><tr><th scope="row">2</th><td class="n">9.0</td></tr></tbody>' +
      '<tfoot><tr><th scope="row">All</th><td class="n">13.5</td></tr></tfoot></table></div>',
  )
})

test('footnotes of two lessons on one page do not collide', () => {
  const notes = html('One[^a] and again[^a].\n\n[^a]: Source.')
  expect(notes).toMatch('<sup><a href="#fn-first-1" id="fnref-first-1">[1]</a></sup>')
  expect(notes).toMatch('id="fnref-first-1-2"')
  expect(notes).toMatch('<section class="footnotes" aria-label="Footnotes">')
  expect(notes).toMatch('<li id="fn-first-1"><p>Source. <a href="#fnref-first-1" aria-label="Back to the text [1]">')
})

test('a link to another lesson is written as its file and leads to its page', () => {
  const { text, links } = read('[Next](second.md#part) and [out](https://example.org)')
  expect(text.html).toMatch('<a href="/courses/small/lessons/second#part">Next</a>')
  expect(text.html).toMatch('<a href="https://example.org" rel="external">out</a>')
  expect(links).toEqual([{ line: 5, href: '/courses/small/lessons/second#part' }])
})

const attacks = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '</p><svg/onload=alert(1)>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt&#58;alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:msgbox)',
  '<javascript:alert(1)>',
  '![x](javascript:alert(1))',
  '![x" onerror="alert(1)](https://example.org/x.png)',
  '[x](https://example.org "a\\" onmouseover=\\"alert(1)")',
  '[x](https://example.org/"onmouseover="alert(1))',
  '[[nsr|<b onclick=alert(1)>x</b>]]',
  '[[<script>alert(1)</script>]]',
  '::: note <img src=x onerror=alert(1)>\nText.\n:::',
  '::: sum\n<script>alert(1)</script>\n:::',
  '## <script>alert(1)</script>',
  'Table: <script>alert(1)</script>\n\n| <b> |\n|---|\n| <i> |',
  'x[^"><script>]\n\n[^"><script>]: <script>alert(1)</script>',
  '```"><script>\n<script>alert(1)</script>\n```',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '[x]: javascript:alert(1)\n\n[x]',
]

test.each(attacks)('%s comes out as text', (attack) => {
  const tags = [...read(attack).text.html.matchAll(/<\/?([a-z0-9]+)([^>]*)>/gi)]
  for (const [, name = '', attributes = ''] of tags) {
    expect(name).toMatch(
      /^(p|a|aside|h2|h3|b|br|span|sup|section|ol|li|div|table|caption|thead|tbody|tr|th|td|pre|code)$/,
    )
    const names = [...attributes.matchAll(/\s([a-z-]+)="[^"]*"/g)].map((match) => match[1])
    expect(attributes.replace(/\s[a-z-]+="[^"]*"/g, '').trim()).toBe('')
    for (const attribute of names)
      expect(attribute).toMatch(/^(class|id|href|rel|title|role|tabindex|scope|lang|aria-label|aria-labelledby)$/)
    expect(attributes).not.toMatch(/href="(?!https:\/\/|#|\/)/)
  }
})

test('a whole lesson is valid HTML', async () => {
  const source = goodFiles()['small/en/first.md'] ?? ''
  const { text } = read(source.slice(source.indexOf('## Why')))
  const page = `<!DOCTYPE html><html lang="en"><head><title>x</title></head><body><main><h1>${text.title}</h1><p>${text.lede}</p>${text.html}</main></body></html>`
  const rules = { 'prefer-native-element': 'off' } as const // the frame of a table is no section of the text
  const report = await new HtmlValidate({ extends: ['html-validate:standard'], rules }).validateString(page)
  expect(report.results.flatMap((result) => result.messages.map(({ message }) => message))).toEqual([])
})
