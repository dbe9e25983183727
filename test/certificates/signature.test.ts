import { createHash, verify, X509Certificate } from 'node:crypto'
import { mkdtempSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { drawCertificate } from '../../server/certificates/certificate-pdf.ts'
import { certificateWords } from '../../server/certificates/certificate-words.ts'
import { type DocumentKeys, loadDocumentKeys } from '../../server/certificates/document-keys.ts'
import { readConfig } from '../../server/config.ts'
import { inside } from '../../server/platform/documents/der.ts'
import { makeDocumentKey, readDocumentKey, WrongKey } from '../../server/platform/documents/document-key.ts'
import { startApp, testKey } from '../support/app.ts'
import { badgeFile, strangersVerdict } from './badge-reader.ts'
import { download, givenCertificate, givenEarner } from './holders.ts'
import { attachmentsOf, openPdf } from './open-pdf.ts'
import { sampleRecord } from './sample-record.ts'

const draw = (name = 'Amina Sow') => {
  const record = sampleRecord({ name, modules: [{ title: 'Evidence', lessons: ['What counts as proof'] }] })
  return drawCertificate(record, certificateWords(record), 'https://example.org/verify/TP', { documentKey: testKey() })
}

/** Checks a signature as a reader's program does: what is signed, by which certificate, and whether it is unchanged. */
function checkSignature(file: Buffer) {
  const source = file.toString('latin1')
  const [, ...range] = /\/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]/.exec(source) ?? []
  const [start = 0, from = 0, to = 0, rest = 0] = range.map(Number)
  const cms = Buffer.from(source.slice(from + 1, to - 1), 'hex')
  const content = (bytes: Buffer | undefined, index: number) => inside(bytes ?? Buffer.alloc(0))[index]
  const signedData = content(content(cms, 1), 0)
  const certificate = new X509Certificate(content(signedData, 3)?.subarray(4) ?? Buffer.alloc(0))
  const signer = content(content(signedData, 4), 0)
  const attributes = Buffer.from(content(signer, 3) ?? [])
  attributes[0] = 0x31
  const digest = createHash('sha256').update(file.subarray(start, from)).update(file.subarray(to)).digest()
  const signature = content(signer, 5)?.subarray(4) ?? Buffer.alloc(0)
  return {
    covered: start === 0 && to + rest === file.length && source[from] === '<' && source[to - 1] === '>',
    certificate,
    unchanged: attributes.includes(digest),
    byIt: verify('sha256', attributes, certificate.publicKey, signature),
    namesIt: attributes.includes(createHash('sha256').update(certificate.raw).digest()),
  }
}

let file: Buffer
beforeAll(async () => {
  file = await draw()
})

test('a certificate is signed whole with the installation’s key, whose certificate goes with it', () => {
  const { covered, unchanged, byIt, namesIt, certificate } = checkSignature(file)
  expect({ covered, unchanged, byIt, namesIt }).toEqual({ covered: true, unchanged: true, byIt: true, namesIt: true })
  expect(certificate.raw.equals(testKey().certificate.raw)).toBe(true)
  expect(certificate.subject).toBe('CN=Third Pillar')
  expect(certificate.verify(certificate.publicKey)).toBe(true)
})

test('one changed byte is noticed, before the signature and after it', () => {
  const at = file.indexOf('/ByteRange')
  for (const place of [20, Math.floor(at / 2), file.length - 40]) {
    const changed = Buffer.from(file)
    changed[place] = (changed[place] ?? 0) ^ 1
    const { covered, unchanged } = checkSignature(changed)
    expect(covered && unchanged).toBe(false)
  }
})

test('it states the day of issue, and the same record gives the same bytes', async () => {
  expect(file.toString('latin1')).toContain('/M (D:20260202000000Z)')
  expect(file.toString('latin1')).toContain('/SubFilter /ETSI.CAdES.detached')
  expect((await draw()).equals(file)).toBe(true)
})

test('the signature is named for who cannot see it, and no page shows it', async () => {
  const { pages } = await openPdf(file)
  expect(pages[0]?.elements.filter(({ role }) => role === 'Form')).toHaveLength(1)
  expect(file.toString('latin1')).toContain('/TU (Electronic signature of Third Pillar)')
  expect(file.toString('latin1')).toContain('/Rect [0 595.28 0 595.28]')
})

test('a file weighs at most 60 kB with its signature', async () => {
  for (const name of ['Amina Sow', 'أمينة دروي', 'ኃይለ ገብረሥላሴ']) expect((await draw(name)).length).toBeLessThan(60_000)
})

test('what is downloaded is signed, and twice the same', async () => {
  const app = await startApp()
  const person = await givenEarner(app)
  const code = await givenCertificate(person)
  const file = async () => (await download(app, person, code)).file
  const downloaded = await file()
  expect(checkSignature(downloaded)).toMatchObject({ covered: true, unchanged: true, byIt: true })
  expect((await file()).equals(downloaded)).toBe(true)
})

test('a key from outside has to be RSA and fit its certificate', () => {
  const pem = makeDocumentKey('Ministère', new Date('2026-03-02T00:00:00Z'), 2048)
  expect(readDocumentKey(pem).certificate.subject).toBe('CN=Ministère')
  expect(() => readDocumentKey('nothing')).toThrow(WrongKey)
  expect(() => readDocumentKey(pem.slice(0, pem.indexOf('-----BEGIN CERTIFICATE')))).toThrow('it holds no certificate')
  const other = makeDocumentKey('Other', new Date('2026-03-02T00:00:00Z'), 2048)
  const mixed = pem.slice(0, pem.indexOf('-----BEGIN CERT')) + other.slice(other.indexOf('-----BEGIN CERT'))
  expect(() => readDocumentKey(mixed)).toThrow('belongs to another key')
})

test('the badge is inside the file, the same as the one that is downloaded, and a stranger’s program finds it true', async () => {
  const app = await startApp()
  const person = await givenEarner(app)
  const code = await givenCertificate(person)
  const { file } = await download(app, person, code)
  const inside = (await attachmentsOf(file)).get(`${code}.json`) ?? ''
  expect(inside).toBe((await badgeFile(app, code, 'json')).text)
  expect(await strangersVerdict(app, JSON.parse(inside))).toMatchObject({ verified: true })
})

test('the documents’ key is made at the first start, for its owner alone, and earlier ones are kept', () => {
  const dir = mkdtempSync(join(tmpdir(), 'keys-'))
  const open = () => loadDocumentKeys(dir, null, 'Third Pillar', new Date('2026-03-02T00:00:00Z'))
  const fingerprints = (keys: DocumentKeys) => keys.map(({ certificate }) => certificate.fingerprint256)
  try {
    const first = fingerprints(open())
    expect(statSync(join(dir, 'documents.pem')).mode & 0o777).toBe(0o600)
    expect(fingerprints(open())).toEqual(first)
    renameSync(join(dir, 'documents.pem'), join(dir, 'documents-until-2027-01-31.pem'))
    const later = fingerprints(open())
    expect(later).toHaveLength(2)
    expect(later[1]).toBe(first[0])
    expect(later[0]).not.toBe(first[0])
  } finally {
    rmSync(dir, { recursive: true })
  }
})

test('the documents’ key may come from the settings, with its line breaks written out', () => {
  const pem = makeDocumentKey('Ministry', new Date('2026-03-02T00:00:00Z'), 2048)
  expect(readConfig({ DOCUMENT_KEY: pem.replaceAll('\n', '\\n') }).documentKey?.trim()).toBe(pem.trim())
  expect(() => readConfig({ DOCUMENT_KEY: pem.slice(0, 900) })).toThrow(
    /^DOCUMENT_KEY is something else, but should be an RSA private key and its certificate/,
  )
})
