import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { readConfig } from '../../server/config.ts'
import { embeddedDir } from '../../server/platform/data/embedded.ts'

const root = resolve(import.meta.dirname, '../..')
const dir = mkdtempSync(join(tmpdir(), 'start-'))
const running = new Set<ChildProcess>()
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

type Started = {
  child: ChildProcess
  said(): string
  until(text: string): Promise<void>
  ended: Promise<number | null>
}

/** The real program, as an operator starts it. */
function start(settings: Record<string, string>, script = ['server/main.ts']): Started {
  const { PATH = '' } = process.env
  const env = { PATH, DATA_DIR: join(dir, 'data'), ...settings }
  const child = spawn(process.execPath, script, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  let text = ''
  const hear = (chunk: Buffer) => {
    text += chunk
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const ended = new Promise<number | null>((done) => child.once('close', (code) => done(code)))
  ended.then(() => running.delete(child))
  const until = (wanted: string) =>
    new Promise<void>((done, fail) => {
      const look = () => text.includes(wanted) && done()
      child.stdout.on('data', look)
      child.once('close', () => fail(new Error(`It ended without saying "${wanted}":\n${text}`)))
      look()
    })
  return { child, said: () => text, until, ended }
}

const freePort = () =>
  new Promise<string>((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(String(typeof address === 'object' && address ? address.port : 0)))
    })
  })

test('an empty installation prints a link that makes the first administrator, once, and ends politely', async () => {
  const PORT = await freePort()
  const program = start({ PORT })
  await program.until('Third Pillar is at')
  expect(program.said()).not.toMatch(/warning|error|^\s+at /im)
  const origin = `http://127.0.0.1:${PORT}`
  const link = /http\S+first-administrator\S+/.exec(program.said())?.[0] ?? ''
  expect(link.startsWith(origin)).toBe(true)
  expect(await (await fetch(link)).text()).toContain('The first administrator')
  const person = { name: 'Ada M', email: 'ada@mines.example', password: 'a sentence to remember', country_code: 'LR' }
  const body = new URLSearchParams({
    ...person,
    institution: 'Mines',
    sex: 'undisclosed',
    language: 'en',
    consent: 'yes',
  })
  const make = () => fetch(link, { method: 'POST', body, redirect: 'manual', headers: { origin } })
  const made = await make()
  expect([made.status, made.headers.get('location')]).toEqual([303, '/admin'])
  const cookie = made.headers.getSetCookie().join('; ')
  expect((await fetch(`${origin}/admin`, { headers: { cookie }, redirect: 'manual' })).status).toBe(200)
  expect((await make()).status).toBe(410)
  expect(existsSync(`${embeddedDir(join(dir, 'data'))}.lock`)).toBe(true)

  const second = start({ PORT: await freePort() })
  expect(await second.ended).toBe(1)
  expect(second.said()).toMatch(/data directory .* is in use by .*\d/)

  program.child.kill('SIGTERM')
  expect(await program.ended).toBe(0)
  expect(existsSync(`${embeddedDir(join(dir, 'data'))}.lock`)).toBe(false)
  const again = start({ PORT })
  await again.until('Third Pillar is at')
  expect(again.said()).not.toContain('first-administrator')
  again.child.kill('SIGINT')
  expect(await again.ended).toBe(0)
}, 90_000)

test.each([
  [{ PORT: 'abc' }, 'PORT is "abc", but should be a port from 0 to 65535.'],
  [{ PUBLIC_URL: 'ftp://x' }, 'PUBLIC_URL is "ftp://x"'],
  [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL is "mysql://x"'],
  [{ TRUST_PROXY: 'perhaps' }, 'TRUST_PROXY is "perhaps", but should be yes or no.'],
])('the setting %o is refused with a sentence', (settings, sentence) => {
  expect(() => readConfig(settings)).toThrow(sentence)
})

test.each([
  [{ PORT: 'abc' }, 'PORT is "abc", but should be a port from 0 to 65535.'],
  [{ DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none' }, 'Cannot use the PostgreSQL database at 127.0.0.1:9/none'],
])('the setting %o stops the program with a sentence', async (settings, sentence) => {
  const program = start({ ...settings, DATA_DIR: join(dir, 'unused') })
  expect(await program.ended).toBe(1)
  expect(program.said()).toContain(sentence)
  expect(program.said()).not.toMatch(/^\s+at /m)
})

test('a course with a mistake stops the start, and the checker, with file and line', async () => {
  const coursesDir = join(dir, 'courses')
  mkdirSync(join(coursesDir, 'broken'), { recursive: true })
  writeFileSync(join(coursesDir, 'broken/course.yaml'), 'order: 1\nphase: prepar\n')
  const program = start({ COURSES_DIR: coursesDir })
  expect(await program.ended).toBe(1)
  expect(program.said()).toMatch(/courses\/broken\/course\.yaml:2 /)
  const check = start({}, ['server/cli.ts', 'courses:check', coursesDir])
  expect(await check.ended).toBe(1)
  expect(check.said()).toMatch(/courses\/broken\/course\.yaml:2 /)
  const sound = start({}, ['server/cli.ts', 'courses:check'])
  expect(await sound.ended).toBe(0)
  expect(sound.said()).toMatch(/no mistakes/)
})

test('a command that there is not is told which there are', async () => {
  const command = start({}, ['server/cli.ts', 'migrat'])
  expect(await command.ended).toBe(1)
  expect(command.said()).toContain('There are: migrate, backup, restore, courses:check, create-admin.')
})
