import { expect, test } from 'vitest'
import { drawCertificate } from '../../server/certificates/certificate-pdf.ts'
import { certificateWords } from '../../server/certificates/certificate-words.ts'
import { missingGlyphs } from '../../server/platform/documents/fonts.ts'
import { openPdf } from './open-pdf.ts'
import { sampleRecord } from './sample-record.ts'

async function headingOf(name: string) {
  const record = sampleRecord({ name })
  const file = await drawCertificate(record, certificateWords(record), 'https://thirdpillar.example/verify/TP')
  return (await openPdf(file)).pages[0]?.elements.find(({ role }) => role === 'H1')
}

const visual = async (name: string) =>
  [...((await headingOf(name))?.pieces ?? [])].sort((one, other) => one.x - other.x).map(({ text }) => text.trim())

test.each([
  ['Vietnamese', 'Nguyễn Thị Phương Thảo'],
  ['Cyrillic', 'Бат-Эрдэнийн Өнөрцэцэг'],
  ['Amharic', 'ኃይለ ገብረሥላሴ'],
  ['Arabic', 'أمينة بنت محمد الدروي'],
  ['Arabic with vowels', 'الدَّروي مُحَمَّد'],
  ['Arabic and Latin', 'أمينة الدروي O’Reilly'],
  ['Persian', 'پژمان گلچین'],
])('a name in %s is printed, and comes out as it was typed', async (_, name) => {
  expect(missingGlyphs(name)).toEqual([])
  const heading = await headingOf(name)
  expect(heading?.text.replaceAll(' ', '')).toBe(name.replaceAll(' ', ''))
  expect(heading?.spoken ?? heading?.text).toBe(name)
})

test('Arabic runs from right to left, and Latin and numbers within it from left to right', async () => {
  expect((await visual('أمينة Amina Sow دروي 2026')).filter(Boolean)).toEqual(['2026', 'دروي', 'Amina Sow', 'أمينة'])
  expect((await visual('Amina أمينة دروي Sow')).filter(Boolean)).toEqual(['Amina', 'أمينة دروي', 'Sow'])
})

test('digits of Arabic keep their order', async () => {
  expect((await visual('قسم ٢٠٢٦')).filter(Boolean)).toEqual(['٢٠٢٦', 'قسم'])
  expect((await headingOf('قسم ٢٠٢٦ ٢٠٢٧'))?.text.replaceAll(' ', '')).toBe('قسم٢٠٢٦٢٠٢٧')
})

test('brackets around Arabic face each other, and are copied as they were typed', async () => {
  const heading = await headingOf('أمينة (السلام)')
  const brackets = heading?.pieces.filter(({ text }) => /[()]/.test(text)).sort((one, other) => one.x - other.x)
  expect(brackets?.map(({ text }) => text)).toEqual(['(', ')'])
  expect(heading?.spoken).toBe('أمينة (السلام)')
})

test('lines that run from right to left begin at the same right edge, and the first words stand on the first', async () => {
  const heading = await headingOf('أمينة بنت محمد بن عبد الرحمن الدروي '.repeat(3).trim())
  const rows = new Map<number, { text: string; end: number }[]>()
  for (const piece of heading?.pieces ?? []) rows.set(piece.y, [...(rows.get(piece.y) ?? []), piece])
  expect(rows.size).toBeGreaterThan(1)
  const edges = [...rows.values()].map((row) =>
    Math.max(...row.filter(({ text }) => text.trim()).map(({ end }) => end)),
  )
  for (const edge of edges) expect(edge).toBeCloseTo(edges[0] ?? 0, 0)
  const highest = rows.get(Math.max(...rows.keys()))
  expect(highest?.[0]?.text).toMatch(/^أمينة بنت/)
})

test('a voice is told the language of a name that is all in one of these scripts', async () => {
  expect((await headingOf('أمينة دروي'))?.lang).toBe('ar')
  expect((await headingOf('ኃይለ ገብረሥላሴ'))?.lang).toBe('am')
  expect((await headingOf('Amina أمينة'))?.lang).toBeUndefined()
})

test('marks of direction that a name was pasted with are not printed', async () => {
  expect((await headingOf('\u202bأمينة\u202c\u200f'))?.text).toBe('أمينة')
})

test('a script that no font has is named letter by letter', () => {
  expect(missingGlyphs('Amina ⵜⵉⵏ')).toEqual(['ⵜ', 'ⵉ', 'ⵏ'])
})
