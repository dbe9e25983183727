import { expect, test } from 'vitest'
import { publicResults } from '../../server/reports/public-results.ts'
import { startApp } from '../support/app.ts'
import { recordStatements } from '../support/database.ts'
import { resultGivens } from '../support/results.ts'

const at = new Date('2026-03-02T09:00:00Z')
const rounded = (n: number) =>
  publicResults({ programmes: 1, enrolled: n, active: n, completed: n, certified: n }, at).people[0]?.count

test.each([
  [0, null],
  [9, null],
  [10, 10],
  [19, 10],
  [317, 310],
  [1_000, 1_000],
])('%d people are shown as %s', (n, shown) => {
  expect(rounded(n)).toBe(shown)
})

test('anyone reads the results of all programmes, rounded down', async () => {
  const app = await startApp()
  const { givenProgramme, givenCohort, givenOfficials, join } = resultGivens(app)
  const [first, second] = [await givenCohort(await givenProgramme()), await givenCohort(await givenProgramme())]
  await givenProgramme({ starts_on: '2026-03-03' })
  const people = await givenOfficials(first, 13, { country_code: 'GH', sex: 'female', completed: true })
  await givenOfficials(second, 14, { country_code: 'GN', sex: 'male' })
  await givenOfficials(second, 4, { country_code: 'GN', sex: 'male', certified: true })
  await join(second, people)
  const page = await app.visitor().get('/results')
  expect(page.status).toBe(200)
  expect(page.words).toContain('Programmes running 2 ')
  expect(page.words).toContain('Officials enrolled 30 or more')
  expect(page.words).toContain('Completed a course 10 or more')
  expect(page.words).toContain('Hold a certificate fewer than 10')
  expect(page.text).not.toContain('31')
})

test('the results are counted once an hour', async () => {
  const app = await startApp()
  const count = async () => {
    const recording = recordStatements()
    await app.visitor().get('/results')
    recording.stop()
    return recording.statements.length
  }
  expect([await count(), await count()]).toEqual([1, 0])
  app.clock.pass(3_600_000)
  expect(await count()).toBe(1)
})

test('a French reader finds the results in French', async () => {
  const { visitor } = await startApp()
  expect((await visitor().get('/results?lang=fr')).words).toContain('Agents publics inscrits moins de 10')
})
