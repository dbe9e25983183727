import { expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { beforeTheTable, cohortGivens } from '../support/cohorts.ts'
import { recordStatements } from '../support/database.ts'
import type { Person } from '../support/givens.ts'

/** A cohort with so many places. */
async function givenCohort(capacity: number) {
  const app = await startApp()
  const givens = cohortGivens(app)
  const programme = await givens.givenProgramme()
  const trainer = await givens.givenTrainer(programme)
  const { address, code } = await givens.givenCohort(trainer, programme)
  // Set as it is stored: how a trainer sets it is another test's story.
  const limit = (places: number | null) => app.db.updateTable('cohorts').set({ capacity: places }).execute()
  await limit(capacity)
  const join = (person: Person) => person.post(`/join/${code}`)
  async function givenJoined(name: string, language: 'en' | 'fr' = 'en') {
    const person = await app.givenPerson({ name, language })
    await join(person)
    return person
  }
  const give = (person: Person) => trainer.post(`${address}/waiting/${person.id}/place`)
  const takeOff = (person: Person) => trainer.post(`${address}/waiting/${person.id}/removal`)
  return { ...app, ...givens, programme, trainer, address, code, limit, join, givenJoined, give, takeOff }
}

test('who comes when it is full is told their number on the waiting list, and has nothing of the course', async () => {
  const { code, givenJoined, givenPerson, join, db } = await givenCohort(1)
  const first = await givenJoined('Amina Darwe')
  for (const name of ['Habib Larouze', 'Celestine Adou']) await givenJoined(name)
  const late = await givenPerson({ name: 'Late Comer' })
  expect((await late.get(`/join/${code}`)).words).toContain('Every place is taken')
  for (const _ of ['once', 'and again']) expect((await join(late)).location).toBe(`/join/${code}`)
  const { words } = await late.get(`/join/${code}`)
  expect(words).toContain('You are number 3 on the waiting list; the trainer decides')
  expect((await late.get('/learning')).words).not.toContain('Before the table')
  for (const table of ['cohort_members', 'enrolments', 'enrolment_terms'] as const) {
    const rows = await db.selectFrom(table).select('learner_id').execute()
    expect(rows).toEqual([{ learner_id: first.id }])
  }
})

test('a place that the trainer gives counts beyond the number, and a letter says so in the person’s language', async () => {
  const { trainer, address, code, givenJoined, give, letters, origin, db } = await givenCohort(1)
  await givenJoined('Amina Darwe')
  const habib = await givenJoined('Habib Larouze', 'fr')
  const celestine = await givenJoined('Celestine Adou')
  const before = await trainer.get(address)
  expect(before.words).toMatch(/Waiting list One person has one of one place.* Habib Larouze .* Celestine Adou/)

  for (const _ of ['once', 'and again']) expect((await give(habib)).location).toBe(address)
  expect((await habib.get('/learning')).words).toContain('Avant la table')
  expect((await habib.get(`/join/${code}`)).words).toContain('Vous êtes dans cette cohorte')
  expect((await celestine.get(`/join/${code}`)).words).toContain('number 1 on the waiting list')
  const told = (await letters()).filter(({ to }) => to === habib.email && to !== '')
  const given = told.filter(({ subject }) => subject === 'Vous avez une place dans Deal team Kandra 2026')
  expect(given.map(({ text }) => text)).toEqual([expect.stringContaining(`${origin}/courses/${beforeTheTable}\n`)])
  expect(await db.selectFrom('cohort_waiting').select('learner_id').execute()).toEqual([{ learner_id: celestine.id }])
  const terms = await db.selectFrom('enrolment_terms').select('closes_at').execute()
  expect(new Set(terms.map(({ closes_at }) => closes_at.toISOString()))).toEqual(new Set(['2026-04-11T00:00:00.000Z']))
})

test('who is taken off the list gets a letter, and can only wait again, behind the others', async () => {
  const { trainer, address, code, givenJoined, takeOff, give, join, letters, db } = await givenCohort(1)
  await givenJoined('Amina Darwe')
  const habib = await givenJoined('Habib Larouze')
  const celestine = await givenJoined('Celestine Adou')
  await takeOff(habib)
  expect((await trainer.get(address)).words).not.toContain('Habib Larouze')
  const told = (await letters()).filter(({ subject }) => subject.startsWith('You are no longer on the waiting list'))
  expect(told.map(({ to }) => to)).toEqual([habib.email])
  expect((await give(habib)).status).toBe(404)
  await join(habib)
  expect((await habib.get(`/join/${code}`)).words).toContain('number 2 on the waiting list')
  expect((await celestine.get(`/join/${code}`)).words).toContain('number 1 on the waiting list')
  expect(await db.selectFrom('enrolments').select('id').execute()).toHaveLength(1)
})

test('who waits comes before who comes new, also when there are more places', async () => {
  const { limit, givenJoined, db } = await givenCohort(1)
  await givenJoined('Amina Darwe')
  await givenJoined('Habib Larouze')
  await limit(2)
  await givenJoined('Celestine Adou')
  expect(await db.selectFrom('cohort_waiting').select('learner_id').execute()).toHaveLength(2)
  await limit(4)
  const fourth = await givenJoined('Fourth Person')
  const members = await db.selectFrom('cohort_members').select('learner_id').execute()
  expect(members.map(({ learner_id }) => learner_id)).toContain(fourth.id)
})

test('nobody gets a place in a cohort that has ended', async () => {
  const { givenJoined, give, takeOff, clock, db } = await givenCohort(1)
  await givenJoined('Amina Darwe')
  const habib = await givenJoined('Habib Larouze')
  clock.set(new Date('2026-04-11T00:00:00Z'))
  expect((await give(habib)).status).toBe(409)
  expect(await db.selectFrom('cohort_members').select('learner_id').execute()).toHaveLength(1)
  expect((await takeOff(habib)).status).toBe(303)
})

test('only the cohort’s trainers answer who waits, and only those who wait for it', async () => {
  const { address, programme, givenTrainer, givenPerson, givenJoined, give, takeOff } = await givenCohort(1)
  await givenJoined('Amina Darwe')
  const habib = await givenJoined('Habib Larouze')
  const strangers = [await givenTrainer(programme, 'Another Trainer'), habib]
  for (const stranger of strangers)
    for (const answer of ['place', 'removal'])
      expect((await stranger.post(`${address}/waiting/${habib.id}/${answer}`)).status).toBe(404)
  const nobody = await givenPerson()
  for (const answer of [give, takeOff]) expect((await answer(nobody)).status).toBe(404)
})

test('a long waiting list costs the cohort’s page no statement more', async () => {
  const { trainer, address, givenJoined, clock } = await givenCohort(1)
  const count = async () => {
    clock.pass(6_000) // what the sessions remember is forgotten, so that theirs counts too
    const { statements, stop } = recordStatements()
    await trainer.get(address)
    stop()
    return statements.length
  }
  const before = await count()
  for (const name of ['One', 'Two', 'Three', 'Four']) await givenJoined(name)
  expect(await count()).toBe(before)
  expect(before).toBeLessThanOrEqual(4)
})

test.skipIf(!process.env.TEST_DATABASE_URL)(
  'eight who join at once for the last place: one gets it, the others wait (the embedded engine has one connection, so nothing is at once there)',
  async () => {
    const { givenPerson, join, db } = await givenCohort(1)
    const people = await Promise.all(Array.from({ length: 8 }, (_, index) => givenPerson({ name: `Person ${index}` })))
    const answers = await Promise.all(people.map(join))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 303))
    const [members, waiting] = [
      await db.selectFrom('cohort_members').select('learner_id').execute(),
      await db.selectFrom('cohort_waiting').select('learner_id').execute(),
    ]
    expect([members.length, waiting.length]).toEqual([1, 7])
    expect(answers.filter(({ location }) => location === `/courses/${beforeTheTable}`)).toHaveLength(1)
  },
)
