import { expect, test } from 'vitest'
import { ask, givenCertificate, givenEarner } from '../certificates/holders.ts'
import { startApp } from '../support/app.ts'
import { beforeTheTable } from '../support/cohorts.ts'

// Two people do the same thing with the same things at the same time. Neither meets what is the other's.

const quiz = `/courses/${beforeTheTable}/quizzes/setting`

test('two learners who start the same quiz have an attempt each, and go on with their own', async () => {
  const { givenPerson } = await startApp()
  const [amina, joseph] = [await givenPerson(), await givenPerson()]
  for (const person of [amina, joseph]) await person.post(`/courses/${beforeTheTable}/enrolment`)
  const start = async (person: typeof amina) => (await person.post(`${quiz}/attempts`)).location ?? ''
  const [hers, his] = [await start(amina), await start(joseph)]
  expect(his).not.toBe(hers)
  expect([await start(amina), await start(joseph)]).toEqual([hers, his])
  expect([(await amina.get(hers)).status, (await joseph.get(his)).status]).toEqual([200, 200])
  expect([(await amina.get(his)).status, (await joseph.get(hers)).status]).toEqual([404, 404])
  expect((await joseph.get(quiz)).text).not.toContain(hers)
})

test('a certificate that somebody holds gives nobody else one', async () => {
  const app = await startApp()
  const [holder, earner, other] = [await givenEarner(app), await givenEarner(app), await app.givenPerson()]
  const code = await givenCertificate(holder)
  expect((await other.post(ask)).status).toBe(409)
  expect(await givenCertificate(earner)).not.toBe(code)
  expect(await givenCertificate(holder)).toBe(code)
})

test('each sees their own progress, and neither the other’s', async () => {
  const { givenPerson, finishLessons } = await startApp()
  const [amina, joseph] = [await givenPerson({ name: 'Amina Darwe' }), await givenPerson({ name: 'Joseph Okra' })]
  await joseph.post(`/courses/${beforeTheTable}/enrolment`)
  const before = (await joseph.get('/learning')).words
  await finishLessons(amina, beforeTheTable)
  expect((await joseph.get('/learning')).words).toBe(before)
  expect((await joseph.get('/learning')).words).not.toContain('Amina')
  expect((await amina.get('/learning')).words).not.toBe(before.replace('Joseph Okra', 'Amina Darwe'))
})
