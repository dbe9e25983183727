import { randomInt } from 'node:crypto'
import { openAsBlob, rmSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { PGlite } from '@electric-sql/pglite'
import type { Course } from '../../server/catalogue/course.ts'
import { readConfig } from '../../server/config.ts'
import { demoPassword, signUpAndConfirm } from '../../server/demo/sample-people.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { openDatabase } from '../../server/platform/data/database.ts'
import { embeddedDir } from '../../server/platform/data/embedded.ts'
import { openServices } from '../../server/services.ts'
import { onPostgres, template } from '../support/database.ts'
import { checkDatabase } from './check-database.ts'
import { compareWithPages } from './compare.ts'
import { enrol, type Learner, readLessons, takeQuiz } from './learner.ts'
import { type Place, type Program, startProgram } from './program.ts'
import { createVisitor } from './visitor.ts'

export type Round = { number: number; acknowledged: number; lost: string[]; half: string[]; startedIn: number }
export type Outcome = { acknowledged: number; lost: string[]; half: string[] }
type Options = { rounds: number; serverUrl: string | null; each?: (round: Round) => void }

const peoplePerRound = 5
const quizzesAtOnce = 2
const acknowledgements = [20, 600] as const
const mostMs = 3_000

/**
 * So many times: people work as fast as they are answered, the program is killed at a random moment, starts again, and
 * is asked for everything that it had acknowledged. On PostgreSQL when `serverUrl` names a server, else embedded.
 */
export async function killAgainAndAgain({ rounds, serverUrl, each }: Options): Promise<Outcome> {
  const place = await makePlace(serverUrl)
  let program: Program | undefined
  try {
    const { emails, course } = await makePeople(place, rounds * peoplePerRound)
    const learners: Learner[] = []
    const outcome: Outcome = { acknowledged: 0, lost: [], half: [] }
    program = await startProgram(place)
    for (let number = 1; number <= rounds; number += 1) {
      const people = await come(program, emails.splice(0, peoplePerRound), course)
      learners.push(...people)
      await workUntilKilled(program, people, number)
      program = await startProgram(place)
      const round = await lookAgain(program, people, number)
      outcome.acknowledged += round.acknowledged
      outcome.lost.push(...round.lost)
      outcome.half.push(...round.half)
      each?.(round)
    }
    const code = await program.stop()
    if (code !== 0) outcome.half.push(`the program's polite end had exit code ${code}`)
    const rows = await lookInside(place, learners)
    return { ...outcome, lost: [...outcome.lost, ...rows.lost], half: [...outcome.half, ...rows.half] }
  } finally {
    await program?.kill()
    await clear(place, serverUrl)
  }
}

async function makePlace(serverUrl: string | null): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kill-test-'))
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }))
  if (!serverUrl) {
    await mkdir(embeddedDir(dataDir), { recursive: true })
    const made = await PGlite.create(embeddedDir(dataDir), { loadDataDir: await openAsBlob(await template()) })
    await made.close()
    return { dataDir, databaseUrl: null }
  }
  const name = `kill_test_${process.pid}_${randomInt(1e6)}`
  await onPostgres(serverUrl, `create database ${name}`)
  // Lines that break are what this is about, and nothing to report.
  await onPostgres(serverUrl, `alter database ${name} set log_min_messages = 'panic'`)
  const url = new URL(serverUrl)
  url.pathname = name
  return { dataDir, databaseUrl: url.href }
}

async function clear({ dataDir, databaseUrl }: Place, serverUrl: string | null) {
  const name = databaseUrl && new URL(databaseUrl).pathname.slice(1)
  if (serverUrl && name) await onPostgres(serverUrl, `drop database if exists ${name} with (force)`)
  await rm(dataDir, { recursive: true, force: true })
}

/** Accounts made by the product's own actions, before the program starts. */
async function makePeople({ dataDir, databaseUrl }: Place, howMany: number) {
  const settings = { DATA_DIR: dataDir, ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) }
  const services = await openServices(readConfig(settings), systemClock)
  const profile = { country_code: 'LR', institution: 'Ministry of Mines', sex: 'female', language: 'en' } as const
  const emails = Array.from({ length: howMany }, (_, index) => `person${index}@mines.example`)
  const now = systemClock.now()
  await Promise.all(
    emails.map((email) => signUpAndConfirm(services.db, { name: 'Amina Darwe', email, ...profile }, now)),
  )
  const course = services.courses.get('before-the-table')
  await services.close()
  return { emails, course }
}

const come = ({ url }: Program, emails: string[], course: Course): Promise<Learner[]> =>
  Promise.all(
    emails.map(async (email) => {
      const visitor = createVisitor(url)
      const { status } = await visitor.post('/sign-in', { email, password: demoPassword })
      if (status !== 303) throw new Error(`${email} could not sign in: ${status}`)
      return enrol(visitor, course)
    }),
  )

async function workUntilKilled(program: Program, people: Learner[], round: number) {
  const submitOneIn = round % 2 === 0 ? 1 : 40 // in every second round the kill falls among submissions
  const work = people.flatMap((learner) => {
    const quizzes = learner.course.activities
      .flatMap((one) => (one.kind === 'quiz' && !one.draw && !one.optional ? [one] : []))
      .slice(-quizzesAtOnce)
    return [readLessons(learner), ...quizzes.map((quiz) => takeQuiz(learner, quiz, submitOneIn))]
  })
  const all = Promise.all(work)
  await Promise.race([all, randomMoment(people)]) // a fault of the program ends the round before the kill
  await program.kill()
  await all
}

/** After some number of acknowledgements, in the middle of whatever is then under way. */
async function randomMoment(people: Learner[]) {
  const enough = acknowledgedBy(people) + randomInt(...acknowledgements)
  for (let waited = 0; acknowledgedBy(people) < enough && waited < mostMs; waited += 10) await sleep(10)
  await sleep(randomInt(10))
}

const acknowledgedBy = (people: Learner[]) => people.reduce((sum, { acknowledged }) => sum + acknowledged, 0)

async function lookAgain({ url, startedIn }: Program, people: Learner[], number: number): Promise<Round> {
  for (const { visitor } of people) visitor.moveTo(url)
  const found = await Promise.all(people.map(compareWithPages))
  return {
    number,
    acknowledged: acknowledgedBy(people),
    lost: found.flatMap(({ lost }) => lost),
    half: found.flatMap(({ half }) => half),
    startedIn,
  }
}

async function lookInside(place: Place, learners: Learner[]) {
  const database = await openDatabase(place)
  try {
    return await checkDatabase(database.db, learners)
  } finally {
    await database.close()
  }
}
