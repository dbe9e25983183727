import { expect, test } from 'vitest'
import { drawCertificate } from '../../server/certificates/certificate-pdf.ts'
import { certificateWords } from '../../server/certificates/certificate-words.ts'
import type { CredentialRecord } from '../../server/certificates/record.ts'
import { MissingGlyph } from '../../server/platform/documents/fonts.ts'
import { openPdf } from './open-pdf.ts'
import { sampleRecord } from './sample-record.ts'

const modules = [
  { title: 'Reading the contract', lessons: ['Who owes what to whom', 'Duties and their dates'] },
  { title: 'Evidence', lessons: ['What counts as proof'] },
]
const pagesOf = async (changes: Partial<CredentialRecord>) => {
  const record = sampleRecord({ modules, ...changes })
  return (await openPdf(await drawCertificate(record, certificateWords(record), 'https://example.org/verify/TP'))).pages
}
type Page = Awaited<ReturnType<typeof pagesOf>>[number]
const texts = (page: Page | undefined, tag: string) =>
  (page?.elements ?? [])
    .filter(({ role, text }) => role === tag && text)
    .map(({ text }) => text.replaceAll('\u00a0', ' ').trim())

test('an upright page after the certificate says what was covered, and with what result', async () => {
  const [first, second, ...others] = await pagesOf({})
  expect(others).toEqual([])
  expect([first?.width, first?.height].map((side) => Math.round(side ?? 0))).toEqual([842, 595])
  expect([second?.width, second?.height].map((side) => Math.round(side ?? 0))).toEqual([595, 842])
  expect(texts(second, 'H2')).toEqual(['Transcript'])
  expect(texts(second, 'H3')).toEqual(['Can now', 'What was covered'])
  expect(texts(second, 'H4')).toEqual(['1 Reading the contract', '2 Evidence'])
  const values = texts(second, 'LBody')
  expect(values.slice(0, 2)).toEqual(['Amina Sow', 'After signature: monitoring the contract'])
  expect(values).toEqual(expect.arrayContaining(['8 hours, 9 lessons', '2 February 2026', 'TP-7K4M-2QXD-9']))
  expect(values.find((value) => value.includes('16 of 20'))).toContain('70%')
  expect(values).toEqual(expect.arrayContaining(['build a register of duties', 'check evidence']))
  expect(values.slice(-3)).toEqual(['Who owes what to whom', 'Duties and their dates', 'What counts as proof'])
  expect(texts(second, 'Lbl').slice(-3)).toEqual(['1.1', '1.2', '2.1'])
  expect(second?.untagged).toEqual([])
})

test('in French too', async () => {
  const [, second] = await pagesOf({ language: 'fr' })
  expect(texts(second, 'H2')).toEqual(['Relevé de formation'])
  expect(texts(second, 'H3')).toEqual(['Sait désormais', 'Ce qui a été étudié'])
})

test('a record of the first months has no such page', async () => {
  expect(await pagesOf({ modules: [] })).toHaveLength(1)
})

test('a long course goes on over pages; nothing stands outside them, and no heading stands alone at a foot', async () => {
  const lessons = Array.from({ length: 9 }, (_, index) => `Lesson ${index} ${'about duties and evidence '.repeat(6)}`)
  const long = Array.from({ length: 12 }, (_, index) => ({ title: `Module ${index}`, lessons }))
  const [, ...pages] = await pagesOf({ modules: long })
  expect(pages.length).toBeGreaterThan(2)
  expect(pages.flatMap((page) => texts(page, 'H4'))).toHaveLength(12)
  for (const { elements, untagged } of pages) {
    for (const { y, end } of elements.flatMap(({ pieces }) => pieces)) {
      expect(y).toBeGreaterThan(45)
      expect(end).toBeLessThan(560)
    }
    expect(elements.findLast(({ text }) => text)?.role).toBe('LBody')
    expect(untagged).toEqual([])
  }
})

test('a lesson’s title that cannot be printed is refused before anything is drawn', async () => {
  await expect(pagesOf({ modules: [{ title: 'Evidence', lessons: ['ⵜⵉⵏ'] }] })).rejects.toBeInstanceOf(MissingGlyph)
})
