import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { drawCertificate, type Extras } from '../../server/certificates/certificate-pdf.ts'
import { certificateWords } from '../../server/certificates/certificate-words.ts'
import { openPdf } from './open-pdf.ts'
import { readPdf } from './read-pdf.ts'
import { sampleRecord } from './sample-record.ts'

const url = 'https://thirdpillar.example/verify/TP-7K4M-2QXD-9'
const draw = (name: string, extras?: Extras) => {
  const record = sampleRecord({ name, course_title: 'Oil & gas <1>' })
  return drawCertificate(record, certificateWords(record), url, extras)
}
const attachment = {
  name: 'badge.json',
  mime: 'application/json',
  bytes: Buffer.from('{"name": "Amina"}'.repeat(20)),
  relationship: 'Alternative' as const,
  description: 'The badge',
}

test('one file says it is PDF/A-3a and PDF/UA-1, and describes the property that PDF/A does not know', async () => {
  const { source } = readPdf(await draw('Amina Sow'))
  expect(source).toContain('<pdfaid:part>3</pdfaid:part>')
  expect(source).toContain('<pdfaid:conformance>A</pdfaid:conformance>')
  expect(source).toContain('<pdfuaid:part>1</pdfuaid:part>')
  expect(source).toContain('<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>')
})

test('its description of itself is sound XML', async () => {
  const { source } = readPdf(await draw('Amina Sow'))
  const xml = `${source.slice(source.indexOf('<x:xmpmeta'), source.indexOf('</x:xmpmeta>'))}</x:xmpmeta>`
  const open: string[] = []
  for (const [, closing, name = '', , self] of xml.matchAll(/<(\/?)([\w:]+)([^<>]*?)(\/?)>/g)) {
    if (closing) expect(open.pop()).toBe(name)
    else if (!self) open.push(name)
  }
  expect(open).toEqual([])
  expect(xml).toContain('Oil &amp; gas &lt;1&gt;')
})

test('it says what its colours mean', async () => {
  const { source } = readPdf(await draw('Amina Sow'))
  expect(source).toMatch(/\/OutputIntents \[\d+ 0 R\]/)
  expect(source).toContain('/S /GTS_PDFA1')
  expect(source).toContain('/DestOutputProfile')
})

test('everything on it is tagged or marked as decoration, and the code has words for who cannot see it', async () => {
  const { pages } = await openPdf(await draw('Amina Sow'))
  const elements = pages[0]?.elements ?? []
  expect(elements[0]?.role).toBe('Document')
  expect(elements.filter(({ role }) => role === 'H1').map(({ text }) => text)).toEqual(['Amina Sow'])
  expect(elements.filter(({ role }) => role === 'Figure').map(({ spoken }) => spoken)).toEqual([
    certificateWords(sampleRecord()).qr_alternative,
  ])
  expect(elements.filter(({ role }) => role === 'LI').length).toBeGreaterThan(3)
  expect(pages[0]?.untagged).toEqual([])
})

test('a file goes with it, listed in the catalogue with how it relates to the paper', async () => {
  const file = await draw('Amina Sow', { attachment })
  const { source } = readPdf(file)
  expect(source).toMatch(/\/AF \[\d+ 0 R\]/)
  expect(source).toContain('/AFRelationship /Alternative')
  expect(source).toContain('/Subtype /application#2Fjson')
  expect(source).toContain('/UF (badge.json)')
  const stream = source.slice(source.indexOf('stream\n', source.indexOf('/Type /EmbeddedFile')) + 7)
  const bytes = inflateSync(Buffer.from(stream.slice(0, stream.indexOf('\nendstream')), 'latin1'))
  expect(bytes.equals(attachment.bytes)).toBe(true)
  expect((await draw('Amina Sow', { attachment })).equals(file)).toBe(true)
})

test('without one there is none', async () => {
  expect(readPdf(await draw('Amina Sow')).source).not.toContain('/AF ')
})
