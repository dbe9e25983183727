import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { tellStory } from '../../server/demo/learner-story.ts'
import { cohorts, programmes } from '../../server/demo/plan.ts'
import { createRandom } from '../../server/demo/random.ts'
import { demoPassword, drawPerson, knownPeople } from '../../server/demo/sample-people.ts'
import { seed } from '../../server/demo/seed.ts'
import { startApp, type TestApp } from '../support/app.ts'

const now = new Date('2026-03-02T09:00:00Z')
let world: TestApp

// Lived once for all of these, by a quarter of the people: none of the tests changes anything.
const few = cohorts.map((cohort) => ({
  ...cohort,
  people: Object.fromEntries(Object.entries(cohort.people).map(([country, size]) => [country, Math.ceil(size / 4)])),
}))
beforeAll(async () => {
  world = await startApp()
  await seed({ db: world.db, courses: world.courses, issuer: 'Third Pillar', now, cohorts: few })
}, 60_000)

const count = async (table: string) =>
  (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(world.db)).rows[0]?.n

test('the demo plans about 320 officials of 14 countries in 12 cohorts of 3 programmes', () => {
  expect(programmes).toHaveLength(3)
  expect(cohorts).toHaveLength(12)
  expect(new Set(cohorts.flatMap(({ people }) => Object.keys(people))).size).toBe(14)
  const people = cohorts.flatMap((cohort) => Object.values(cohort.people)).reduce((sum, size) => sum + size, 0)
  expect(people).toBeGreaterThan(310)
  expect(people).toBeLessThan(330)
})

test('what is planned is there: programmes, cohorts, and everybody in theirs', async () => {
  expect(await count('programmes')).toBe(3)
  expect(await count('cohorts')).toBe(12)
  const planned = few.flatMap((cohort) => Object.values(cohort.people)).reduce((sum, size) => sum + size, 0)
  expect(await count('cohort_members')).toBe(planned + 1) // and the official
})

test('what people did lies in the last eighteen months, and some of it in the last days', async () => {
  const { rows } = await sql<{ first: Date; last: Date }>`
    select min(started_at) as first, max(started_at) as last from attempts`.execute(world.db)
  const days = (at: Date | undefined) => (now.getTime() - (at?.getTime() ?? 0)) / 86_400_000
  expect(days(rows[0]?.first)).toBeGreaterThan(500)
  expect(days(rows[0]?.first)).toBeLessThan(550)
  expect(days(rows[0]?.last)).toBeLessThan(3)
  expect(days(rows[0]?.last)).toBeGreaterThanOrEqual(0)
})

test('many finish, some do not, and only who met the rule holds a certificate', async () => {
  const { rows } = await sql<{ enrolled: number; completed: number; certified: number; unearned: number }>`
    select count(*) as enrolled, count(completed_at) as completed,
      (select count(*) from credentials) as certified,
      (select count(*) from credentials join enrolments using (learner_id, course) where completed_at is null) as unearned
    from enrolments`.execute(world.db)
  const { enrolled = 0, completed = 0, certified = 0, unearned } = rows[0] ?? {}
  expect(completed / enrolled).toBeGreaterThan(0.3)
  expect(completed / enrolled).toBeLessThan(0.65)
  expect(certified).toBeGreaterThan(20)
  expect(certified).toBeLessThan(completed)
  expect(unearned).toBe(0)
})

test.each(Object.entries(knownPeople))('%s signs in with the printed password', async (key, { email, name }) => {
  const browser = world.visitor()
  const page = await browser.submit('/sign-in', { email, password: demoPassword })
  expect(page.words).toContain(name)
  const rooms: Record<string, string> = {
    trainer: '/cohorts',
    trainer2: '/cohorts',
    donor: '/reports',
    donor2: '/reports',
    admin: '/admin',
  }
  expect((await browser.get(rooms[key] ?? '/learning')).status).toBe(200)
})

test('the official is half way, and the newcomer has not begun', async () => {
  const official = world.visitor()
  expect((await official.submit('/sign-in', { email: 'official@demo.test', password: demoPassword })).words).toMatch(
    /[3-6] of 14 done/,
  )
  const newcomer = world.visitor()
  const page = await newcomer.submit('/sign-in', { email: 'newcomer@demo.test', password: demoPassword })
  expect(page.words).toContain('You take no course yet')
})

test('the rooms of the cohorts are furnished: workshop days, invitations, places, aims, one closed, one confidential', async () => {
  const { db } = world
  const sessions = await db.selectFrom('cohort_sessions').select(['held_on', 'title']).orderBy('starts_at').execute()
  expect(sessions).toHaveLength(6)
  expect(sessions.filter(({ held_on }) => held_on > '2026-03-02').map(({ title }) => title)).toEqual([
    'Practice: the first meeting',
    'Journée 2 : le registre des obligations',
  ])
  const attended = await db.selectFrom('session_attendance').select(['how', 'note']).execute()
  expect(new Set(attended.map(({ how }) => how))).toEqual(new Set(['code', 'hand']))
  expect(await count('invitations')).toBe(3)
  expect(await db.selectFrom('invitations').select('id').where('written_at', 'is', null).execute()).toEqual([])
  expect(await count('cohort_teams')).toBe(1)
  expect(await count('cohort_notes')).toBe(1)
  expect(await count('cohort_messages')).toBe(1)
  expect(await count('discussion_posts')).toBe(3)
  expect(await count('discussion_answers')).toBe(1)
  expect(await count('programme_targets')).toBe(5)
  const closed = db.selectFrom('cohorts').select('name').where('closed_at', 'is not', null)
  expect(await closed.execute()).toEqual([{ name: 'Monrovia, first deal team' }])
  const confidential = db.selectFrom('cohorts').select('name').where('confidential', '=', true)
  expect(await confidential.execute()).toEqual([{ name: 'Niamey, suivi des contrats' }])
})

test('the same seed gives the same people who do the same things', () => {
  const draw = () => {
    const random = createRandom(7)
    const course = world.courses.get('before-the-table')
    return [drawPerson('LR', 1, random), tellStory({ course, joinedAt: new Date('2026-01-05T09:00:00Z'), now, random })]
  }
  expect(draw()).toEqual(draw())
})
