import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Ajv2019 } from 'ajv/dist/2019.js'
import formats from 'ajv-formats'
import { expect, test } from 'vitest'
import { newVerificationCode } from '../../server/certificates/verification-code.ts'
import { limits } from '../../server/platform/web/limits.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { badgeFile, readByJose, strangersVerdict } from './badge-reader.ts'
import { givenCertificate, givenEarner } from './holders.ts'

const oracle = resolve(import.meta.dirname, '../../../shared/oracles/openbadges')
const endings = ['json', 'jwt', 'png', 'svg'] as const

test('a badge says what was issued, and its proof holds for a program that is not ours', async () => {
  const app = await startApp()
  const code = await givenCertificate(await givenEarner(app))
  const { status, headers, text } = await badgeFile(app, code, 'json')
  expect(status).toBe(200)
  expect(headers['x-robots-tag']).toBe('noindex')
  const badge = JSON.parse(text)
  expect(badge).toMatchObject({
    id: `${app.origin}/verify/${code}`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: { id: `${app.origin}/issuer`, name: 'Third Pillar', url: app.origin },
    validFrom: '2026-03-02T09:00:00Z',
    credentialSubject: {
      identifier: [{ identityHash: 'Amina Darwe', identityType: 'name' }],
      result: [{ value: '11' }],
      achievement: {
        name: 'Before the table: mandate, team, advisers',
        criteria: { id: `${app.origin}/courses/before-the-table` },
        alignment: [{ targetName: 'Assemble a Negotiation Team', targetUrl: 'https://negotiationsupport.org/' }],
      },
    },
    proof: [{ cryptosuite: 'eddsa-rdfc-2022', created: '2026-03-02T09:00:00Z' }],
  })
  expect(badge.credentialSubject.achievement.criteria.narrative).toContain('the final quiz with at least 70%')
  expect(text).not.toContain('@mines')
  expect(await strangersVerdict(app, badge)).toMatchObject({ verified: true })
  badge.credentialSubject.identifier[0].identityHash = 'Amina Darwa'
  expect(await strangersVerdict(app, badge)).toMatchObject({ verified: false })
})

test('the same badge as a JWT is read by jose with the keys that are published', async () => {
  const app = await startApp()
  const code = await givenCertificate(await givenEarner(app))
  const { text, headers } = await badgeFile(app, code, 'jwt')
  expect(headers['content-type']).toContain('application/jwt')
  const { payload, protectedHeader } = await readByJose(app, text, app.clock.now())
  const { proof: _, ...badge } = JSON.parse((await badgeFile(app, code, 'json')).text)
  const claims = { iss: `${app.origin}/issuer`, jti: badge.id, nbf: Date.parse('2026-03-02T09:00:00Z') / 1000 }
  expect(payload).toEqual({ ...badge, ...claims })
  expect(protectedHeader).toMatchObject({ alg: 'EdDSA', typ: 'JWT' })
  const key = (await app.app.inject(new URL(protectedHeader.kid ?? '').pathname)).json()
  const { keys } = (await app.app.inject('/.well-known/jwks.json')).json()
  expect(key).toMatchObject({ kty: 'OKP', crv: 'Ed25519', x: keys[0].x, type: 'Multikey' })
  await expect(readByJose(app, text.replace(/\.(.)/, '.X$1'), app.clock.now())).rejects.toThrow()
})

test.skipIf(!existsSync(oracle))('a badge fits the official schema of Open Badges 3.0', async () => {
  const app = await startApp()
  const code = await givenCertificate(await givenEarner(app))
  const ajv = new Ajv2019({ strict: false, allErrors: true })
  formats.default(ajv)
  const schema = JSON.parse(readFileSync(join(oracle, 'ob_v3p0_achievementcredential_schema.json'), 'utf8'))
  const fits = ajv.compile(schema)
  const badge = JSON.parse((await badgeFile(app, code, 'json')).text)
  expect(fits(badge) ? [] : fits.errors).toEqual([])
  badge.type = ['VerifiableCredential']
  expect(fits(badge)).toBe(false)
})

test('a badge that ends says so, and a badge of participation has no score', async () => {
  const app = await startApp()
  const code = await givenCertificate(await givenEarner(app))
  await change(app, (record) => ({ ...record, kind: 'participation', expires_on: '2027-03-01', language: 'fr' }))
  const badge = JSON.parse((await badgeFile(app, code, 'json')).text)
  expect(badge.validUntil).toBe('2027-03-01T23:59:59Z')
  expect(badge.credentialSubject.result).toBeUndefined()
  expect(badge.credentialSubject.achievement).toMatchObject({ achievementType: 'CertificateOfCompletion' })
  expect(badge.credentialSubject.achievement.criteria.narrative).toContain('La part des activités')
  expect(await strangersVerdict(app, badge)).toMatchObject({ verified: true })
  const { payload } = await readByJose(app, (await badgeFile(app, code, 'jwt')).text, app.clock.now())
  expect(payload.exp).toBe(Date.parse('2027-03-01T23:59:59Z') / 1000)
})

test('asking twice gives the same bytes in every form', async () => {
  const app = await startApp()
  const code = await givenCertificate(await givenEarner(app))
  for (const ending of endings) {
    const first = await badgeFile(app, code, ending)
    app.clock.pass(3 * 86_400_000)
    expect((await badgeFile(app, code, ending)).file.equals(first.file), ending).toBe(true)
    expect(first.headers['content-disposition']).toBe(`attachment; filename="${code}.${ending}"`)
  }
})

test('a code that nobody holds, and one that cannot be, are not found, and nothing is said of revocation', async () => {
  const app = await startApp()
  for (const ending of endings)
    for (const code of [newVerificationCode(), 'TP-7K4M-2QXD-9HRC-9', 'x'.repeat(150)]) {
      const { status, text } = await badgeFile(app, code, ending)
      expect(status).toBe(404)
      expect(text).not.toMatch(/revoked/i)
    }
})

test('who tries many codes is slowed down', async () => {
  const app = await startApp()
  let status = 0
  for (let tried = 0; tried <= limits.verification.max; tried += 1)
    status = (await badgeFile(app, newVerificationCode(), 'jwt')).status
  expect(status).toBe(429)
})

test('who left takes the badge along: its files are no longer given', async () => {
  const app = await startApp()
  const code = await givenCertificate(await givenEarner(app))
  await app.db.updateTable('credentials').set({ learner_id: null }).execute()
  for (const ending of endings) expect((await badgeFile(app, code, ending)).status).toBe(404)
})

test('a bit of the status list is set once a credential is revoked or replaced, and the list is signed', async () => {
  const app = await startApp()
  const revoked = await givenCertificate(await givenEarner(app))
  const stands = await givenCertificate(await givenEarner(app, { name: 'Second Earner' }))
  const replaced = await givenCertificate(await givenEarner(app, { name: 'Third Earner' }))
  expect(await bitsOf(app, [revoked, stands, replaced])).toEqual([false, false, false])
  const at = (code: string) => app.db.updateTable('credentials').where('code', '=', code)
  await at(revoked).set({ revoked_at: app.clock.now(), revocation_reason: 'issued_in_error' }).execute()
  expect(await bitsOf(app, [revoked, stands, replaced])).toEqual([true, false, false])
  await at(replaced).set({ replaced_at: app.clock.now(), replacement_kind: 'correction' }).execute()
  expect(await bitsOf(app, [revoked, stands, replaced])).toEqual([true, false, true])

  const list = (await app.app.inject('/status/0')).payload
  expect(await strangersVerdict(app, JSON.parse(list))).toMatchObject({ verified: true })
  app.clock.pass(86_400_000)
  expect((await app.app.inject('/status/0')).payload).toBe(list)
  for (const none of ['1', '00', '-1', 'x', '1e9', '99999999999999999999'])
    expect((await app.app.inject(`/status/${none}`)).statusCode, none).toBe(404)
})

test('the holder’s page leads to the badge as a file and as pictures', async () => {
  const app = await startApp()
  const holder = await givenEarner(app)
  const code = await givenCertificate(holder)
  const page = await holder.get('/certificates')
  for (const ending of ['json', 'png', 'svg']) expect(page.text).toContain(`href="/certificates/${code}.${ending}"`)
})

/** The bit of each credential, found as a stranger finds it: by the address that its badge gives. */
async function bitsOf(app: TestApp, codes: string[]): Promise<boolean[]> {
  const found: boolean[] = []
  for (const code of codes) {
    const { credentialStatus } = JSON.parse((await badgeFile(app, code, 'json')).text)
    const list = (await app.app.inject(credentialStatus.statusListCredential.replace(app.origin, ''))).json()
    const bytes = gunzipSync(Buffer.from(list.credentialSubject.encodedList.slice(1), 'base64url'))
    expect(bytes.length * 8).toBeGreaterThanOrEqual(131_072)
    const place = Number(credentialStatus.statusListIndex)
    found.push(((bytes[place >> 3] ?? 0) & (0x80 >> (place & 7))) !== 0)
  }
  return found
}

type Fields = Record<string, unknown>
async function change(app: TestApp, to: (record: Fields) => Fields): Promise<void> {
  const { record } = await app.db.selectFrom('credentials').select('record').executeTakeFirstOrThrow()
  const changed = JSON.stringify(to({ ...record }))
  await app.db
    .updateTable('credentials')
    .set({ record: changed } as never)
    .execute()
}
