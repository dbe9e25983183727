import { expect, test } from 'vitest'
import { drawCertificate } from '../../server/certificates/certificate-pdf.ts'
import { certificateWords } from '../../server/certificates/certificate-words.ts'
import type { CredentialRecord } from '../../server/certificates/record.ts'
import { createPdf, drawArtifact, finishPdf } from '../../server/platform/documents/pdf.ts'
import { testKey } from '../support/app.ts'
import { faultsOf } from './archive-rules.ts'
import { sampleRecord } from './sample-record.ts'

const modules = [
  { title: 'Reading the contract', lessons: ['Who owes what to whom', 'Duties and their dates'] },
  { title: 'Evidence', lessons: ['What counts as proof'] },
]
const attachment = {
  name: 'badge.json',
  mime: 'application/json',
  bytes: Buffer.from('{"name": "Amina"}'.repeat(20)),
  relationship: 'Alternative' as const,
  description: 'The badge',
}
const draw = (changes: Partial<CredentialRecord> = {}) => {
  const record = sampleRecord({ modules, ...changes })
  const url = 'https://thirdpillar.example/verify/TP-7K4M-2QXD-9'
  return drawCertificate(record, certificateWords(record), url, { attachment, documentKey: testKey() })
}
const long = Array.from({ length: 12 }, (_, index) => ({
  title: `Module ${index}`,
  lessons: Array.from({ length: 9 }, () => 'What counts as proof, and who keeps it for how long'),
}))

test.each<[string, Partial<CredentialRecord>]>([
  ['a plain name', {}],
  ['no transcript', { modules: [] }],
  ['a transcript of many pages', { modules: long }],
  ['a name in Arabic', { name: 'أمينة بنت محمد الدروي' }],
  ['a name in Arabic with vowels', { name: 'الدَّروي مُحَمَّد' }],
  ['a name in Arabic and Latin', { name: 'أمينة (Amina) الدروي O’Reilly 2026' }],
  ['a name in Amharic', { name: 'ኃይለ ገብረሥላሴ' }],
  ['a name in Vietnamese', { name: 'Nguyễn Thị Phương Thảo' }],
  ['letters of two typefaces', { name: 'Kɔ́kɔ́ Ŋɖɛ Ẹ̀bùn Şükrü Łukasz Țăranu' }],
  ['a name that breaks', { name: 'W'.repeat(200) }],
  ['signs that XML minds', { course_title: 'Oil & gas <1>', issuer: 'A & B' }],
  ['ligatures', { name: 'Fiona Effiong Officer', course_title: 'Efficient offers for finance' }],
  ['French', { language: 'fr', name: 'Bénédicte Mwamba-Œuvrard' }],
  ['participation', { kind: 'participation', participation: { done: 9, total: 10, needed: 8 } }],
])('a certificate keeps to the rules of PDF/A-3a and PDF/UA-1: %s', async (_, changes) => {
  expect(faultsOf(await draw(changes))).toEqual([])
})

// A rule that nothing can break says nothing: each is broken once. In the file itself, by words of the same length.
test.each<[string, string, string]>([
  ['/Marked true', '/Marked null', 'UA 6.2'],
  ['/Lang (en)', '/Lamg (en)', 'UA 7.2'],
  ['/DisplayDocTitle true', '/DisplayDocTitle null', 'shows its title'],
  ['/ID [', '/IE [', 'an identifier'],
  ['/Tabs /S', '/Tabs /R', 'UA 7.18.3'],
  ['/Contents (https', '/Contemts (https', 'a link has words'],
  ['/F 4', '/F 2', 'A 6.3.2'],
  ['/TU (', '/TX (', 'a field has words'],
  ['/S /Form', '/S /Part', 'a field stands in a Form'],
  ['/F 132', '/F 130', 'A 6.3.2'],
  ['/S /URI', '/S /JSX', 'A 6.5.1'],
  ['/Subtype /Link', '/Subtype /Text', 'A 6.3.1'],
  ['/Type /OBJR', '/Type /OBJX', 'UA 7.18.5 a link stands'],
  ['/StructParent 1', '/StructParent 0', 'UA 7.18 an annotation knows'],
  ['/StructParents 0', '/StructParents 2', 'knows its element'],
  ['/Alt (', '/Als (', 'an alternative text'],
  ['/BBox [', '/BBax [', 'says where it is'],
  ['/S /H2', '/S /H5', 'is followed by H5'],
  ['/S /LBody', '/S /Block', 'no standard element'],
  ['/S /LI', '/S /Li', 'a L holds'],
  ['/AF [', '/AG [', 'the catalogue lists'],
  ['/AFRelationship /Alt', '/AFRelationship /Xlt', 'how the file relates'],
  ['/Subtype /application#2Fjson', '/Subtype /applicationX2Fjson', 'what kind of file'],
  ['/UF (', '/UG (', 'the file has UF'],
  ['/CheckSum <', '/ChickSum <', 'the sum of the file'],
  ['/ModDate (D', '/ModDate (E', 'when the file was made'],
  ['/S /GTS_PDFA1', '/S /GTS_PDFX1', 'what colours are for'],
  ['/N 3', '/N 4', 'three colours'],
  ['<pdfaid:part>3<', '<pdfaid:part>2<', 'A 6.6.4'],
  ['<pdfuaid:part>1<', '<pdfuaid:part>2<', 'UA 5'],
  ['<pdfaSchema:namespaceURI>http', '<pdfaSchema:namespaceURI>httq', 'A 6.6.2.3'],
  ['(Certificate TP', '(certificate TP', 'the two Titles agree'],
  ['/CIDToGIDMap /Identity', '/CIDToGIDMop /Identity', 'a map from codes'],
  ['/FontFile2', '/FontFile9', 'embedded'],
  ['/ToUnicode', '/ToUnicade', 'a map to Unicode'],
  ['/W [0 [', '/W [1 [', 'from the first glyph'],
  ['/AF [', '/AA [', 'no AA'],
  ['%%EOF', '%%EOF more', 'nothing after the end'],
])('a file with %s as %s is found out', async (words, others, rule) => {
  const file = (await draw()).toString('latin1')
  expect(file).toContain(words)
  let faults: string[]
  try {
    faults = faultsOf(Buffer.from(file.replaceAll(words, others), 'latin1'))
  } catch (fault) {
    faults = [String(fault)]
  }
  expect(faults.join('\n')).toContain(rule)
})

// And in what is drawn.
type Pdf = PDFKit.PDFDocument
const decorate = (pdf: Pdf) => {
  pdf.addContent('/Artifact << /Type /Layout >> BDC')
  write(pdf)
  pdf.addContent('EMC')
}
const write = (pdf: Pdf, text = 'Amina') => pdf.font('charis-sil-latin-400').text(text, 50, 50)
test.each<[string, string, (pdf: Pdf, document: PDFKit.PDFStructureElement) => void]>([
  ['a text outside all elements', 'is tagged or decoration', (pdf) => write(pdf)],
  [
    'decoration within a paragraph',
    'is tagged or decoration',
    (pdf, document) => document.add(pdf.struct('P', {}, [() => decorate(pdf)])),
  ],
  [
    'grey of another kind',
    'colours are of',
    (pdf) => drawArtifact(pdf, () => pdf.rect(0, 0, 9, 9).fill([0, 0, 0, 50])),
  ],
  [
    'a letter that the font lacks',
    'a glyph of none of its letters',
    (pdf, document) => document.add(pdf.struct('P', {}, [() => write(pdf, 'ኃ')])),
  ],
  ['a paragraph without words', 'a P is empty', (pdf, document) => document.add(pdf.struct('P'))],
  [
    'an element of its own',
    'no standard element',
    (pdf, document) => document.add(pdf.struct('Seal' as 'P', {}, [() => write(pdf)])),
  ],
])('a paper with %s is found out', async (_, rule, drawOn) => {
  const options = { title: 'A', author: 'B', subject: 'C', language: 'en', created: new Date(0) }
  const pdf = createPdf({ ...options, layout: 'portrait', archive: true })
  const document = pdf.struct('Document')
  pdf.addStructure(document)
  drawOn(pdf, document)
  document.end()
  expect(faultsOf(await finishPdf(pdf)).join('\n')).toContain(rule)
})
