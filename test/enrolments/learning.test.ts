import { expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { password } from '../support/givens.ts'

const course = '/courses/before-the-table'

test('an official enrols, reads, and goes on from another device where they were', async () => {
  const { givenPerson, visitor, passQuiz } = await startApp()
  const amina = await givenPerson()
  expect((await amina.get('/learning')).words).toContain('You take no course yet')
  await amina.post(`${course}/enrolment`)
  expect((await amina.get('/learning')).words).toContain('Next: Where you stand: a test before the course')
  await passQuiz(amina, 'before-the-table', 'before', 12) // who knows nothing yet has done it all the same
  expect((await amina.get('/learning')).words).toContain('Next: Why these contracts are different')
  const onward = await amina.post(`${course}/lessons/why-different/completion`)
  expect(onward.location).toBe(`${course}/lessons/the-roadmap`)

  const telephone = visitor()
  await telephone.post('/sign-in', { email: amina.email, password })
  const page = await telephone.get('/learning')
  expect(page.words).toContain('Next: The roadmap')
  expect(page.words).toContain('2 of 14 done')
})

test('enrolling and marking a lesson twice is the same as once', async () => {
  const { givenPerson, clock } = await startApp()
  const amina = await givenPerson()
  for (let press = 0; press < 2; press += 1) {
    expect((await amina.post(`${course}/enrolment`)).status).toBe(303)
    expect((await amina.post(`${course}/lessons/why-different/completion`)).status).toBe(303)
    clock.pass(24 * 3_600_000)
  }
  const page = await amina.get(`${course}/lessons/why-different`)
  expect(page.words).toContain('You marked this lesson as done on 2 March 2026')
  expect((await amina.get(course)).words).toContain('1 of 14 done')
})

test('who has not enrolled is told to, and nothing is kept', async () => {
  const { givenPerson } = await startApp()
  const amina = await givenPerson()
  const answer = await amina.post(`${course}/lessons/why-different/completion`)
  expect(answer.status).toBe(409)
  expect(answer.words).toContain('Enrol in the course first')
  expect((await amina.get('/learning')).words).toContain('You take no course yet')
})

test('a lesson in a language it does not have is shown in English and says so', async () => {
  const { givenPerson } = await startApp()
  const amina = await givenPerson({ language: 'fr' })
  const page = await amina.get(`${course}/lessons/why-different`)
  expect(page.words).toContain('Cette leçon n’existe pas encore en français')
  expect(page.text).toContain('<article class="reading" lang="en">')
})

test('the course is completed with the last thing its rule asks for, in either order', async () => {
  const { givenPerson, finishLessons, passQuiz, db } = await startApp()
  const completed = async (id: string) =>
    (await db.selectFrom('enrolments').select('completed_at').where('learner_id', '=', id).executeTakeFirst())
      ?.completed_at
  const quizLast = await givenPerson()
  await finishLessons(quizLast, 'before-the-table')
  expect(await completed(quizLast.id)).toBeNull()
  await passQuiz(quizLast, 'before-the-table', 'final')
  expect(await completed(quizLast.id)).toEqual(new Date('2026-03-02T09:00:00Z'))

  const lessonsLast = await givenPerson()
  await lessonsLast.post(`${course}/enrolment`)
  await passQuiz(lessonsLast, 'before-the-table', 'final')
  expect(await completed(lessonsLast.id)).toBeNull()
  await finishLessons(lessonsLast, 'before-the-table')
  expect(await completed(lessonsLast.id)).not.toBeNull()
})
