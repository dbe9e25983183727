import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { badgeOf } from '../../server/certificates/badge/badge.ts'
import { loadIssuerKeys, newIssuerKey } from '../../server/certificates/badge/issuer-keys.ts'
import { badgeAsJwt, signedBadge } from '../../server/certificates/badge/signed-badge.ts'
import { verifyBadge } from '../../server/certificates/badge/verify-badge.ts'
import { type CredentialRecord, textsAllIn } from '../../server/certificates/record.ts'
import { newVerificationCode } from '../../server/certificates/verification-code.ts'
import { readConfig } from '../../server/config.ts'
import { startApp } from '../support/app.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'keys-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const publicUrl = 'https://learn.example.org'
const record: CredentialRecord = {
  code: newVerificationCode(),
  kind: 'achievement',
  participation: null,
  name: 'Amina Darwe',
  course_title: 'Before the table',
  course_summary: 'What has to be settled first.',
  phase: 'prepare',
  hours: 5,
  lessons: 8,
  objectives: ['Write a mandate'],
  modules: [],
  pass_mark_scaled: 0.7,
  score_raw: 11,
  score_max: 12,
  language: 'en',
  texts_in: textsAllIn('en'),
  also: null,
  issued_on: '2026-03-02',
  expires_on: null,
  issuer: 'Third Pillar',
  signatories: [],
  programme: null,
  cohort: null,
  content_hash: 'a'.repeat(64),
}
const issued = { record, course: 'before-the-table', issued_at: new Date('2026-03-02T09:00:00Z'), status_index: 7 }

test('the key is made at the first start, for its owner alone, and is the same at the next', () => {
  const first = loadIssuerKeys(dir, null)
  expect(statSync(join(dir, 'issuer.pem')).mode & 0o777).toBe(0o600)
  expect(loadIssuerKeys(dir, null).all.map(({ id }) => id)).toEqual(first.all.map(({ id }) => id))
})

test('what an earlier key signed is ours as long as its file is kept, whole or only its public half', async () => {
  const before = loadIssuerKeys(dir, null)
  const old = await signedBadge(issued, before, publicUrl)
  const oldJwt = badgeAsJwt(issued, before, publicUrl)
  renameSync(join(dir, 'issuer.pem'), join(dir, 'issuer-until-2027-01-31.pem'))
  const after = loadIssuerKeys(dir, null)
  expect(after.all[0].id).not.toBe(before.all[0].id)
  const outcomes = (keys: typeof after.all) =>
    Promise.all([old, oldJwt].map(async (file) => (await verifyBadge(file, { publicUrl, keys })).outcome))
  expect(await outcomes(after.all)).toEqual(['ours', 'ours'])

  const publicHalf = createPublicKey(readFileSync(join(dir, 'issuer-until-2027-01-31.pem'), 'utf8'))
  writeFileSync(join(dir, 'issuer-until-2027-01-31.pem'), publicHalf.export({ type: 'spki', format: 'pem' }))
  expect(await outcomes(loadIssuerKeys(dir, null).all)).toEqual(['ours', 'ours'])
  expect(await outcomes([after.all[0]])).toEqual(['changed', 'changed'])
  const today = await signedBadge(issued, after, publicUrl)
  expect((await verifyBadge(today, { publicUrl, keys: after.all })).outcome).toBe('ours')
})

test('a key that is given is used, nothing is written, and earlier ones are still read', () => {
  const pem = newIssuerKey()
  expect(loadIssuerKeys(join(dir, 'none'), pem).all).toHaveLength(1)
  loadIssuerKeys(dir, null)
  renameSync(join(dir, 'issuer.pem'), join(dir, 'issuer-until-first.pem'))
  expect(loadIssuerKeys(dir, pem).all).toHaveLength(2)
  expect(readConfig({ ISSUER_KEY: pem.trim().replaceAll('\n', '\\n') }).issuerKey).toBe(pem.trim())
})

test('a key that is none stops the start with a sentence, and the sentence does not show it', () => {
  writeFileSync(join(dir, 'issuer.pem'), 'no key')
  expect(() => loadIssuerKeys(dir, null)).toThrow('should hold an Ed25519 key')
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const other = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  expect(() => readConfig({ ISSUER_KEY: other })).toThrow(
    /^ISSUER_KEY is something else, but should be an Ed25519 private key/,
  )
})

test('the issuer’s addresses give the same keys to every kind of reader', async () => {
  const { app, origin } = await startApp()
  const get = async (url: string) => (await app.inject(url)).json()
  const [key] = app.issuerKeys.all
  const address = `${origin}/issuer/keys/${key.id}`
  expect(await get('/issuer')).toMatchObject({ id: `${origin}/issuer`, type: ['Profile'], assertionMethod: [address] })
  const method = { controller: 'did:web:third-pillar.test', publicKeyMultibase: key.multibase }
  expect(await get('/.well-known/did.json')).toMatchObject({ id: method.controller, verificationMethod: [method] })
  expect(await get('/.well-known/jwks.json')).toEqual({
    keys: [{ ...key.jwk, alg: 'EdDSA', use: 'sig', kid: address }],
  })
  expect((await app.inject('/issuer/keys/x')).statusCode).toBe(404)
  expect(JSON.stringify([await get('/issuer'), await get(`/issuer/keys/${key.id}`)])).not.toContain('"d"')
})

test('an older record, which does not say where on the roadmap it stands, makes a badge without alignment', () => {
  expect(JSON.stringify(badgeOf(issued, publicUrl))).not.toContain('lignment')
})

test('one that does is aligned with the page of its step, where the portal has one', () => {
  const { record } = issued
  const badge = badgeOf(
    { ...issued, record: { ...record, portal: { stage: 2, step: 'Feasibility Studies' } } },
    publicUrl,
  )
  const targetUrl = 'https://negotiationsupport.org/roadmap/conduct-feasibility-studies'
  expect(badge.credentialSubject.achievement).toMatchObject({
    alignment: [{ targetName: 'Feasibility Studies', targetUrl }],
  })
})
