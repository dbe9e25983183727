import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { loadCourses } from '../../server/catalogue/load-courses.ts'
import { itemTypes } from '../../server/quizzes/item-types.ts'
import { exitOnSignals, type Place, startProgram } from '../kill/program.ts'
import { onPostgres } from '../support/database.ts'
import { startPostgres } from '../support/postgres.ts'
import { measureCertificates } from './certificates.ts'
import { benchCohortCertificates } from './cohort-certificates.ts'
import { benchGradebook } from './gradebook.ts'
import { measureSpeed, median, type Speed, sizeOf } from './measure.ts'
import { lessonPage, listPages, type MeasuredPage, reportPage } from './pages.ts'
import { type Served, serve } from './serve.ts'

// `npm run bench [-- SECONDS]`: what pages cost, as a share of what the same process does for the least answer there
// is. Ratios of one run can be compared between machines; requests per second cannot. `npm run bench -- gradebook`: a
// large gradebook alone. `npm run bench -- certificates`: a cohort's certificates in one file.

const asked = process.argv[2]
const seconds = Number(asked ?? 3)
const missed = new Set<string>()

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
const percent = (share: number) => `${(share * 100).toFixed(1)} %`

/** Says a budget beside its figure, and remembers one that is missed. */
function budget(what: string, words: string, met: boolean): string {
  if (!met) missed.add(what)
  return `${words}: ${met ? 'met' : 'MISSED'}`
}

/** A second of hello on either side of every page: other work on the machine slows the three alike. */
async function measureAll(served: Served, pages: MeasuredPage[]) {
  const hellos = [await measureSpeed(served, { url: served.hello, seconds: 1 })]
  const speeds: { page: MeasuredPage; speed: Speed; share: number }[] = []
  for (const page of pages) {
    await measureSpeed(served, { ...page, seconds: 1 })
    const before = await measureSpeed(served, { url: served.hello, seconds: 1 })
    const speed = await measureSpeed(served, { ...page, seconds })
    const after = await measureSpeed(served, { url: served.hello, seconds: 1 })
    hellos.push(before, after)
    speeds.push({ page, speed, share: speed.perSecond / ((before.perSecond + after.perSecond) / 2) })
  }
  const warm = hellos.slice(1)
  const hello: Speed = {
    perSecond: median(warm.map(({ perSecond }) => perSecond)),
    processor: median(warm.map(({ processor }) => processor)),
  }
  return { hello, speeds }
}

async function benchOn(engine: string, place: Place, leastLesson: number) {
  console.log(`\nOn ${engine}, 20 connections, ${seconds} s each, with the demo's people`)
  const served = await serve(place)
  try {
    const { hello, speeds } = await measureAll(served, await listPages(served.app))
    console.log(row('', ['requests', 'to hello', 'processor', 'to hello', 'page', 'first visit']))
    console.log(row('bare JSON hello', [`${Math.round(hello.perSecond)}/s`, '100 %', micro(hello), '100 %']))
    const sizes = new Map<string, number>()
    for (const { page, speed, share } of speeds) {
      for (const url of page.assets) sizes.set(url, sizes.get(url) ?? (await sizeOf(url)))
      const bytes = await sizeOf(page.url, page.cookie)
      const first = bytes + page.assets.reduce((sum, url) => sum + (sizes.get(url) ?? 0), 0)
      const said = [
        page.name === lessonPage &&
          budget(`speed of a lesson on ${engine}`, `at least ${percent(leastLesson)}`, share >= leastLesson),
        page.name !== reportPage && budget(`size of ${page.name}`, 'first visit at most 14 kB', first <= 14_000),
      ]
      const figures = [
        `${Math.round(speed.perSecond)}/s`,
        percent(share),
        micro(speed),
        percent(hello.processor / speed.processor),
        kilobytes(bytes),
        kilobytes(first),
      ]
      console.log(row(page.name, figures, said.filter(Boolean).join('; ')))
    }
    for (const [url, bytes] of sizes)
      console.log(`  ${url.replace(/^.*\/(.*)-.*\./, '$1.')}: ${bytes} bytes compressed`)
  } finally {
    await served.stop()
  }
}

const micro = ({ processor }: Speed) => `${Math.round(processor)} µs`

/** A name, figures in columns, and what there is to say about them. */
const row = (name: string, figures: string[], said = '') =>
  `  ${name.padEnd(18)}${figures.map((figure) => figure.padStart(12)).join('')}  ${said}`.trimEnd()

async function benchStart(place: Place) {
  const times: number[] = []
  for (let n = 0; n < 3; n += 1) {
    const program = await startProgram(place)
    times.push(program.startedIn)
    await program.stop()
  }
  const all = times.map((time) => Math.round(time)).join(', ')
  console.log(
    `\nStart, warm, embedded, all courses: ${all} ms; ${budget('start', 'at most 2 s', median(times) <= 2_000)}`,
  )
}

async function benchFiles() {
  const { catalogue } = loadCourses(resolve(import.meta.dirname, '../../courses'), itemTypes)
  for (const course of catalogue.list()) {
    const { milliseconds, bytes } = await measureCertificates(course)
    const said = budget('certificate', 'at most 80 ms and 60 kB', milliseconds <= 80 && bytes <= 60_000)
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

exitOnSignals()
const others: Record<string, () => Promise<void>> = {
  gradebook: benchGradebook,
  certificates: benchCohortCertificates,
}
const bench = (others[asked ?? ''] ?? main)()
bench.catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
