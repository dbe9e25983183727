import { createAdministrator } from '../accounts/first-administrator.ts'
import { grantRole } from '../admin/grant-role.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { createCohort } from '../cohorts/create-cohort.ts'
import { joinCohort } from '../cohorts/joining/join-cohort.ts'
import { createProgramme } from '../cohorts/programmes/create-programme.ts'
import { type Db, inTransaction } from '../platform/data/database.ts'
import { isoDate } from '../platform/words/dates.ts'
import { closeOverdueAttempts } from '../quizzes/time/close-overdue.ts'
import { furnishCohorts } from './cohort-rooms.ts'
import { type Step, tellStory } from './learner-story.ts'
import { takeStep } from './live-story.ts'
import { markScripts } from './mark-scripts.ts'
import { cohorts as allCohorts, type CohortPlan, type ProgrammeKey, programmes } from './plan.ts'
import { createRandom } from './random.ts'
import {
  demoPassword,
  drawPerson,
  type KnownPerson,
  knownPeople,
  type SamplePerson,
  signUpAndConfirm,
} from './sample-people.ts'

type Event = { at: Date; run(trx: Db): Promise<void> }
type Newcomer = { key: string; person: SamplePerson; at: Date }
type Seeding = { db: Db; courses: Catalogue; issuer: string; now: Date; cohorts?: CohortPlan[] }

const dayMs = 86_400_000
const eventsPerTransaction = 150
const signUpsAtOnce = 8

/**
 * Eighteen months of a small system, lived through the product's own actions in the order of time. The people and what
 * they do come from one seed, counted back from today, so every start of a day gives the same figures.
 */
export async function seed({ db, courses, issuer, now, cohorts = allCohorts }: Seeding): Promise<{ people: number }> {
  const random = createRandom(2026)
  const today = new Date(`${isoDate(now)}T00:00:00Z`)
  const daysAgo = (days: number, hours = 9) => new Date(today.getTime() - days * dayMs + hours * 3_600_000)
  const course = courses.get('before-the-table')
  const events: Event[] = []
  const ids = new Map<string, string>()
  const idOf = (key: string) => {
    const id = ids.get(key)
    if (!id) throw new Error(`the demo has no ${key} yet`)
    return id
  }
  const plan = (at: Date, run: Event['run']) => void events.push({ at, run })
  const newcomers: Newcomer[] = []
  const planPerson = (key: string, person: SamplePerson, at: Date) => void newcomers.push({ key, person, at })
  const planGrant = (person: KnownPerson, role: 'trainer' | 'donor', programme: ProgrammeKey, at: Date) =>
    plan(at, (trx) => {
      const grant = { role, programmeId: idOf(programme) }
      return grantRole(trx, { accountId: idOf(person), grant, grantedBy: idOf('admin') }, at)
    })

  // The administrator, then who runs and who pays.
  const first = daysAgo(556)
  plan(first, async (trx) => {
    const id = await createAdministrator(trx, { ...knownPeople.admin, password: demoPassword }, first)
    if (id) ids.set('admin', id)
  })
  for (const key of ['trainer', 'trainer2', 'donor', 'donor2'] as const) planPerson(key, knownPeople[key], daysAgo(555))
  for (const { key, startsDaysAgo, days, ...titles } of programmes) {
    const at = daysAgo(startsDaysAgo + 3)
    const period = { starts_on: isoDate(daysAgo(startsDaysAgo)), ends_on: isoDate(daysAgo(startsDaysAgo - days)) }
    plan(at, async (trx) => {
      const id = await createProgramme(trx, { ...titles, ...period, accountId: idOf('admin') }, at)
      if (id) ids.set(key, id)
    })
  }
  for (const { programme, trainer } of cohorts) {
    const started = programmes.find(({ key }) => key === programme)?.startsDaysAgo ?? 0
    planGrant(trainer, 'trainer', programme, daysAgo(started + 2))
  }
  planGrant('donor', 'donor', 'deals', daysAgo(540))
  planGrant('donor2', 'donor', 'sahel', daysAgo(490))

  // The cohorts, and what each of their people does.
  let people = 0
  const planLearner = (key: string, person: SamplePerson, cohort: CohortPlan, joinedAt: Date, activities?: number) => {
    planPerson(key, person, new Date(joinedAt.getTime() - 5 * 60_000))
    plan(joinedAt, async (trx) => {
      await joinCohort(trx, { joinCode: idOf(`code ${cohort.name}`), learnerId: idOf(key), courses }, joinedAt)
    })
    const told = tellStory({ course, joinedAt, now, random, ...(activities === undefined ? {} : { activities }) })
    for (const step of told) plan(step.at, (trx) => live(trx, key, person, step))
  }
  const live = (trx: Db, key: string, { language }: SamplePerson, step: Step) =>
    takeStep(trx, { id: idOf(key), language, course, issuer }, step)

  for (const cohort of cohorts) {
    planCohort(cohort)
    for (const [country, size] of Object.entries(cohort.people))
      for (let one = 0; one < size; one += 1) {
        people += 1
        const joinedAt = new Date(daysAgo(cohort.startsDaysAgo).getTime() + random.whole(0, 96) * 3_600_000)
        planLearner(`person ${people}`, drawPerson(country, people, random), cohort, joinedAt)
      }
  }
  const current = cohorts.find(({ name }) => name === 'Monrovia, second deal team')
  if (current) planLearner('official', knownPeople.official, current, daysAgo(14, 8), 6)
  planPerson('newcomer', knownPeople.newcomer, daysAgo(1))

  function planCohort(cohort: CohortPlan) {
    const at = daysAgo(cohort.startsDaysAgo + 1)
    const period = {
      starts_on: isoDate(daysAgo(cohort.startsDaysAgo)),
      ends_on: isoDate(daysAgo(cohort.startsDaysAgo - cohort.days)),
    }
    plan(at, async (trx) => {
      const details = {
        name: cohort.name,
        programme_id: idOf(cohort.programme),
        course: course.slug,
        time_zone: cohort.timeZone,
      }
      const created = await createCohort(trx, { ...details, ...period, trainerId: idOf(cohort.trainer) }, at)
      if (created) ids.set(`code ${cohort.name}`, created.joinCode).set(`cohort ${cohort.name}`, created.id)
    })
    const marked = daysAgo(cohort.startsDaysAgo - cohort.days - 3)
    if (marked >= now) return
    plan(marked, (trx) => {
      const who = { cohortId: idOf(`cohort ${cohort.name}`), trainerId: idOf(cohort.trainer) }
      return markScripts(trx, { ...who, courses, random: createRandom(cohort.startsDaysAgo) }, marked)
    })
  }

  await signUpAll(db, newcomers, ids)
  await runInOrder(db, events)
  await closeOverdueAttempts(db, courses, now) // of timed attempts that nobody came back to
  await furnishCohorts({ db, courses, idOf, now })
  return { people: people + 2 }
}

/** Everybody first, a few at once: most of a sign-up is the password's hash, which other threads compute. */
async function signUpAll(db: Db, newcomers: Newcomer[], ids: Map<string, string>): Promise<void> {
  for (let start = 0; start < newcomers.length; start += signUpsAtOnce)
    await Promise.all(
      newcomers
        .slice(start, start + signUpsAtOnce)
        .map(async ({ key, person, at }) => void ids.set(key, await signUpAndConfirm(db, person, at))),
    )
}

/** Sorted by time and, at one instant, as they were planned; some at a time in one transaction, which is quick. */
async function runInOrder(db: Db, events: Event[]): Promise<void> {
  events.sort((a, b) => a.at.getTime() - b.at.getTime())
  for (let start = 0; start < events.length; start += eventsPerTransaction)
    await inTransaction(db, async (trx) => {
      for (const event of events.slice(start, start + eventsPerTransaction)) await event.run(trx)
    })
}
