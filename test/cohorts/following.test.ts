import { expect, test } from 'vitest'
import { createCatalogue } from '../../server/catalogue/catalogue.ts'
import { startApp } from '../support/app.ts'
import { assessedCourses } from '../support/assessment.ts'
import { cohortGivens } from '../support/cohorts.ts'
import { formIn } from '../support/form.ts'

async function givenCohort() {
  const taken = assessedCourses().get('assessed')
  const next = { ...taken, slug: 'second', title: { en: 'The second course', fr: 'Le deuxième cours' } }
  const app = await startApp({ courses: createCatalogue([taken, next], []) })
  const givens = cohortGivens(app)
  const programme = await givens.givenProgramme()
  const trainer = await givens.givenTrainer(programme)
  const { address, code } = await givens.givenCohort(trainer, programme, { course: 'assessed' })
  const people = [await app.givenPerson({ name: 'Amina Darwe' }), await app.givenPerson({ language: 'fr' })]
  for (const person of people) await person.post(`/join/${code}`)
  const second = { name: 'Second round', course: 'second', starts_on: '2026-05-04', ends_on: '2026-06-12' }
  const follow = (changes: object = {}) =>
    trainer.post(`${address}/following`, { ...second, time_zone: 'Africa/Monrovia', ...changes })
  return { ...app, ...givens, programme, trainer, address, people, follow }
}

test('a cohort’s people, trainers and settings go on into another course, and each person gets a letter', async () => {
  const { trainer, address, programme, people, follow, givenTrainer, db, letters } = await givenCohort()
  const helper = await givenTrainer(programme, 'Mariama Sow')
  await trainer.post(`${address}/trainers`, { trainer_id: helper.id })
  const stored = formIn(await trainer.get(`${address}/settings`))
  await trainer.post(`${address}/settings`, { ...stored, place: 'Room 9', capacity: '2', attendance_percent: '80' })
  const page = await trainer.get(`${address}/following`)
  expect(page.words).toContain('2 people have a place at once, and each gets a letter.')
  expect(page.text).toContain('value="second"')
  expect(page.text).not.toContain('value="assessed"')

  const made = (await follow()).location ?? ''
  expect((await trainer.get(made)).words).toContain('Second round')
  expect((await helper.get(made)).status).toBe(200)
  expect(formIn(await trainer.get(`${made}/settings`))).toMatchObject({
    place: 'Room 9',
    capacity: '2',
    attendance_percent: '80',
  })
  const members = await db
    .selectFrom('cohort_members')
    .select('learner_id')
    .where('cohort_id', '=', made.split('/')[2] ?? '')
    .execute()
  expect(members.map(({ learner_id }) => learner_id).sort()).toEqual(people.map(({ id }) => id).sort())
  expect((await people[0]?.get('/courses/second'))?.words).toContain('12 June 2026 at 23:59')
  const written = (await letters()).filter(({ text }) => text.includes('/courses/second'))
  expect(written.map(({ to }) => to).sort()).toEqual(people.map(({ email }) => email).sort())
  expect(written.find(({ to }) => to === people[1]?.email)?.text.replaceAll('\u00a0', ' ')).toContain(
    'la cohorte Second round, qui suit le cours « Le deuxième cours » du 4 mai 2026',
  )
})

test('a second press begins no second cohort', async () => {
  const { follow, db } = await givenCohort()
  const answers = [await follow(), await follow()]
  expect(answers.map(({ status }) => status)).toEqual([303, 422])
  expect(answers[1]?.words).toContain('This programme already has a cohort of that name')
  expect(await db.selectFrom('cohorts').select('id').execute()).toHaveLength(2)
})

test.each([
  ['the course they are in', { course: 'assessed' }],
  ['no course', { course: '' }],
  ['an end before the start', { ends_on: '2026-05-03' }],
])('%s is asked back, and nothing is begun', async (_, changes) => {
  const { follow, db } = await givenCohort()
  const { status, text } = await follow(changes)
  expect(status).toBe(422)
  expect(text).toContain('value="Second round"')
  expect(await db.selectFrom('cohorts').select('id').execute()).toHaveLength(1)
})

test('another trainer of the programme finds no cohort to follow', async () => {
  const { address, programme, givenTrainer } = await givenCohort()
  const other = await givenTrainer(programme, 'Mariama Sow')
  expect((await other.get(`${address}/following`)).status).toBe(404)
  expect((await other.post(`${address}/following`, {})).status).toBe(404)
})
