import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { fromBase58, toBase58 } from '../../server/certificates/badge/base58.ts'
import { encodePng, readTextOfPng } from '../../server/certificates/badge/png.ts'
import { verifyBadge } from '../../server/certificates/badge/verify-badge.ts'
import { startApp } from '../support/app.ts'
import { badgeFile } from './badge-reader.ts'
import { encoded, jwtAnyway, openJwt, proveAnyway, type Words } from './forging.ts'
import { givenCertificate, givenEarner } from './holders.ts'
import { pngWith } from './png-files.ts'

// Everything here is signed with the issuer's own key: only the check that a test is about stands in the way.

async function givenBadge() {
  const app = await startApp()
  const { signing: key, all: keys } = app.app.issuerKeys
  const code = await givenCertificate(await givenEarner(app))
  const badge: Words & { proof: [Words] } = JSON.parse((await badgeFile(app, code, 'json')).text)
  const { proofValue, ...proof } = badge.proof[0]
  const [head, claims] = openJwt((await badgeFile(app, code, 'jwt')).text)
  const outcomeOf = async (file: Uint8Array | string) =>
    (await verifyBadge(file, { publicUrl: app.origin, keys })).outcome
  return { key, keys, badge, proof, proofValue: String(proofValue), head, claims, outcomeOf }
}

test('a JWT is believed for EdDSA alone, whatever its head asks for', async () => {
  const { key, keys, head, claims, outcomeOf } = await givenBadge()
  expect(await outcomeOf(jwtAnyway(head, claims, key))).toBe('ours')
  for (const alg of ['none', 'None', 'HS256', 'ES256', 'RS256', 'eddsa', 'Ed25519', '', null, ['EdDSA']])
    expect(await outcomeOf(jwtAnyway({ ...head, alg }, claims, key)), `${alg}`).toBe('changed')
  const { alg: _, ...noAlgorithm } = head
  expect(await outcomeOf(jwtAnyway(noAlgorithm, claims, key)), 'no algorithm').toBe('changed')

  // As it is tried in earnest, without the key: no signature, the public key as a secret, a key of one's own.
  const signedAs = (alg: string) => `${encoded({ ...head, alg })}.${encoded(claims)}`
  expect(await outcomeOf(`${signedAs('none')}.`)).toBe('unreadable')
  const publicKey = keys[0].publicKey
  const pem = publicKey.export({ type: 'spki', format: 'pem' })
  for (const secret of [pem, publicKey.export({ type: 'spki', format: 'der' }), keys[0].jwk.x, keys[0].multibase]) {
    const seal = createHmac('sha256', secret).update(signedAs('HS256')).digest('base64url')
    expect(await outcomeOf(`${signedAs('HS256')}.${seal}`)).toBe('changed')
  }
  const { privateKey, publicKey: own } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const withOwn = `${encoded({ ...head, alg: 'ES256', jwk: own.export({ format: 'jwk' }) })}.${encoded(claims)}`
  const seal = sign('sha256', Buffer.from(withOwn), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  expect(await outcomeOf(`${withOwn}.${seal.toString('base64url')}`)).toBe('changed')
})

test('the claims of a JWT say what the credential in it says', async () => {
  const { key, head, claims, outcomeOf } = await givenBadge()
  const { jti: _, ...unnamed } = claims
  const { iss: __, ...fromNobody } = claims
  const { nbf: ___, ...timeless } = claims
  const lies: Record<string, Words> = {
    'another number': { ...claims, jti: `${claims.jti}`.replace(/.$/, (last) => (last === '7' ? '8' : '7')) },
    'no number': unnamed,
    'another issuer': { ...claims, iss: 'https://other.example/issuer' },
    'no issuer': fromNobody,
    'somebody in particular': { ...claims, sub: 'did:example:amina' },
    'an earlier day': { ...claims, nbf: Number(claims.nbf) - 86_400 },
    'no day': timeless,
    'a day as text': { ...claims, nbf: `${claims.nbf}` },
    'an end that the credential does not have': { ...claims, exp: 4_000_000_000 },
    'no end where the credential has one': { ...claims, validUntil: '2030-01-01T23:59:59Z' },
  }
  for (const [lie, told] of Object.entries(lies))
    expect(await outcomeOf(jwtAnyway(head, told, key)), lie).toBe('changed')
  const ends = { ...claims, validUntil: '2030-01-01T23:59:59Z', exp: Date.UTC(2030, 0, 1, 23, 59, 59) / 1000 }
  expect(await outcomeOf(jwtAnyway(head, ends, key))).toBe('ours')
})

test('a proof is believed for its own suite and purpose, and with no word more', async () => {
  const { key, badge, proof, outcomeOf } = await givenBadge()
  const outcomeWith = async (changes: Words) =>
    outcomeOf(JSON.stringify(await proveAnyway(badge, key, { ...proof, ...changes })))
  expect(await outcomeWith({})).toBe('ours')
  const others: Words[] = [
    ...['eddsa-jcs-2022', 'eddsa-2022', 'ecdsa-rdfc-2019', 'EdDSA-RDFC-2022'].map((cryptosuite) => ({ cryptosuite })),
    { cryptosuite: undefined },
    { type: ['DataIntegrityProof'] },
    { proofPurpose: 'authentication' },
    { proofPurpose: ['assertionMethod', 'authentication'] },
    { expires: '2020-01-01T00:00:00Z' },
    { domain: 'other.example' },
    { verificationMethod: 'https://other.example/issuer#key' },
  ]
  for (const changes of others) expect(await outcomeWith(changes), JSON.stringify(changes)).toBe('changed')
})

test('the bytes of a proof have one spelling', async () => {
  const { badge, proof, proofValue, outcomeOf } = await givenBadge()
  const outcomeWith = (spelt: unknown) =>
    outcomeOf(JSON.stringify({ ...badge, proof: [{ ...proof, proofValue: spelt }] }))
  expect(await outcomeWith(proofValue)).toBe('ours')
  const bytes = fromBase58(proofValue, 64) ?? Buffer.alloc(0)
  const flickr = '123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ'
  const bitcoin = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
  const inFlickr = proofValue.slice(1).replaceAll(/./g, (letter) => flickr[bitcoin.indexOf(letter)] ?? '')
  const spellings: Record<string, unknown> = {
    'a zero in front': `z1${proofValue.slice(1)}`,
    'no mark': proofValue.slice(1),
    'another mark': `Z${proofValue.slice(1)}`,
    'another order of letters': `z${inFlickr}`,
    'another alphabet': `u${bytes.toString('base64url')}`,
    'figures of sixteen': `f${bytes.toString('hex')}`,
    'a space': `${proofValue} `,
    'a list': [proofValue],
    nothing: '',
  }
  for (const [spelling, spelt] of Object.entries(spellings)) expect(await outcomeWith(spelt), spelling).toBe('changed')
})

test('only its own bytes are read from a text in base58', () => {
  const bytes = Buffer.from('0000ff', 'hex')
  expect(toBase58(bytes)).toBe('z115Q')
  expect(fromBase58('z115Q', 3)).toEqual(bytes)
  expect(fromBase58('z111', 3)).toEqual(Buffer.alloc(3))
  for (const text of ['z15Q', 'z1115Q', 'z5Q', '115Q', 'Z115Q', 'z115q', 'z015Q', 'zO15Q', 'zI15Q', 'zl15Q', 'z115Q-'])
    expect(fromBase58(text, 3), text).toBeNull()
  const long = Buffer.alloc(65, 0xff)
  expect([fromBase58(toBase58(long), 64), fromBase58(toBase58(long), 66)]).toEqual([null, null])
  const start = performance.now()
  expect(fromBase58(`z${'2'.repeat(200_000)}`, 64)).toBeNull()
  expect(performance.now() - start).toBeLessThan(50)
})

test('a text in a picture that unpacks to more than any badge has is not unpacked', async () => {
  const { badge, outcomeOf } = await givenBadge()
  const text = JSON.stringify(badge)
  expect(await outcomeOf(pngWith(`${text}${' '.repeat(10_000)}`, { packed: true }))).toBe('ours')
  expect(await outcomeOf(pngWith(`${text}${' '.repeat(100_000)}`, { packed: true }))).toBe('unreadable')
  const exactly = (length: number) =>
    readTextOfPng(pngWith('x'.repeat(length), { packed: true }), 'openbadgecredential', 1_000)
  expect(exactly(1_000)?.length).toBe(1_000)
  expect(exactly(1_001)).toBeNull()
  // A picture of 256 kB that would be 256 MB: as much as the limit is unpacked, and no more.
  const bomb = pngWith('', { content: deflateSync(Buffer.alloc(2 ** 28)), packed: true })
  const [start, before] = [performance.now(), process.memoryUsage.rss()]
  expect(await outcomeOf(bomb)).toBe('unreadable')
  expect(performance.now() - start).toBeLessThan(200)
  expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 2 ** 20)
})

test('a picture whose text is torn, or comes after more parts than a picture has, has no badge', async () => {
  const { badge, outcomeOf } = await givenBadge()
  const text = JSON.stringify(badge)
  const picture = encodePng(new Uint8Array(3), 1, { openbadgecredential: text })
  expect(await outcomeOf(picture)).toBe('ours')
  const torn = Buffer.from(picture)
  const sum = picture.indexOf(text) + text.length
  torn[sum] = (torn[sum] ?? 0) ^ 1
  expect(await outcomeOf(torn)).toBe('unreadable')
  expect(await outcomeOf(pngWith(text, { before: 1_000 }))).toBe('ours')
  expect(await outcomeOf(pngWith(text, { before: 5_000 }))).toBe('unreadable')
})
