import { expect, test } from 'vitest'
import { CertificateFull } from '../../server/certificates/certificate-layout.ts'
import { type CertificateWords, drawCertificate } from '../../server/certificates/certificate-pdf.ts'
import type { CredentialRecord } from '../../server/certificates/record.ts'
import { MissingGlyph } from '../../server/platform/documents/fonts.ts'
import { readPdf, textsOf } from './read-pdf.ts'
import { sampleRecord } from './sample-record.ts'

const url = 'https://thirdpillar.example/verify/TP-7K4M-2QXD-9'
const vietnamese = "Nguyễn Thị Minh-Châu O'Reilly de la Concepción Ávila y Álvarez"

const words = (changes: Partial<CertificateWords> = {}): CertificateWords => ({
  product: 'Third Pillar',
  document_title: 'Certificate TP-7K4M-2QXD-9',
  kind: 'Certificate of achievement',
  sentence: 'has completed After signature: monitoring the contract and met its award rule on 2 February 2026.',
  phase: { label: 'Phase', value: 'Monitor' },
  length: { label: 'Length', value: '8 hours, 9 lessons' },
  objectives: { label: 'Can now', value: 'build a register of duties; check evidence' },
  award: { label: 'Award rule', value: 'all lessons; final quiz 16 of 20, pass mark 14' },
  issued: { label: 'Issued', value: '2 February 2026' },
  signatories: [],
  issued_for: ['For the programme Fair Deals 2026', 'Cohort Deal team Kandra 2026'],
  check: 'Check this certificate at',
  qr_alternative: 'Code that opens the verification page',
  badge: 'Open Badge',
  signature: 'Signature of Third Pillar',
  transcript: {
    title: 'Transcript',
    holder: { label: 'Name', value: 'Amina Sow' },
    course: { label: 'Course', value: 'After signature: monitoring the contract' },
    code: { label: 'Code', value: 'TP-7K4M-2QXD-9' },
    covered: 'What was covered',
  },
  ...changes,
})

const draw = (changes: Partial<CredentialRecord> = {}, texts: Partial<CertificateWords> = {}) =>
  drawCertificate(sampleRecord(changes), words(texts), url)

const names = [
  'Amina Sow',
  vietnamese,
  'Bénédicte Mwamba-Œuvrard',
  'Kɔ́kɔ́ Ŋɖɛ Ẹ̀bùn Şükrü Łukasz Țăranu',
  'Бат-Эрдэнийн Өнөрцэцэг',
  'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessenschafe',
  'Maximiliana-Alexandrina-Konstantina-Theodora-Philippina-Wilhelmina-Emmanuela',
  'W'.repeat(200),
]

test('it is one A4 page across, tagged, with a title and a language', async () => {
  const { source } = readPdf(await draw({ language: 'fr' }))
  expect(source).toMatch(/^%PDF-1\.7/)
  expect(source.match(/\/Type \/Page\n/g)).toHaveLength(1)
  expect(source).toContain('/MediaBox [0 0 841.89 595.28]')
  expect(source).toContain('/Marked true')
  expect(source).toContain('/Lang (fr)')
  expect(source).toContain('/DisplayDocTitle true')
  expect(source).toContain('(Certificate TP-7K4M-2QXD-9)')
  expect(source).toContain('/Alt (Code that opens the verification page)')
})

test('only embedded fonts are used', async () => {
  const { source } = readPdf(await draw({ name: vietnamese }))
  expect(source).not.toMatch(/\/Subtype \/Type1\n/)
  expect(source.match(/\/Type \/FontDescriptor/g)?.length).toBe(source.match(/\/FontFile2 /g)?.length)
})

test.each(names)('the name %s is printed whole and inside the margins', async (name) => {
  const { pieces } = readPdf(await draw({ name }))
  expect(textsOf(pieces, 'H1')).toEqual([name.normalize('NFC')])
  for (const { x, end } of pieces) {
    expect(x).toBeGreaterThan(119)
    expect(end).toBeLessThan(780)
  }
})

test('the name is the largest thing, on two even lines at most', async () => {
  const { pieces } = readPdf(await draw({ name: vietnamese }))
  const name = pieces.filter(({ tag }) => tag.startsWith('H1'))
  const baselines = [...new Set(name.map(({ y }) => y))]
  const ends = baselines.map((y) => Math.max(...name.filter((piece) => piece.y === y).map(({ end }) => end)))
  expect(new Set(name.map(({ size }) => size))).toEqual(new Set([33]))
  expect(ends).toHaveLength(2)
  expect(Math.abs((ends[0] ?? 0) - (ends[1] ?? 0))).toBeLessThan(60)
})

test('even the longest word of a name stays larger than the sentence under it', async () => {
  const { pieces } = readPdf(await draw({ name: 'W'.repeat(200) }))
  const sizeOf = (tag: string) => pieces.filter((piece) => piece.tag.startsWith(tag)).map(({ size }) => size)
  expect(Math.min(...sizeOf('H1'))).toBeGreaterThan(Math.max(...sizeOf('P 4')))
})

test('its text can be read out in the order of the page', async () => {
  const { pieces } = readPdf(await draw())
  const paragraphs = textsOf(pieces, 'P')
  expect(paragraphs).toEqual([
    'Third Pillar',
    'TP-7K4M-2QXD-9',
    'Certificate of achievement',
    'has completed After signature: monitoring the contract and met its award rule on 2 February 2026.',
    'Third Pillar',
    'For the programme Fair Deals 2026',
    'Cohort Deal team Kandra 2026',
    'Check this certificate at',
  ])
  expect(textsOf(pieces, 'Lbl')).toEqual(['Phase', 'Length', 'Can now', 'Award rule', 'Issued'])
  expect(textsOf(pieces, 'LBody')).toContain('all lessons; final quiz 16 of 20, pass mark 14')
  expect(textsOf(pieces, 'Link')).toEqual(['thirdpillar.example/verify/TP-7K4M-2QXD-9'])
})

test('the same record gives the same bytes, whatever was drawn in between', async () => {
  const first = await draw({ name: vietnamese })
  await draw({ name: 'Ðorđe Đặng', issued_on: '2026-03-01' })
  expect((await draw({ name: vietnamese })).equals(first)).toBe(true)
})

test('a title with an ampersand stays readable for programs', async () => {
  const { source } = readPdf(await draw({}, { document_title: 'Oil & gas <1>' }))
  expect(source).toContain('(Oil & gas <1>)')
  expect(source).toContain('<rdf:li xml:lang="x-default">Oil &amp; gas &lt;1&gt;</rdf:li>')
})

test('another day of issue gives another file', async () => {
  expect((await draw({ issued_on: '2026-02-03' })).equals(await draw())).toBe(false)
})

test('a file weighs at most 60 kB', async () => {
  for (const name of names) expect((await draw({ name })).length).toBeLessThanOrEqual(60_000)
})

test('characters that no font has are refused by name', async () => {
  const refusal = await draw({ name: 'Amina 😀 சு Sow' }).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(MissingGlyph)
  expect(refusal).toMatchObject({ characters: ['😀', 'சு'] })
})

test('a letter and its accents typed apart print as one', async () => {
  const { pieces } = readPdf(await draw({ name: 'Nguyễn'.normalize('NFD') }))
  expect(textsOf(pieces, 'H1')).toEqual(['Nguyễn'])
})

test('French spacing prints, and no line begins with a sign', async () => {
  const parts = Array.from({ length: 240 }, (_, index) => 'i'.repeat(1 + (index % 5)))
  const value = [...parts, '1\u202f234 points'].join(' ; ')
  const { pieces } = readPdf(await draw({ language: 'fr' }, { objectives: { label: 'Sait désormais', value } }))
  const starts = pieces.filter(({ x }) => Math.abs(x - 215.4) < 0.1).map(({ text }) => text[0])
  expect(starts.length).toBeGreaterThan(6)
  expect(starts).not.toContain(';')
})

test('many objectives and a long name share the page without touching the signature', async () => {
  const value = 'explain the duties of both parties and name the evidence for each of them; '.repeat(14)
  const { pieces } = readPdf(await draw({ name: vietnamese.repeat(2) }, { objectives: { label: 'Can now', value } }))
  const facts = pieces.filter(({ tag }) => tag.startsWith('LBody')).map(({ y }) => y)
  const issuer = pieces.findLast(({ text }) => text === 'Third Pillar')
  expect(Math.min(...facts)).toBeGreaterThan((issuer?.y ?? 595) + 40)
})

test('more than a page can hold is refused rather than cut', async () => {
  const objectives = { label: 'Can now', value: 'explain the duties of both parties; '.repeat(300) }
  await expect(draw({}, { objectives })).rejects.toBeInstanceOf(CertificateFull)
})
