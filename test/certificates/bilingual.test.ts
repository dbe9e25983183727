import { expect, test } from 'vitest'
import { drawCertificate, refuseMissingGlyphs } from '../../server/certificates/certificate-pdf.ts'
import { certificateWords } from '../../server/certificates/certificate-words.ts'
import { courseTexts } from '../../server/certificates/course-texts.ts'
import { type CredentialRecord, readRecord, type StoredRecord } from '../../server/certificates/record.ts'
import { MissingGlyph } from '../../server/platform/documents/fonts.ts'
import type { Language } from '../../server/platform/words/languages.ts'
import { startApp } from '../support/app.ts'
import { beforeTheTable, cohortGivens } from '../support/cohorts.ts'
import { ask, codesIn, download, givenEarner } from './holders.ts'
import { openPdf } from './open-pdf.ts'
import { sampleRecord } from './sample-record.ts'

const url = 'https://thirdpillar.example/verify/TP-7K4M-2QXD-9'
const plain = (text: string) => text.replaceAll(/[\s\u00a0]/g, '')

async function recordIn(language: Language, also: Language, changes: Partial<CredentialRecord> = {}) {
  const course = (await startApp()).courses.get(beforeTheTable)
  const second = { language: also, ...courseTexts(course, null, also) }
  return sampleRecord({ language, ...courseTexts(course, null, language), also: second, ...changes })
}
const pagesOf = async (record: CredentialRecord) =>
  (await openPdf(await drawCertificate(record, certificateWords(record), url))).pages

const pairs: [Language, Language][] = [
  ['fr', 'ar'],
  ['ar', 'fr'],
  ['en', 'pt'],
  ['es', 'en'],
]
test.each(pairs)(
  'in %s and %s: one page, the name once, both as they were typed, a transcript in each',
  async (first, second) => {
    const record = await recordIn(first, second)
    const [paper, ...transcripts] = await pagesOf(record)
    expect(transcripts).toHaveLength(2)
    expect(paper?.elements.filter(({ role }) => role === 'H1').map(({ text }) => text)).toEqual(['Amina Sow'])
    const words = certificateWords(record)
    const said = paper?.elements.map(({ text }) => plain(text))
    for (const each of [words, words.also ?? words]) {
      for (const text of [each.kind, each.sentence, each.objectives.value, each.award.value, each.check])
        expect(said).toContain(plain(text))
    }
    const section = paper?.elements.find(({ role }) => role === 'Sect')
    expect(section?.lang).toBe(second)
    expect(transcripts.map(({ elements }) => elements.find(({ role }) => role === 'Sect')?.lang)).toEqual([
      first,
      second,
    ])
  },
)

test('both stand side by side in the same size, row by row, and nothing touches the signature', async () => {
  for (const name of [
    'Amina Sow',
    "Nguyễn Thị Minh-Châu O'Reilly de la Concepción Ávila y Álvarez ".repeat(2).trim(),
  ]) {
    const [paper] = await pagesOf(await recordIn('fr', 'ar', { name }))
    const bodies = (paper?.elements ?? []).filter(({ role, pieces }) => role === 'LBody' && pieces.length > 0)
    expect(bodies).toHaveLength(10)
    const middle = (120 + 780) / 2
    bodies.slice(0, 5).forEach((french, row) => {
      const arabic = bodies[row + 5]
      expect(Math.max(...french.pieces.map(({ end }) => end))).toBeLessThan(middle)
      expect(Math.min(...(arabic?.pieces ?? []).map(({ x }) => x))).toBeGreaterThan(middle)
      expect(Math.abs((french.pieces[0]?.y ?? 0) - (arabic?.pieces[0]?.y ?? 0))).toBeLessThan(2)
    })
    const lowest = Math.min(...bodies.flatMap(({ pieces }) => pieces.map(({ y }) => y)))
    const issuer = paper?.elements.findLast(({ text }) => text === 'Third Pillar')?.pieces[0]?.y ?? 595
    expect(lowest).toBeGreaterThan(issuer + 40)
  }
})

test('a letter that no font has is refused in the second language too', async () => {
  const record = await recordIn('fr', 'ar')
  const also = record.also && { ...record.also, objectives: ['ⵜⵉⵏ'] }
  expect(() => refuseMissingGlyphs({ ...record, also }, certificateWords({ ...record, also }))).toThrow(MissingGlyph)
})

test('a record of the first months, which knows neither, is in its one language', () => {
  const { texts_in: _, also: __, ...stored } = sampleRecord({ language: 'fr' })
  const record = readRecord(stored as StoredRecord)
  expect(record.also).toBeNull()
  expect(record.texts_in.title).toBe('fr')
})

test('whoever asks for a certificate chooses its languages; without a choice it is the reader’s', async () => {
  const app = await startApp()
  const amina = await givenEarner(app)
  const form = await amina.get('/certificates')
  expect(form.words).toContain('Language of the certificate')
  expect(form.text).toContain('<option value="en" selected>English</option>')
  expect((await amina.get(`/courses/${beforeTheTable}`)).words).toContain('And also in')
  expect((await amina.post(ask, { language: 'pt', also_in: 'ar' })).location).toBe('/certificates')
  const [{ record }] = (await app.db.selectFrom('credentials').select('record').execute()) as [{ record: StoredRecord }]
  expect(record).toMatchObject({ language: 'pt', also: { language: 'ar', texts_in: { title: 'ar', lessons: 'ar' } } })
  const [code = ''] = codesIn((await amina.get('/certificates')).text)
  const { pages } = await openPdf((await download(app, amina, code)).file)
  expect(pages).toHaveLength(3)
  await amina.post(ask, { language: 'fr' })
  expect(codesIn((await amina.get('/certificates')).text)).toEqual([code])

  const other = await givenEarner(app, { name: 'Other Learner', language: 'fr' })
  await other.post(ask)
  const kept = await app.db.selectFrom('credentials').select('record').where('learner_id', '=', other.id).execute()
  expect(kept.map(({ record: own }) => [own.language, own.also])).toEqual([['fr', null]])
})

test.each([
  [{ language: 'la' }, 'Choose one of the languages of the list', 'language'],
  [{ language: 'fr', also_in: 'xx' }, 'Choose one of the languages of the list', 'also'],
  [{ language: 'fr', also_in: 'fr' }, 'Choose a second language that differs', 'also'],
  [{ also_in: 'en' }, 'Choose a second language that differs', 'also'],
])('%o is answered with the form again, and nothing is issued', async (form, answer, field) => {
  const app = await startApp()
  const amina = await givenEarner(app)
  const page = await amina.post(ask, form)
  expect(page.status).toBe(422)
  expect(page.words).toContain(answer)
  expect(page.text).toContain(`href="#${field}-${beforeTheTable}"`)
  expect(page.text).toContain(`id="${field}-${beforeTheTable}-wrong"`)
  expect(await app.db.selectFrom('credentials').selectAll().execute()).toEqual([])
})

test('a corrected certificate is in the languages of the one it replaces', async () => {
  const app = await startApp()
  const { asAdministrator } = cohortGivens(app)
  const amina = await givenEarner(app)
  await amina.post(ask, { language: 'fr', also_in: 'ar' })
  const [code = ''] = codesIn((await amina.get('/certificates')).text)
  const reason = 'The passport spells it so.'
  const administrator = await asAdministrator()
  await administrator.post(`/admin/certificates/${code}/correction`, { name: 'Amina Darweesh', reason })
  const rows = await app.db.selectFrom('credentials').select('record').where('replaced_at', 'is', null).execute()
  expect(rows.map(({ record }) => record)).toEqual([
    expect.objectContaining({
      name: 'Amina Darweesh',
      language: 'fr',
      also: expect.objectContaining({ language: 'ar' }),
    }),
  ])
})
