import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { keyFile } from '../../server/platform/data/key-file.ts'

test('a key is made once, is the same ever after, and is readable by its owner alone', () => {
  const dir = join(mkdtempSync(join(tmpdir(), 'keys-')), 'keys')
  onTestFinished(() => rmSync(join(dir, '..'), { recursive: true }))
  let made = 0
  const make = () => {
    made += 1
    return `secret ${made}`
  }
  expect([keyFile(dir, 'one.pem', make), keyFile(dir, 'one.pem', make), keyFile(dir, 'two.pem', make)]).toEqual([
    'secret 1',
    'secret 1',
    'secret 2',
  ])
  expect(readdirSync(dir)).toEqual(['one.pem', 'two.pem'])
  expect(statSync(join(dir, 'one.pem')).mode & 0o777).toBe(0o600)
  expect(statSync(dir).mode & 0o777).toBe(0o700)
})

test('of two that make a key at once both have the one that came first', () => {
  const dir = mkdtempSync(join(tmpdir(), 'keys-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const second = keyFile(dir, 'one.pem', () => {
    keyFile(dir, 'one.pem', () => 'the first')
    return 'the second'
  })
  expect(second).toBe('the first')
})
