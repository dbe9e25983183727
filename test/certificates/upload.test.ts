import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { CredentialRecord } from '../../server/certificates/record.ts'
import { checkFile } from '../../server/certificates/upload/check-file.ts'
import { newVerificationCode } from '../../server/certificates/verification-code.ts'
import { makeDocumentKey, readDocumentKey } from '../../server/platform/documents/document-key.ts'
import { isSignedBy } from '../../server/platform/documents/sign-pdf.ts'
import { limits } from '../../server/platform/web/limits.ts'
import { testKey } from '../support/app.ts'
import { htmlMistakes } from '../support/html.ts'
import { badgeFile } from './badge-reader.ts'
import { corrected } from './cohort-holders.ts'
import { bomb, forge, pdfOf, saveAnew } from './edit-pdf.ts'
import { download } from './holders.ts'
import { givenFile, send } from './send-file.ts'

test('the file that we gave out matches what we issued, without an account and in both languages', async () => {
  const { app, file } = await givenFile()
  const page = await send(app, file)
  expect(page.status).toBe(200)
  expect(page.words).toContain('This file matches what we issued')
  expect(page.words).toContain('Name Amina Darwe')
  expect(page.text.match(/<h1/g)).toHaveLength(1)
  expect(page.headers['x-robots-tag']).toBe('noindex')
  expect((await send(app, file, { language: 'fr' })).words).toContain(
    'Ce fichier correspond à ce que nous avons délivré',
  )
  expect((await app.visitor().get('/verify')).text).toContain('action="/verify/file"')
})

test('a file that another program saved anew has the words as issued, and is said not to be the file', async () => {
  const { app, file } = await givenFile({ name: 'Nguyễn Thị Minh-Châu O’Reilly' })
  const page = await send(app, saveAnew(file))
  expect(page.words).toContain('The words match what we issued, the file was saved anew')
  expect(page.words).toContain('compare it with the record below')
})

test.each<[string, Partial<CredentialRecord>, string[]]>([
  ['another name', { name: 'Amina Sow' }, ['the name']],
  ['a longer name', { name: 'Amina Darwe Sow' }, ['the name']],
  ['a title before the name', { name: 'Dr Amina Darwe' }, ['the name']],
  ['a better score', { score_raw: 12 }, ['the award rule and the score']],
  ['another date', { issued_on: '2025-03-02' }, ['the date of issue']],
  ['another course', { course_title: 'After signature' }, ['the course']],
  ['another issuer', { issuer: 'The Ministry' }, ['the issuer']],
  ['more hours', { hours: 50 }, ['the length of the course']],
  ['another cohort', { cohort: 'Deal team Sanda' }, ['something else']],
  ['two fields', { name: 'Kofi Mensah', hours: 50 }, ['the name', 'the length of the course']],
])('with %s it does not match, and the page says where', async (_, changes, fields) => {
  const { app, record } = await givenFile()
  const page = await send(app, await forge(record, changes))
  expect(page.words).toContain('This file does not match what we issued')
  const told = [...page.text.matchAll(/<li><b>([^<]+)<\/b>/g)].map(([, field = '']) => field.split(':')[0])
  expect(told).toEqual(fields)
  expect(page.words).toContain('Name Amina Darwe')
})

test('with another code it does not match, whether that code is ours or nobody’s', async () => {
  const { app, record, givenHolder } = await givenFile()
  const other = await givenHolder({ name: 'Kofi Mensah' })
  for (const code of [newVerificationCode(), other.code]) {
    const page = await send(app, await forge(record, { code }, record.code))
    expect(page.words).toContain('This file does not match what we issued')
    expect(page.text).toMatch(/<li><b>the code<\/b>/)
  }
  const stolen = await send(app, await forge(record, { code: other.code }, other.code))
  expect(stolen.words).toContain('This file does not match what we issued')
  expect(stolen.text).toMatch(/<li><b>the name<\/b>/)
})

test('each answer is sound HTML within the weight of a later page, and its address leads back to the form', async () => {
  const { app, file, record } = await givenFile()
  const invented = newVerificationCode()
  for (const sent of [
    file,
    saveAnew(file),
    await forge(record, { name: 'Amina Sow' }),
    await forge(record, { code: invented }, invented),
    Buffer.from('PK'),
    Buffer.alloc(0),
  ]) {
    const { text } = await send(app, sent)
    expect(await htmlMistakes(text)).toEqual([])
    expect(gzipSync(text, { level: 4 }).length).toBeLessThan(8_192)
  }
  expect((await app.visitor().get('/verify/file?lang=fr')).location).toBe('/verify#file')
})

test('a code that we never issued, and a PDF without one, are not ours', async () => {
  const { app, record } = await givenFile()
  const code = newVerificationCode()
  const invented = await send(app, await forge(record, { code }, code))
  expect(invented.words).toContain('This file is not one of ours')
  expect(invented.words).toContain(code)
  const blank = pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>',
  ])
  expect((await send(app, blank)).words).toContain('This file is not one of ours It bears no code of ours.')
})

test('a file that matches and no longer stands says both', async () => {
  const { app, file, holder, trainer, givenHolder } = await givenFile()
  const second = await givenHolder({ name: 'Kofi Mensah' })
  const theirs = (await download(app, second, second.code)).file
  await trainer.post(`${holder.at}/correction`, corrected)
  await trainer.post(`${second.at}/revocation`, { revocation_reason: 'academic_dishonesty' })
  const replaced = await send(app, file)
  expect(replaced.words).toContain('This file matches what we issued – and the certificate was replaced')
  expect(replaced.text).toMatch(/href="\/verify\/TP-[0-9A-Z-]+">See TP-/)
  const revoked = await send(app, theirs)
  expect(revoked.words).toContain('This file matches what we issued – and the certificate was revoked')
  expect(revoked.words).toContain('It was revoked on 2 March 2026. Reason: Academic dishonesty.')
  expect(revoked.text).not.toContain('class="passed"')
  await app.db.deleteFrom('accounts').where('id', '=', second.id).execute()
  const erased = await send(app, theirs)
  expect(erased.words).toContain('This file matches what we issued – and the certificate was revoked')
  expect(erased.words).toContain('we no longer keep the name')
  expect(erased.words).not.toContain('Kofi')
})

test('who is erased stays the holder of a file that we signed, unnamed; without our signature it cannot be compared', async () => {
  const { app, file, holder } = await givenFile()
  await app.db.deleteFrom('accounts').where('id', '=', holder.id).execute()
  const signed = await send(app, file)
  expect(signed.words).toContain('This file matches what we issued')
  expect(signed.words).toContain('The holder’s account was erased since')
  const anew = await send(app, saveAnew(file))
  expect(anew.words).toContain('We issued this certificate and no longer keep its holder’s name')
  expect(signed.words + anew.words).not.toContain('Amina')
})

test('a file signed by an earlier key is as good, and one signed by somebody else’s is not', async () => {
  const { app, file } = await givenFile()
  const stranger = readDocumentKey(makeDocumentKey('Third Pillar', new Date('2026-03-02T00:00:00Z'), 2048))
  expect(isSignedBy(file, testKey())).toBe(true)
  expect(isSignedBy(file, stranger)).toBe(false)
  const { seals } = app.app
  const rotated = { ...seals, documentKeys: [stranger, testKey()] as const }
  const asked = { db: app.db, now: app.clock.now() }
  expect((await checkFile({ ...asked, seals: rotated }, file)).match).toBe('same_file')
  expect((await checkFile({ ...asked, seals: { ...seals, documentKeys: [stranger] } }, file)).match).toBe('same_text')
})

test('a signed file with one changed letter, or with more behind its signature, is not the file any more', async () => {
  const { file } = await givenFile()
  const padded = Buffer.from(file)
  const zeros = file.indexOf('0000>', file.lastIndexOf('/Contents <'))
  padded[zeros] = 'a'.charCodeAt(0)
  for (const changed of [saveAnew(file), padded, file.subarray(0, -1)])
    expect(isSignedBy(changed, testKey())).toBe(false)
})

test('a badge in each of its forms matches what we issued', async () => {
  const { app, holder } = await givenFile()
  for (const ending of ['json', 'jwt', 'png', 'svg'] as const) {
    const page = await send(app, (await badgeFile(app, holder.code, ending)).file, { name: `badge.${ending}` })
    expect([ending, page.status, page.words]).toEqual([ending, 200, expect.stringContaining('This badge matches')])
    expect(page.words).toContain('Name Amina Darwe')
  }
})

test('a badge with a changed field does not match, and the page says which', async () => {
  const { app, holder } = await givenFile()
  const { text } = await badgeFile(app, holder.code, 'json')
  const changes: [string, string, string][] = [
    ['Amina Darwe', 'Amina Sow', 'the name'],
    ['2026-03-02T', '2025-03-02T', 'the date of issue'],
    ['"name": "Third Pillar"', '"name": "The Ministry"', 'the issuer'],
    ['5 hours', '50 hours', 'the length of the course'],
    ['"value": "11"', '"value": "12"', 'the award rule and the score'],
    ['"proofValue": "z', '"proofValue": "zz', 'something else'],
  ]
  for (const [from, to, field] of changes) {
    expect(text).toContain(from)
    const page = await send(app, Buffer.from(text.replace(from, to)))
    expect([from, page.words]).toEqual([from, expect.stringContaining('This file does not match what we issued')])
    expect([...page.text.matchAll(/<li><b>([^<]+)<\/b>/g)].map(([, told = '']) => told.split(':')[0])).toEqual([field])
  }
})

test('a badge of somebody else is not ours, and a heap of brackets is not read', async () => {
  const { app, holder } = await givenFile()
  const badge = JSON.parse((await badgeFile(app, holder.code, 'json')).text)
  const elsewhere = {
    ...badge,
    id: 'https://other.example/1',
    issuer: { ...badge.issuer, id: 'https://other.example' },
  }
  expect((await send(app, Buffer.from(JSON.stringify(elsewhere)))).words).toContain('This file is not one of ours')
  const bomb = `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`
  expect((await send(app, Buffer.from(bomb))).words).toContain('We cannot read this file')
})

test('what cannot be read has a clear answer, and nothing of it is kept', async () => {
  const { app, file } = await givenFile()
  const source = file.toString('latin1')
  const noTable = source.replace(/startxref\n\d+/, 'startxref\n99')
  const answers: [string, Buffer, number, string][] = [
    ['an empty file', Buffer.alloc(0), 422, 'Choose the file'],
    ['a zip called .pdf', Buffer.from('PK\u0003\u0004 not a PDF'), 422, 'We cannot read this file'],
    ['a PDF cut off in the middle', file.subarray(0, file.length / 2), 422, 'We cannot read this file'],
    ['only a first line', Buffer.from('%PDF-1.7\n'), 422, 'We cannot read this file'],
    ['eleven pages', bomb(0, 11), 422, 'We cannot read this file'],
    ['a broken table of contents', Buffer.from(noTable, 'latin1'), 200, 'The words match what we issued'],
    ['50 MB', Buffer.alloc(50 * 1024 ** 2, 'x'), 413, 'The file is larger than 5 MB'],
  ]
  for (const [what, sent, status, says] of answers) {
    const page = await send(app, sent)
    expect([what, page.status, page.words]).toEqual([what, status, expect.stringContaining(says)])
  }
  expect((await send(app, Buffer.from('PK'), { language: 'fr' })).words).toContain(
    'Nous ne pouvons pas lire ce fichier',
  )
  const plain = await app.visitor().post('/verify/file', { file: 'x' })
  expect([plain.status, plain.words]).toEqual([422, expect.stringContaining('Choose the file')])
}, 30_000)

test('a file that unpacks to far more than it weighs is given up, and the others have their turn', async () => {
  const { app, file } = await givenFile()
  const small = bomb(700)
  expect(small.length).toBeLessThan(limits.checkedFileBytes)
  const before = performance.now()
  const [page, other] = await Promise.all([send(app, small), send(app, file)])
  expect(page.words).toContain('We cannot read this file')
  expect(other.words).toContain('This file matches what we issued')
  expect(performance.now() - before).toBeLessThan((limits.checkedFileSeconds + 3) * 1000)
}, 40_000)

test('who sends file after file is told to wait; others are not', async () => {
  const { app, file } = await givenFile()
  const zip = Buffer.from('PK')
  for (let sent = 0; sent < limits.checkedFiles.max; sent += 1)
    expect((await send(app, zip, { from: '10.8.0.1' })).status).toBe(422)
  expect((await send(app, zip, { from: '10.8.0.1' })).status).toBe(429)
  expect((await send(app, file)).status).toBe(200)
})
