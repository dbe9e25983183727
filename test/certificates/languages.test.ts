import { inflateSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { drawCertificate } from '../../server/certificates/certificate-pdf.ts'
import { certificateWords } from '../../server/certificates/certificate-words.ts'
import { courseTexts } from '../../server/certificates/course-texts.ts'
import type { CredentialRecord } from '../../server/certificates/record.ts'
import type { Language } from '../../server/platform/words/languages.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { beforeTheTable } from '../support/cohorts.ts'
import { type OpenPage, openPdf } from './open-pdf.ts'
import { sampleRecord } from './sample-record.ts'

const url = 'https://thirdpillar.example/verify/TP-7K4M-2QXD-9'
let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

function recordIn(language: Language, changes: Partial<CredentialRecord> = {}): CredentialRecord {
  const course = app.courses.get(beforeTheTable)
  const programme = { text: 'Fair Deals 2026', language: 'en' as const }
  return sampleRecord({ language, ...courseTexts(course, programme, language), ...changes })
}
const pagesOf = async (record: CredentialRecord) =>
  (await openPdf(await drawCertificate(record, certificateWords(record), url))).pages
const spoken = (page: OpenPage | undefined, role: string) =>
  (page?.elements ?? [])
    .filter((element) => element.role === role && element.text)
    .map(({ spoken, text }) => (spoken ?? text).replaceAll('\u00a0', ' ').trim())
const plain = (text: string) => text.replaceAll(/[\s\u00a0]/g, '')

/** What the pages draw, as the file says it. */
function contentOf(file: Buffer): string {
  const source = file.toString('latin1')
  return [...source.matchAll(/\/Contents (\d+) 0 R/g)]
    .map(([, id]) => {
      const start = source.indexOf('stream\n', source.indexOf(`\n${id} 0 obj\n`)) + 'stream\n'.length
      return inflateSync(Buffer.from(source.slice(start, source.indexOf('\nendstream', start)), 'latin1')).toString()
    })
    .join('\n')
}

const papers: [Language, string, string, string][] = [
  ['en', 'Certificate of achievement', 'has completed the course Before the table', '2 February 2026'],
  ['fr', 'Certificat de réussite', 'a suivi le cours Avant la table', '2 février 2026'],
  ['pt', 'Certificado de aproveitamento', 'concluiu o curso Antes da mesa de negociação', '2 de fevereiro de 2026'],
  ['es', 'Certificado de aprovechamiento', 'ha completado el curso Antes de la mesa', '2 de febrero de 2026'],
  ['ar', 'شهادة إنجاز', 'وذلك لإتمام الدورة التدريبية قبل الجلوس إلى طاولة المفاوضات', '2 فبراير 2026'],
]

test.each(papers)(
  'the paper in %s is one page in that language, with a transcript',
  async (language, kind, sentence, date) => {
    const pages = await pagesOf(recordIn(language))
    expect(pages.map(({ width, height }) => width > height)).toEqual([true, false])
    const [paper] = pages
    expect(spoken(paper, 'P')).toContain(kind)
    expect(spoken(paper, 'P').find((text) => text.includes(sentence.slice(0, 12)))).toContain(sentence)
    expect(spoken(paper, 'LBody')).toContain(date)
    expect(pages.flatMap(({ untagged }) => untagged)).toEqual([])
  },
)

test.each(papers)('what a reader selects on the paper in %s is what was typed', async (language) => {
  const record = recordIn(language)
  const words = certificateWords(record)
  const elements = (await pagesOf(record)).flatMap((page) => page.elements)
  const said = elements.map(({ text }) => plain(text))
  const pieces = elements.flatMap((element) => element.pieces.map(({ text }) => text)).join(' ')
  const typed = [words.kind, words.sentence, words.objectives.value, words.award.value, words.check, words.product]
  for (const text of typed) {
    expect(said).toContain(plain(text))
    for (const [word] of text.matchAll(/\p{L}{2,}/gu)) expect(pieces).toContain(word)
  }
})

test('the Arabic page is the mirror image of an English one', async () => {
  const [english, arabic] = await Promise.all([pagesOf(recordIn('en')), pagesOf(recordIn('ar'))])
  const edges = ([page]: OpenPage[], role: string) => {
    const pieces = page?.elements.find((element) => element.role === role)?.pieces ?? []
    return { from: Math.min(...pieces.map(({ x }) => x)), to: Math.max(...pieces.map(({ end }) => end)) }
  }
  const width = english[0]?.width ?? 0
  expect(edges(arabic, 'H1').to).toBeCloseTo(width - edges(english, 'H1').from, 0)
  expect(edges(arabic, 'Lbl').to).toBeCloseTo(width - edges(english, 'Lbl').from, 0)
  expect(edges(arabic, 'Link').to).toBeCloseTo(width - edges(english, 'Link').from, 0)
})

test('names, addresses and codes in Latin letters keep their order inside the Arabic page, and so do other scripts', async () => {
  for (const name of ['Amina Sow', 'ኃይለ ገብረሥላሴ', 'أمينة بنت محمد الدروي', 'أمينة O’Reilly']) {
    const [paper] = await pagesOf(recordIn('ar', { name }))
    const heading = paper?.elements.find(({ role }) => role === 'H1')
    expect(heading?.spoken ?? heading?.text).toBe(name)
    const link = paper?.elements.find(({ role }) => role === 'Link')
    expect(link?.pieces.map(({ text }) => text).join('')).toBe('thirdpillar.example/verify/TP-7K4M-2QXD-9')
  }
  const [paper] = await pagesOf(recordIn('ar'))
  const cohort = paper?.elements.find(({ text }) => text.includes('Kandra'))
  const seen = [...(cohort?.pieces ?? [])].sort((one, other) => one.x - other.x).map(({ text }) => text.trim())
  expect(seen.filter(Boolean)).toEqual(['Deal team Kandra 2026', ':', 'الدفعة'])
})

test('the file says its language; what the course does not have in it says that it is English', async () => {
  const record = recordIn('ar')
  expect(record.texts_in).toMatchObject({
    title: 'ar',
    objectives: 'ar',
    modules: 'ar',
    lessons: 'ar',
    programme: 'en',
  })
  const file = await drawCertificate(record, certificateWords(record), url)
  expect(file.toString('latin1')).toContain('/Lang (ar)')
  const texts_in = { ...record.texts_in, title: 'en', objectives: 'en', lessons: 'en' } as const
  const modules = [{ title: 'التفويض', lessons: ['The mandate', 'The team'] }]
  const english = recordIn('ar', {
    course_title: 'Before the table',
    objectives: ['Place a project'],
    modules,
    texts_in,
  })
  const drawn = await drawCertificate(english, certificateWords(english), url)
  expect(contentOf(drawn)).toContain('/Span << /Lang (en) >> BDC') // the title within the Arabic sentence
  expect(contentOf(file)).not.toContain('/Lang (fr)')
  const mixed = await openPdf(drawn)
  const marked = mixed.pages.map(({ elements }) => elements.filter(({ lang, text }) => lang === 'en' && text))
  expect(marked.map((elements) => elements.map(({ text }) => text))).toEqual([
    ['place a project'],
    ['Before the table', 'Place a project', 'The mandate', 'The team'],
  ])
  const title = mixed.pages[1]?.elements.find(({ text }) => text === 'Before the table')
  expect(title?.lang).toBe('en')
})

test('a partly translated list stands in English as a whole', () => {
  const course = app.courses.get(beforeTheTable)
  const [first, ...others] = course.objectives
  const objectives = [{ id: 'x', text: { en: first?.text.en ?? '' } }, ...others]
  const texts = courseTexts({ ...course, objectives }, null, 'pt')
  expect(texts.texts_in).toMatchObject({ title: 'pt', objectives: 'en', modules: 'pt' })
  expect(texts.objectives).toEqual(course.objectives.map(({ text }) => text.en))
})
