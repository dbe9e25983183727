import { randomInt } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { hashPassword } from '../../server/accounts/passwords.ts'
import { insertSession } from '../../server/accounts/queries.ts'
import { readConfig } from '../../server/config.ts'
import { enrol } from '../../server/enrolments/enrol.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { hashSecret, newId, newSecret } from '../../server/platform/data/ids.ts'
import { type OpenServices, openServices } from '../../server/services.ts'
import { onPostgres } from '../support/database.ts'
import { checkDatabase, type Findings } from './check-database.ts'
import { createClient, emptyTally, type Tally } from './client.ts'
import { course, writeCourse } from './course.ts'
import { type Learner, newLearner, type Person, takeQuiz } from './learner.ts'
import { type Place, type Program, startProgram } from './program.ts'

export type Outcome = Findings &
  Tally & {
    acknowledged: number
    resent: number
    handedIn: number
    /** From the first press to the last answer. */
    milliseconds: number
    /** The share of that time in which this process, which plays all the learners, was busy itself. */
    busy: number
  }
type Options = { learners: number; thinkMs: number; mostMs: number; serverUrl: string }

const hourMs = 3_600_000

/**
 * So many learners take a timed quiz at once, in the real program on a PostgreSQL database of its own; then every row
 * is compared with what they were told. After `mostMs` the program is killed, and what was under way is `wrong`.
 */
export async function loadTest({ learners: howMany, thinkMs, mostMs, serverUrl }: Options): Promise<Outcome> {
  const over = AbortSignal.timeout(mostMs)
  const place = await makePlace(serverUrl)
  let program: Program | undefined
  try {
    const services = await openServices(configOf(place), systemClock)
    try {
      const learners = (await makePeople(services, howMany)).map(newLearner)
      program = await startProgram(place, over)
      const told = await takeAll(program.url, learners, thinkMs, over)
      const code = await program.stop()
      const found = await checkDatabase(services.db, learners)
      if (code !== 0) found.wrong.push(`the program's end had exit code ${code}`)
      return { ...found, ...told }
    } finally {
      await services.close()
    }
  } finally {
    await program?.kill()
    await clear(place, serverUrl)
  }
}

async function takeAll(url: string, learners: Learner[], thinkMs: number, over: AbortSignal) {
  const tally = emptyTally()
  const before = performance.eventLoopUtilization()
  const began = performance.now()
  await Promise.all(
    learners.map((learner) => takeQuiz(learner, createClient(url, learner.cookie, tally, over), thinkMs)),
  )
  const sum = (count: (learner: Learner) => number) => learners.reduce((all, learner) => all + count(learner), 0)
  return {
    ...tally,
    acknowledged: sum(({ saves }) => saves.size),
    resent: sum(({ resent }) => resent.size),
    handedIn: sum(({ handedIn }) => Number(handedIn)),
    milliseconds: performance.now() - began,
    busy: performance.eventLoopUtilization(before).utilization,
  }
}

/** Accounts with one password, each enrolled and with a session. Every tenth will leave the attempt open. */
async function makePeople({ db, courses }: OpenServices, howMany: number): Promise<Person[]> {
  const now = systemClock.now()
  const profile = { country_code: 'LR', institution: 'Ministry of Mines', sex: 'female', language: 'en' } as const
  const times = { consented_at: now, email_confirmed_at: now, created_at: now }
  const password_hash = await hashPassword(newSecret())
  const people = Array.from({ length: howMany }, (_, index) => ({ id: newId(), email: `person${index}@mines.example` }))
  const accounts = people.map((person) => ({ ...person, name: 'Amina Darwe', ...profile, password_hash, ...times }))
  await db.insertInto('accounts').values(accounts).execute()
  return Promise.all(
    people.map(async ({ id }, index) => {
      await enrol(db, id, courses.get(course), now)
      const secret = newSecret()
      const expires_at = new Date(now.getTime() + hourMs * 24 * 30)
      await insertSession(db, { id_hash: hashSecret(secret), account_id: id, created_at: now, expires_at })
      return { id, cookie: `sid=${secret}`, handsIn: index % 10 !== 9 }
    }),
  )
}

const configOf = ({ dataDir, coursesDir, databaseUrl }: Place) =>
  readConfig({ DATA_DIR: dataDir, COURSES_DIR: coursesDir, DATABASE_URL: databaseUrl })

async function makePlace(serverUrl: string): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), 'load-test-'))
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }))
  const coursesDir = join(dataDir, 'courses')
  await writeCourse(coursesDir)
  const url = new URL(serverUrl)
  url.pathname = `load_test_${process.pid}_${randomInt(1e6)}`
  const name = url.pathname.slice(1)
  await onPostgres(serverUrl, `create database ${name}`)
  // Its connections are cut when it is dropped, which is nothing to report.
  await onPostgres(serverUrl, `alter database ${name} set log_min_messages = 'panic'`)
  return { dataDir, coursesDir, databaseUrl: url.href }
}

async function clear({ dataDir, databaseUrl }: Place, serverUrl: string) {
  await onPostgres(serverUrl, `drop database if exists ${new URL(databaseUrl).pathname.slice(1)} with (force)`)
  await rm(dataDir, { recursive: true, force: true })
}
