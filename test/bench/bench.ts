import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { loadCourses } from '../../server/catalogue/load-courses.ts'
import { itemTypes } from '../../server/quizzes/item-types.ts'
import { type Place, startProgram } from '../kill/program.ts'
import { onPostgres } from '../support/database.ts'
import { startPostgres } from '../support/postgres.ts'
import { measureCertificates } from './certificates.ts'
import { measureSpeed, type Speed, sizeOf } from './measure.ts'
import { lessonPage, listPages, reportPage } from './pages.ts'
import { serve } from './serve.ts'

// `npm run bench [-- SECONDS]`: what pages cost, as a share of what the same process does for the least answer there
// is. Ratios of one run can be compared between machines; requests per second cannot.

const seconds = Number(process.argv[2] ?? 3)
const missed = new Set<string>()

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
const percent = (share: number) => `${(share * 100).toFixed(1)} %`

/** Says a budget beside its figure, and remembers one that is missed. */
function budget(what: string, words: string, met: boolean): string {
  if (!met) missed.add(what)
  return `${words}: ${met ? 'met' : 'MISSED'}`
}

async function benchOn(engine: string, place: Place, leastLesson: number) {
  console.log(`\nOn ${engine}, 20 connections, ${seconds} s each, with the demo's people`)
  const served = await serve(place)
  try {
    const pages = await listPages(served.app)
    const before = await measureSpeed(served, { url: served.hello, seconds })
    const speeds: Speed[] = []
    for (const { url, cookie } of pages) speeds.push(await measureSpeed(served, { url, cookie, seconds }))
    const after = await measureSpeed(served, { url: served.hello, seconds })
    const hello = (before.perSecond + after.perSecond) / 2 // other work on the machine shows as a difference of the two
    const drift = `${Math.round(before.perSecond)}/s before, ${Math.round(after.perSecond)}/s after the pages`

    console.log(row(['', 'requests', 'to hello', 'processor', 'page', 'first visit']))
    console.log(row(['bare JSON hello', `${Math.round(hello)}/s`, '100 %', micro(after), '', '', drift]))
    for (const [index, page] of pages.entries()) {
      const speed = speeds[index] ?? after
      const share = speed.perSecond / hello
      const bytes = await sizeOf(page.url, page.cookie)
      const first = bytes + (await Promise.all(page.assets.map((url) => sizeOf(url)))).reduce((a, b) => a + b, 0)
      const said = [
        page.name === lessonPage &&
          budget(`speed of a lesson on ${engine}`, `at least ${percent(leastLesson)}`, share >= leastLesson),
        page.name !== reportPage && budget(`size of ${page.name}`, 'first visit at most 14 kB', first <= 14_000),
      ]
      const figures = [
        `${Math.round(speed.perSecond)}/s`,
        percent(share),
        micro(speed),
        kilobytes(bytes),
        kilobytes(first),
      ]
      console.log(row([page.name, ...figures, said.filter(Boolean).join('; ')]))
    }
  } finally {
    await served.stop()
  }
}

const micro = ({ processor }: Speed) => `${Math.round(processor)} µs`

const row = ([name = '', perSecond = '', share = '', processor = '', page = '', first = '', said = '']: string[]) =>
  `  ${name.padEnd(18)}${perSecond.padStart(10)}${share.padStart(10)}${processor.padStart(11)}${page.padStart(10)}${first.padStart(12)}  ${said}`.trimEnd()

async function benchStart(place: Place) {
  const times: number[] = []
  for (let n = 0; n < 3; n += 1) {
    const program = await startProgram(place)
    times.push(program.startedIn)
    await program.stop()
  }
  const best = Math.min(...times)
  const all = times.map((time) => Math.round(time)).join(', ')
  console.log(`\nStart, warm, embedded, all courses: ${all} ms; ${budget('start', 'at most 2 s', best <= 2_000)}`)
}

async function benchFiles() {
  const { catalogue } = loadCourses(resolve(import.meta.dirname, '../../courses'), itemTypes)
  for (const course of catalogue.list()) {
    const { milliseconds, bytes } = await measureCertificates(course)
    const said = budget('certificate', 'at most 30 ms and 60 kB', milliseconds <= 30 && bytes <= 60_000)
    console.log(`Certificate of ${course.slug}: ${milliseconds.toFixed(1)} ms, ${kilobytes(bytes)}; ${said}`)
  }
}

async function onPostgresql() {
  const given = process.env.TEST_DATABASE_URL
  const server = given ? null : await startPostgres()
  const serverUrl = given ?? server?.url
  if (!serverUrl) {
    console.log(`\nNot on PostgreSQL: ${server && 'reason' in server ? server.reason : 'there is none'}.`)
    return
  }
  const name = `bench_${process.pid}_${randomInt(1e6)}`
  const url = new URL(serverUrl)
  url.pathname = name
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-'))
  try {
    await onPostgres(serverUrl, `create database ${name}`)
    await benchOn('PostgreSQL', { dataDir, databaseUrl: url.href }, 0.1)
  } finally {
    await onPostgres(serverUrl, `drop database if exists ${name} with (force)`)
    await rm(dataDir, { recursive: true, force: true })
    if (server?.url) await server.stop()
  }
}

async function main() {
  if (!(seconds >= 1 && seconds <= 60)) throw new Error('Give the seconds for each page, from 1 to 60.')
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-'))
  try {
    await benchOn('the embedded database', { dataDir, databaseUrl: null }, 0.05)
    await onPostgresql()
    await benchStart({ dataDir, databaseUrl: null })
    await benchFiles()
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
  console.log(missed.size === 0 ? '\nEvery budget is met.' : `\nMissed: ${[...missed].join(', ')}.`)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
