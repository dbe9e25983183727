import { randomInt } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { sql } from 'kysely'
import { hashPassword } from '../../server/accounts/passwords.ts'
import { confirmEmail, insertAccount } from '../../server/accounts/queries.ts'
import { buildApp } from '../../server/app.ts'
import type { Catalogue } from '../../server/catalogue/catalogue.ts'
import { loadIssuerKeys, newIssuerKey } from '../../server/certificates/badge/issuer-keys.ts'
import { loadDocumentKeys } from '../../server/certificates/document-keys.ts'
import { cursorOf } from '../../server/cohorts/gradebook/cursor.ts'
import { readConfig } from '../../server/config.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { type Database, type Db, inTransaction, openDatabase } from '../../server/platform/data/database.ts'
import { newId } from '../../server/platform/data/ids.ts'
import { migrate } from '../../server/platform/data/migrations.ts'
import { makeDocumentKey } from '../../server/platform/documents/document-key.ts'
import { workOn } from '../../server/services.ts'
import { onPostgres } from '../support/database.ts'
import { startPostgres } from '../support/postgres.ts'
import { insertLearners, sixtyActivities } from './gradebook-rows.ts'
import { median, sizeOf } from './measure.ts'

const learners = 5_000
const rounds = 11
const mostMilliseconds = 300
const trainerEmail = 'trainer@mines.example'
const password = 'a sentence to remember'
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** `npm run bench -- gradebook`: what a gradebook of 5,000 learners and 60 activities costs, on PostgreSQL. */
export async function benchGradebook() {
  const given = process.env.TEST_DATABASE_URL
  const server = given ? null : await startPostgres()
  const serverUrl = given ?? server?.url
  if (!serverUrl) throw new Error(`No PostgreSQL: ${server && 'reason' in server ? server.reason : 'there is none'}.`)
  const name = `bench_${process.pid}_${randomInt(1e6)}`
  const url = new URL(serverUrl)
  url.pathname = name
  try {
    await onPostgres(serverUrl, `create database ${name}`)
    await benchOn(url.href)
  } finally {
    await onPostgres(serverUrl, `drop database if exists ${name} with (force)`)
    if (server?.url) await server.stop()
  }
}

async function benchOn(databaseUrl: string) {
  const database = await openDatabase({ databaseUrl, dataDir: '' })
  try {
    await migrate(database)
    await benchApp(database)
  } finally {
    await database.close()
  }
}

async function benchApp(database: Database) {
  const course = sixtyActivities()
  const get = () => course
  const courses: Catalogue = { list: () => [course], get, find: get, glossary: [] }
  const config = readConfig({ PUBLIC_URL: 'http://127.0.0.1', LOG_LEVEL: 'error' })
  const { db, jobs, mail } = workOn(database, config)
  const issuerKeys = loadIssuerKeys('', newIssuerKey())
  const documentKeys = loadDocumentKeys(
    '',
    makeDocumentKey(config.issuer, systemClock.now()),
    config.issuer,
    systemClock.now(),
  )
  const app = await buildApp({ config, db, courses, jobs, mail, clock: systemClock, issuerKeys, documentKeys })
  try {
    const origin = await app.listen({ host: '127.0.0.1', port: 0 })
    const trainer = await insertTrainer(db)
    const cohort = await inTransaction(db, (trx) => insertLearners(trx, trainer, learners))
    const signedIn = await fetch(`${origin}/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: config.publicUrl },
      body: new URLSearchParams({ email: trainerEmail, password }),
    })
    const cookie = signedIn.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
    await measure(`${origin}/cohorts/${cohort}/gradebook`, cookie, await middleOf(db))
  } finally {
    await app.close()
  }
}

async function insertTrainer(db: Db): Promise<string> {
  const id = newId()
  const at = systemClock.now()
  const trainer = { id, email: trainerEmail, name: 'A Trainer', country_code: 'CD', institution: 'Ministry' } as const
  const others = { sex: 'undisclosed', language: 'en', consented_at: at, created_at: at } as const
  await insertAccount(db, { ...trainer, ...others, password_hash: await hashPassword(password) })
  await confirmEmail(db, id, at)
  return id
}

/** The place of somebody in the middle of the list by name. */
async function middleOf(db: Db): Promise<string> {
  const { rows } = await sql<{ id: string; folded: string }>`select id, lower(name) as folded from accounts
    where name like 'Joseph%' order by name limit 1`.execute(db)
  const [row] = rows
  if (!row) throw new Error('there is nobody in the middle')
  return cursorOf('name', { direction: 'after', rank: 0, ...row })
}

async function measure(address: string, cookie: string, middle: string) {
  const pages: [string, string][] = [
    ['first page', ''],
    ['middle page', `?cursor=${middle}`],
    ['who has not done a lesson', '?activity=lesson-lesson-30&state=not_done'],
    ['who has not passed a quiz', '?activity=quiz-quiz-5&state=not_done'],
    ['one institution', '?institution=Institution+7'],
    ['those on the way', '?standing=on_the_way'],
    ['most done first', '?sort=done'],
    ['last active first', '?sort=active'],
  ]
  console.log(`\nGradebook of ${learners} learners and 60 activities, on PostgreSQL, ${rounds} times each`)
  for (const [name, question] of pages) {
    const times: number[] = []
    for (let n = 0; n <= rounds; n += 1) {
      const began = performance.now()
      const answer = await fetch(address + question, { headers: { cookie, accept: 'text/html' } })
      const text = await answer.text()
      if (n > 0) times.push(performance.now() - began) // the first is not warm
      if (answer.status !== 200 || !text.includes('<tbody><tr>'))
        throw new Error(`${name} is answered ${answer.status}, or shows nobody`)
    }
    const time = median(times)
    const said = name.endsWith(' page')
      ? `; at most ${mostMilliseconds} ms: ${time <= mostMilliseconds ? 'met' : 'MISSED'}`
      : ''
    const range = `${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)}`
    console.log(
      `  ${name.padEnd(28)}${time.toFixed(0).padStart(6)} ms (${range}), ${((await sizeOf(address + question, cookie)) / 1000).toFixed(1)} kB${said}`,
    )
  }
  for (const extension of ['.csv', '.xlsx']) await measureFile(address, extension, cookie)
}

/** The memory above what the process had before, looked at with every chunk; what was read is thrown away. */
async function measureFile(address: string, extension: string, cookie: string) {
  collect()
  const before = process.memoryUsage()
  const most = { rss: 0, heapUsed: 0, external: 0 }
  let [bytes, latest, gap] = [0, performance.now(), 0]
  const began = performance.now()
  const watch = setInterval(() => {
    const now = process.memoryUsage()
    gap = Math.max(gap, performance.now() - latest)
    latest = performance.now()
    for (const kind of ['rss', 'heapUsed', 'external'] as const)
      most[kind] = Math.max(most[kind], now[kind] - before[kind])
  }, 5)
  const answer = await fetch(address + extension, { headers: { cookie, 'accept-encoding': 'identity' } })
  if (!answer.body || answer.status !== 200) throw new Error(`${extension} is answered ${answer.status}`)
  for await (const chunk of answer.body) bytes += chunk.length
  clearInterval(watch)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const memory = `heap +${megabytes(most.heapUsed)}, buffers +${megabytes(most.external)}, process +${megabytes(most.rss)}`
  console.log(
    `  ${`gradebook${extension}`.padEnd(28)}${seconds.padStart(6)} s, ${megabytes(bytes)}; at most ${memory}; longest pause ${gap.toFixed(0)} ms`,
  )
}
