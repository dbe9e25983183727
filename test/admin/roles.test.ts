import { expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { cohortGivens } from '../support/cohorts.ts'

const withdrawalsIn = (html: string) => [...html.matchAll(/action="([^"]+\/withdrawal)"/g)].map(([, path = '']) => path)

test('an administrator makes someone a trainer of a programme, who can open their cohorts at once', async () => {
  const app = await startApp()
  const { asAdministrator, givenProgramme } = cohortGivens(app)
  const [admin, programme, joseph] = [await asAdministrator(), await givenProgramme(), await app.givenPerson()]
  expect((await joseph.get('/cohorts')).status).toBe(404)
  const grant = { role: 'trainer', programme_id: programme }
  const page = await admin.submit(`/admin/people/${joseph.id}/grants`, grant)
  expect(page.words).toContain('Trainer of Contracts that hold')
  expect((await joseph.get('/cohorts')).status).toBe(200)
  await admin.post(withdrawalsIn(page.text)[0] ?? '')
  expect((await joseph.get('/cohorts')).status).toBe(404)
})

test('a role given twice is one role and one event', async () => {
  const app = await startApp()
  const { asAdministrator, givenProgramme } = cohortGivens(app)
  const [admin, programme, donor] = [await asAdministrator(), await givenProgramme(), await app.givenPerson()]
  for (const _ of [1, 2])
    await admin.post(`/admin/people/${donor.id}/grants`, { role: 'donor', programme_id: programme })
  const { text } = await admin.get(`/admin/people/${donor.id}`)
  const [withdrawal = '', ...others] = withdrawalsIn(text)
  expect(others).toEqual([])
  for (const _ of [1, 2]) expect((await admin.post(withdrawal)).status).toBe(303)
  const { words } = await admin.get('/admin/audit')
  expect(words.match(/Gave a role: Donor/g)).toHaveLength(1)
  expect(words.match(/Withdrew a role: Donor/g)).toHaveLength(1)
})

test('the last administrator stays one', async () => {
  const app = await startApp()
  const { asAdministrator } = cohortGivens(app)
  const [admin, ada] = [await asAdministrator(), await app.givenPerson({ name: 'Ada Second' })]
  const own = withdrawalsIn((await admin.get(`/admin/people/${admin.id}`)).text)[0] ?? ''
  const refused = await admin.post(own)
  expect(refused.status).toBe(409)
  expect(refused.words).toContain('Nobody else is an administrator')
  await admin.post(`/admin/people/${ada.id}/grants`, { role: 'administrator' })
  expect((await admin.post(own)).location).toBe('/learning')
  expect((await admin.get('/admin')).status).toBe(404)
  expect((await ada.get('/admin')).status).toBe(200)
})

test('two administrators who withdraw each other at once leave one', async () => {
  const app = await startApp()
  const { asAdministrator } = cohortGivens(app)
  const [admin, ada] = [await asAdministrator(), await app.givenPerson({ name: 'Ada Second' })]
  await admin.post(`/admin/people/${ada.id}/grants`, { role: 'administrator' })
  const [first = ''] = withdrawalsIn((await admin.get(`/admin/people/${admin.id}`)).text)
  const [second = ''] = withdrawalsIn((await admin.get(`/admin/people/${ada.id}`)).text)
  await ada.get('/admin') // both are past the door when the first withdrawal is written
  const answers = await Promise.all([ada.post(first), admin.post(second)])
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
})

test.each([
  [{}, 'Choose a role'],
  [{ role: 'emperor' }, 'Choose a role'],
  [{ role: 'trainer' }, 'Choose the programme of this role'],
  [{ role: 'donor', programme_id: 'none' }, 'Choose the programme of this role'],
])('the grant %j is sent back with a sentence', async (form, sentence) => {
  const app = await startApp()
  const [admin, person] = [await app.givenAdministrator(), await app.givenPerson()]
  const page = await admin.post(`/admin/people/${person.id}/grants`, form)
  expect(page.status).toBe(422)
  expect(page.words).toContain(sentence)
})

test('nobody but an administrator gives roles', async () => {
  const { givenPerson } = await startApp()
  const person = await givenPerson()
  expect((await person.post(`/admin/people/${person.id}/grants`, { role: 'administrator' })).status).toBe(404)
  expect((await person.get('/admin')).status).toBe(404)
})
