import { createServer } from 'node:net'
import { resolve } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../../server/app.ts'
import type { Catalogue } from '../../server/catalogue/catalogue.ts'
import { loadCourses } from '../../server/catalogue/load-courses.ts'
import { type IssuerKeys, loadIssuerKeys, newIssuerKey } from '../../server/certificates/badge/issuer-keys.ts'
import { readConfig } from '../../server/config.ts'
import type { Db } from '../../server/platform/data/database.ts'
import { type DocumentKey, makeDocumentKey, readDocumentKey } from '../../server/platform/documents/document-key.ts'
import { createJobs, type Jobs } from '../../server/platform/work/jobs.ts'
import type { Letter } from '../../server/platform/work/mail.ts'
import { itemTypes } from '../../server/quizzes/item-types.ts'
import { createBrowser, type TestBrowser } from './browser.ts'
import { emptyDatabase, testDatabase } from './database.ts'
import { type Givens, givens } from './givens.ts'

export const publicUrl = 'http://third-pillar.test'
const coursesDir = resolve(import.meta.dirname, '../../courses')
let courses: Catalogue | undefined
let issuerKeys: IssuerKeys | undefined
/** A key that is written nowhere. */
const keysOfOneRun = () => loadIssuerKeys('', newIssuerKey())
let key: DocumentKey | undefined
/** Made once for each test process: a short one, which takes less time. */
export const testKey = (): DocumentKey => {
  key ??= readDocumentKey(makeDocumentKey('Third Pillar', new Date('2026-03-02T00:00:00Z'), 2048))
  return key
}

export type TestClock = { now(): Date; set(to: Date): void; pass(milliseconds: number): void }
export type TestApp = Givens & {
  app: FastifyInstance
  /** Where it is reached: for real browsers too, when it listens. */
  origin: string
  db: Db
  jobs: Jobs
  courses: Catalogue
  clock: TestClock
  /** The letters that were sent, after all waiting jobs have run. */
  letters(): Promise<Letter[]>
  /** Somebody with a browser and without an account. */
  visitor(): TestBrowser
}

/**
 * The real app on the real database of this test process, emptied first. Only the clock and the post office are ours.
 * With `listen` a real browser can open it; who asks for that closes it.
 */
export async function startApp(options: { courses?: Catalogue; listen?: boolean } = {}): Promise<TestApp> {
  const database = await testDatabase()
  await emptyDatabase(database.db)
  courses ??= loadCourses(coursesDir, itemTypes).catalogue
  const port = options.listen ? await freePort() : 0
  const origin = options.listen ? `http://127.0.0.1:${port}` : publicUrl
  const config = readConfig({ PUBLIC_URL: origin, LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent' })
  const clock = testClock(new Date('2026-03-02T09:00:00Z'))
  const jobs = createJobs(database, { log: (error) => console.error(error) })
  const sent: Letter[] = []
  jobs.define<Letter>('letter', async (letter) => void sent.push(letter))
  issuerKeys ??= keysOfOneRun()
  const keys = { issuerKeys, documentKeys: [testKey()] as const }
  const mail = { queue: (trx: Db, letter: Letter) => jobs.send(trx, 'letter', letter) }
  const catalogue = options.courses ?? courses
  const app = await buildApp({ config, db: database.db, courses: catalogue, jobs, mail, clock, ...keys })
  if (options.listen) await app.listen({ host: '127.0.0.1', port })
  const visitor = () => createBrowser(app, origin)
  const letters = async () => {
    await jobs.drain()
    return sent
  }
  const base = { app, origin, db: database.db, jobs, courses: catalogue, clock, letters, visitor }
  return { ...base, ...givens(base) }
}

function testClock(start: Date): TestClock {
  let at = start
  return {
    now: () => at,
    set: (to) => {
      at = to
    },
    pass: (milliseconds) => {
      at = new Date(at.getTime() + milliseconds)
    },
  }
}

const freePort = () =>
  new Promise<number>((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
