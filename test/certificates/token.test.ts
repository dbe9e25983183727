import { sign, verify } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readScan, readToken, type Token } from '../../public/js/read-token.js'
import { loadIssuerKeys, newIssuerKey } from '../../server/certificates/badge/issuer-keys.ts'
import type { CredentialRecord } from '../../server/certificates/record.ts'
import { tokenHolds, tokenOf } from '../../server/certificates/token/token.ts'
import { newVerificationCode } from '../../server/certificates/verification-code.ts'
import { sampleRecord } from './sample-record.ts'

const keys = loadIssuerKeys('', newIssuerKey())
const issued = (changes: Partial<CredentialRecord> = {}) => sampleRecord({ code: newVerificationCode(), ...changes })
function read(digits: string): Token {
  const token = readToken(digits)
  if ('problem' in token) throw new Error(token.problem)
  return token
}

test.each<[string, Partial<CredentialRecord>]>([
  ['a plain name', {}],
  ['a participation', { kind: 'participation' }],
  ['a last day', { expires_on: '2029-02-01' }],
  ['Amharic', { name: 'አሚና ዳርዌ', course_title: 'ከፊርማው በኋላ' }],
  ['Arabic', { name: 'أمينة بنت عبد الرحمن', course_title: 'بعد التوقيع' }],
])('a token says what the record says, with %s, and its signature holds', (_, changes) => {
  const record = issued(changes)
  const token = read(tokenOf(record, keys))
  const { code, kind, name, course_title, issued_on, expires_on } = record
  expect(token.fields).toMatchObject({ code, kind, name, course_title, title_cut: false, issued_on, expires_on })
  expect(tokenHolds(token, keys.all)).toBe(true)
})

test('the same record gives the same token, and digits are all it has', () => {
  const record = issued()
  expect(tokenOf(record, keys)).toMatch(/^[1-9]\d+$/)
  expect(tokenOf(record, keys)).toBe(tokenOf(record, keys))
})

test('a long title is cut between two letters and says so; a name is whole whatever its length', () => {
  const long = 'ሀ'.repeat(200)
  const { fields } = read(tokenOf(issued({ name: long, course_title: 'é'.normalize('NFD').repeat(80) }), keys))
  expect(fields.name).toBe(long)
  expect(fields.title_cut).toBe(true)
  expect(fields.course_title).toBe('é'.normalize('NFD').repeat(10))
  expect(read(tokenOf(issued({ course_title: 'e'.repeat(97) }), keys)).fields.course_title).toHaveLength(96)
})

test('a reader written after the README alone reads it', () => {
  const record = issued({ expires_on: '2029-02-01' })
  const bytes = Buffer.from(
    BigInt(tokenOf(record, keys))
      .toString(16)
      .padStart(2, '0')
      .replace(/^(?=(..)*.$)/, '0'),
    'hex',
  )
  expect(bytes[0]).toBe(1)
  const bits = BigInt(`0x${bytes.subarray(1, 10).toString('hex')}`)
    .toString(2)
    .padStart(72, '0')
  expect(Number.parseInt(bits.slice(0, 7), 2)).toBe(1 + 2)
  const spelt = Array.from(
    { length: 13 },
    (_, place) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[Number.parseInt(bits.slice(7 + 5 * place, 12 + 5 * place), 2)],
  ).join('')
  expect(spelt).toBe(record.code.replace('TP', '').replaceAll('-', ''))
  const { id, publicKey } = keys.all[0]
  expect(bytes.subarray(10, 14)).toEqual(Buffer.from(id, 'base64url').subarray(0, 4))
  const dayOf = (at: number) => new Date(Date.UTC(2000, 0, 1 + bytes.readUInt16BE(at))).toISOString().slice(0, 10)
  expect([dayOf(14), dayOf(16)]).toEqual([record.issued_on, '2029-02-01'])
  const end = 20 + bytes.readUInt16BE(18)
  expect(bytes.subarray(20, end).toString()).toBe(record.name)
  expect(bytes.subarray(end, -64).toString()).toBe(record.course_title)
  const signed = Buffer.concat([Buffer.from('third-pillar certificate token'), bytes.subarray(0, -64)])
  expect(verify(null, signed, publicKey, bytes.subarray(-64))).toBe(true)
})

test('no digit can be changed, and none added or left out', () => {
  const digits = tokenOf(issued(), keys)
  for (let place = 0; place < digits.length; place += 1) {
    const changed = `${digits.slice(0, place)}${(Number(digits[place]) + 1) % 10}${digits.slice(place + 1)}`
    const shorter = digits.slice(0, place) + digits.slice(place + 1)
    for (const other of [changed, shorter, `${digits}0`, `0${digits}`]) {
      const token = readToken(other)
      if (!('problem' in token)) expect(tokenHolds(token, keys.all)).not.toBe(true)
    }
  }
})

test('any text and any number is read without a fault', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
      readToken(BigInt(`0x01${Buffer.from(bytes).toString('hex')}`).toString())
    }),
  )
  fc.assert(fc.property(fc.string(), (text) => void readToken(readScan(text).token)))
  expect(readToken(null)).toEqual({ problem: 'none' })
  expect(readToken('')).toEqual({ problem: 'none' })
  expect(readToken('1'.repeat(8000))).toEqual({ problem: 'broken' })
  expect(readToken('12')).toEqual({ problem: 'newer' })
  expect(readToken('256')).toEqual({ problem: 'broken' })
})

test('what an earlier key signed still holds, and what somebody else’s signed is said to be of no key of ours', () => {
  const other = loadIssuerKeys('', newIssuerKey())
  const token = read(tokenOf(issued(), other))
  expect(tokenHolds(token, keys.all)).toBeNull()
  expect(tokenHolds(token, [keys.all[0], other.all[0]])).toBe(true)
  const renamed = { ...token, fields: { ...token.fields, key: read(tokenOf(issued(), keys)).fields.key } }
  expect(tokenHolds(renamed, keys.all)).toBe(false)
})

test('a token is signed for its purpose: its bytes alone, signed by the same key, are none', () => {
  const token = read(tokenOf(issued(), keys))
  const bare = token.signed.slice('third-pillar certificate token'.length)
  expect(tokenHolds({ ...token, signature: new Uint8Array(sign(null, bare, keys.signing)) }, keys.all)).toBe(false)
})

test.each([
  ['https://learn.example.org/verify/TP-7K4M-20XD-1HRC-X#1', 'learn.example.org', 'TP-7K4M-20XD-1HRC-X', null],
  [' http://127.0.0.1:3000/verify/tp-7k4m-20xd-1hrc-x\n', '127.0.0.1:3000', 'TP-7K4M-20XD-1HRC-X', null],
  ['TP-7K4M-20XD-1HRC-X', null, 'TP-7K4M-20XD-1HRC-X', null],
  ['https://example.org/join/ABC', null, null, null],
  ['9'.repeat(200), null, null, '9'.repeat(200)],
  [
    `https://a.example/verify/TP-7K4M-20XD-1HRC-X#${'12 '.repeat(60)}`,
    'a.example',
    'TP-7K4M-20XD-1HRC-X',
    '12'.repeat(60),
  ],
])('of %s the host, the number and the token are found', (text, host, code, token) => {
  expect(readScan(text)).toEqual({ host, code, token })
})
