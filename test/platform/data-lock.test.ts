import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DataDirInUse, lockDataDir } from '../../server/platform/data/data-lock.ts'

const module = new URL('../../server/platform/data/data-lock.ts', import.meta.url).href
const children: ChildProcess[] = []
let base: string
let directory: string
let file: string

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'lock-'))
  directory = join(base, 'database')
  file = `${directory}.lock`
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(base, { recursive: true })
})

/** Another process that takes the lock, says 'held' or the refusal, and ends when its input does. */
function other(directoryOfIt = directory) {
  const script = `const { lockDataDir } = await import(${JSON.stringify(module)})
    try { lockDataDir(${JSON.stringify(directoryOfIt)}); console.log('held') } catch (error) { console.log(error.message) }
    process.stdin.resume()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  const said = once(child.stdout, 'data').then(([data]) => String(data).trim())
  return { child, said }
}

test('a second process is refused, with the number of the first', async () => {
  const first = other()
  expect(await first.said).toBe('held')
  expect(() => lockDataDir(directory)).toThrow(DataDirInUse)
  expect(() => lockDataDir(directory)).toThrow(`in use by process ${first.child.pid}.`)
})

test('a clean exit leaves no lock, a killed process leaves one that is taken over', async () => {
  const clean = other()
  await clean.said
  clean.child.stdin.end()
  await once(clean.child, 'exit')
  expect(existsSync(file)).toBe(false)

  const killed = other()
  await killed.said
  killed.child.kill('SIGKILL')
  await once(killed.child, 'exit')
  expect(existsSync(file)).toBe(true)
  lockDataDir(directory)()
  expect(existsSync(file)).toBe(false)
})

test('of five processes that find the same stale lock, one gets it', async () => {
  writeFileSync(file, JSON.stringify({ id: 'old', host: hostname(), pid: 2 ** 30, startedAt: '1' }))
  const said = await Promise.all(Array.from({ length: 5 }, () => other().said))
  expect(said.filter((text) => text === 'held')).toHaveLength(1)
})

test('this process does not get the lock twice, and gives back only its own', () => {
  const release = lockDataDir(directory)
  expect(() => lockDataDir(directory)).toThrow(`process ${process.pid}`)
  const content = readFileSync(file, 'utf8').replace(/"id":"[^"]+"/, '"id":"someone-else"')
  writeFileSync(file, content)
  release()
  expect(existsSync(file)).toBe(true)
})

test.skipIf(!existsSync('/proc/self/stat'))(
  'a process that only inherited the number is not taken for the holder',
  () => {
    writeFileSync(file, JSON.stringify({ id: 'old', host: hostname(), pid: process.pid, startedAt: '1' }))
    expect(() => lockDataDir(directory)()).not.toThrow()
  },
)

test('a holder on another machine counts while it touches the file', () => {
  writeFileSync(file, JSON.stringify({ id: 'old', host: 'elsewhere', pid: 1, startedAt: null }))
  expect(() => lockDataDir(directory)).toThrow('process 1 on elsewhere')
  utimesSync(file, 0, 0)
  expect(() => lockDataDir(directory)()).not.toThrow()
})
