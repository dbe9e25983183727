import { expect, test } from 'vitest'
import { hashSecret, isId, newCode, newId, newSecret } from '../../server/platform/data/ids.ts'

test('an id is a UUID and never comes twice', () => {
  const ids = Array.from({ length: 1000 }, newId)
  expect(ids.every(isId)).toBe(true)
  expect(new Set(ids).size).toBe(1000)
})

test.for(['', '1', 'x'.repeat(36), `${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}\n`, "'; drop table accounts"])(
  '%j is no id',
  (text) => {
    expect(isId(text)).toBe(false)
  },
)

test('a secret is safe in an address and has at least 128 bits', () => {
  expect(newSecret()).toMatch(/^[A-Za-z0-9_-]{22,}$/)
  expect(newSecret()).not.toBe(newSecret())
})

test('the database keeps the SHA-256 of a secret', () => {
  expect(hashSecret('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('a code is made of groups without characters that look alike', () => {
  expect(newCode()).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}(-[2-9A-HJKMNP-TV-Z]{4}){2}$/)
  expect(newCode(2, 3)).toHaveLength(7)
})
