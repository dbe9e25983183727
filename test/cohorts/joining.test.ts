import { expect, test } from 'vitest'
import { limits } from '../../server/platform/web/limits.ts'
import { startApp } from '../support/app.ts'
import { aCohort, beforeTheTable, cohortGivens } from '../support/cohorts.ts'
import { password } from '../support/givens.ts'

async function givenCohort() {
  const app = await startApp()
  const givens = cohortGivens(app)
  const programme = await givens.givenProgramme()
  const trainer = await givens.givenTrainer(programme)
  return { ...app, trainer, ...(await givens.givenCohort(trainer, programme)) }
}

test('an official types the code as they heard it, joins and is enrolled', async () => {
  const { code, givenPerson, trainer, address } = await givenCohort()
  const official = await givenPerson({ name: 'Amina Darwe' })
  const page = await official.open(`/join?code=${code.toLowerCase().replace('-', '+')}`)
  expect(page.words).toContain('Deal team Kandra 2026')
  expect(page.words).toContain('Contracts that hold')
  expect(page.words).toContain('Trainers Joseph Okra')
  const joined = await official.post(`/join/${code}`)
  expect(joined.location).toBe(`/courses/${beforeTheTable}`)
  expect((await official.get('/learning')).words).toContain('Before the table')
  expect((await trainer.get(address)).words).toContain('Amina Darwe')
})

test('joining twice is joining once', async () => {
  const { code, givenPerson, db } = await givenCohort()
  const official = await givenPerson()
  const answers = await Promise.all([official.post(`/join/${code}`), official.post(`/join/${code}`)])
  expect(answers.map(({ status }) => status)).toEqual([303, 303])
  expect(await db.selectFrom('cohort_members').selectAll().execute()).toHaveLength(1)
  const events = await db.selectFrom('audit_events').select('id').where('action', '=', 'cohort.joined').execute()
  expect(events).toHaveLength(1)
  expect((await official.get(`/join/${code}`)).words).toContain('You are in this cohort')
})

test('who is not signed in is led to the door and back to the cohort', async () => {
  const { code, givenPerson, visitor } = await givenCohort()
  const { email } = await givenPerson()
  const browser = visitor()
  expect((await browser.get(`/join/${code}`)).location).toBe(`/sign-in?next=${encodeURIComponent(`/join/${code}`)}`)
  const signedIn = await browser.post('/sign-in', { email, password, next: `/join/${code}` })
  expect(signedIn.location).toBe(`/join/${code}`)
})

test('a code that no cohort has leads to a page with the form again', async () => {
  const { givenPerson } = await givenCohort()
  const official = await givenPerson()
  for (const typed of ['ZZZZ-ZZZZ', 'nonsense']) {
    const page = await official.open(`/join?code=${typed}`)
    expect(page.status).toBe(404)
    expect(page.words).toContain('No cohort has this code')
  }
  expect((await official.post('/join/ZZZZ-ZZZZ')).status).toBe(404)
})

test('a cohort can be joined on its last day, and not the day after', async () => {
  const { code, givenPerson, clock, db } = await givenCohort()
  const [prompt, late] = [await givenPerson(), await givenPerson()]
  clock.set(new Date(`${aCohort.ends_on}T23:59:00Z`))
  expect((await prompt.post(`/join/${code}`)).status).toBe(303)
  clock.pass(60_000)
  expect((await late.get(`/join/${code}`)).words).toContain('This cohort has ended')
  expect((await late.post(`/join/${code}`)).status).toBe(409)
  expect((await prompt.post(`/join/${code}`)).status).toBe(303)
  expect(await db.selectFrom('enrolments').selectAll().execute()).toHaveLength(1)
})

test('who guesses codes is slowed down, and nobody else', async () => {
  const { code, givenPerson } = await givenCohort()
  const [guesser, official] = [await givenPerson(), await givenPerson()]
  for (let tries = 0; tries < limits.joining.max; tries += 1)
    expect((await guesser.get(`/join/ZZZZ-ZZ${20 + tries}`)).status).toBe(404)
  const refused = await guesser.get(`/join/${code}`)
  expect(refused.status).toBe(429)
  expect(refused.words).toContain('Too many tries in a short time')
  expect((await official.get(`/join/${code}`)).status).toBe(200)
})
