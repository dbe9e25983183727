import { expect, test } from 'vitest'
import { formatDeadline } from '../../server/platform/words/deadline.ts'
import { startApp } from '../support/app.ts'
import { assessed, assessedCourses } from '../support/assessment.ts'
import { cohortGivens } from '../support/cohorts.ts'
import { formIn } from '../support/form.ts'

const deadlines: [what: string, at: string, own: string, cohort: string | null, shown: string][] = [
  ['a day that ends, where the reader is', '2026-04-11T00:00Z', 'UTC', 'UTC', '10 April 2026 at 23:59 UTC'],
  [
    'the same clocks under another name',
    '2026-04-11T00:00Z',
    'Africa/Accra',
    'Africa/Monrovia',
    '10 April 2026 at 23:59 GMT',
  ],
  [
    'a cohort in Maputo, read in Monrovia',
    '2026-04-10T22:00Z',
    'Africa/Monrovia',
    'Africa/Maputo',
    '10 April 2026 at 21:59 GMT (where the cohort is, 10 April 2026 at 23:59 GMT+2)',
  ],
  [
    'a cohort in Monrovia, read the next day in Ulaanbaatar',
    '2026-04-11T00:00Z',
    'Asia/Ulaanbaatar',
    'Africa/Monrovia',
    '11 April 2026 at 07:59 GMT+8 (where the cohort is, 10 April 2026 at 23:59 GMT)',
  ],
  [
    'the day on which Lisbon’s clocks go forward has one hour less, and ends with its own last minute',
    '2026-03-29T23:00Z',
    'Europe/Lisbon',
    'Europe/Lisbon',
    '29 March 2026 at 23:59 WEST',
  ],
  ['an hour in the middle of a day', '2026-04-10T14:20Z', 'Africa/Maputo', null, '10 April 2026 at 16:20 GMT+2'],
]
test.each(deadlines)('%s', (_, at, ownZone, cohortZone, shown) => {
  expect(formatDeadline(new Date(at), { language: 'en', ownZone, cohortZone })).toBe(shown)
})

/** A cohort in Lisbon that closes on the day its clocks go forward, with somebody from Mozambique in it. */
async function givenCohort() {
  const app = await startApp({ courses: assessedCourses() })
  const givens = cohortGivens(app)
  const programme = await givens.givenProgramme()
  const trainer = await givens.givenTrainer(programme)
  const period = { course: assessed, starts_on: '2026-03-02', ends_on: '2026-03-29', time_zone: 'Europe/Lisbon' }
  const { code } = await givens.givenCohort(trainer, programme, period)
  const amina = await app.givenPerson({ country_code: 'MZ' })
  await amina.post(`/join/${code}`)
  return { ...app, trainer, amina }
}

test('scenario 19: a deadline stands in the learner’s zone and in the cohort’s, in both languages', async () => {
  const { amina } = await givenCohort()
  // 23:59 on 29 March in Lisbon is summer time already: one hour ahead of UTC, one behind Maputo.
  const both = '30 March 2026 at 00:59 GMT+2 (where the cohort is, 29 March 2026 at 23:59 WEST)'
  expect((await amina.get(`/courses/${assessed}`)).words).toContain(`Your cohort closes on ${both}.`)
  expect((await amina.get('/learning')).words).toContain(`Your cohort closes on ${both}.`)
  expect((await amina.get(`/courses/${assessed}/quizzes/final`)).words).toContain(both)
  expect((await amina.get('/learning?lang=fr')).words).toContain('Votre cohorte se termine le 30 mars 2026 à 00:59')
})

test('scenario 19: across the change of the clocks nothing becomes late by an hour', async () => {
  const { amina, clock, db, rightForm } = await givenCohort()
  // The last hour of the day by Lisbon's summer clocks: 22:00 to 23:00 UTC; by its winter clocks the day would go on.
  clock.set(new Date('2026-03-29T22:40:00Z'))
  const location = (await amina.post(`/courses/${assessed}/quizzes/timed/attempts`)).location ?? ''
  const page = (await amina.get(location)).words
  expect(page).toContain('30 March 2026 at 00:59 GMT+2 (where the cohort is, 29 March 2026 at 23:59 WEST)')
  clock.set(new Date('2026-03-29T22:59:59Z'))
  await amina.post(`${location}/submission`, await rightForm(location))
  const [attempt] = await db.selectFrom('attempts').select(['closed_by', 'submitted_at', 'due_at']).execute()
  expect(attempt?.closed_by).toBe('learner')
  expect(attempt?.due_at).toEqual(new Date('2026-03-29T23:00:00Z'))
  expect((await amina.get(location)).words).not.toContain('late')
})

test('a person reads times by the clocks of their country, or of the zone they choose', async () => {
  const { amina, db } = await givenCohort()
  const choose = (time_zone: string) => amina.post('/account/time-zone', { time_zone })
  const zone = () => db.selectFrom('accounts').select('time_zone').where('id', '=', amina.id).executeTakeFirst()
  expect((await amina.get('/account')).words).toContain('Africa/Maputo')
  expect(formIn(await amina.get('/account/time-zone'))).toEqual({ time_zone: 'Africa/Maputo' })
  expect((await choose('Asia/Kabul')).location).toBe('/account?saved=yes')
  expect((await amina.get('/learning')).words).toContain('30 March 2026 at 03:29 GMT+4:30')
  const wrong = await choose('Kandra/Capital')
  expect([wrong.status, wrong.words]).toEqual([422, expect.stringContaining('Choose a time zone')])
  expect(await zone()).toEqual({ time_zone: 'Asia/Kabul' })

  // Who lives by their country's clocks goes on to do so when they move.
  await choose('Africa/Maputo')
  await amina.post('/account', { ...formIn(await amina.get('/account')), country_code: 'PE' })
  expect(await zone()).toEqual({ time_zone: '' })
  expect(formIn(await amina.get('/account/time-zone'))).toEqual({ time_zone: 'America/Lima' })
})
