import { expect, test } from 'vitest'
import { cohortGivens } from '../support/cohorts.ts'
import { password } from '../support/givens.ts'
import { appForTelephones, follow, heading, press, signIn, takeFaults, telephone, visit, words } from './telephone.ts'

const listen = appForTelephones()

test('scenario 18: a workshop day on telephones of 360 px, from the code on the wall to the list on paper', async ({
  skip,
}) => {
  const app = await listen()
  const { givenProgramme, givenTrainer, givenCohort } = cohortGivens(app)
  const programme = await givenProgramme()
  const trainer = await givenTrainer(programme)
  const { address, code } = await givenCohort(trainer, programme)
  const [amina, habib] = [await app.givenPerson({ name: 'Amina Darwe' }), await app.givenPerson({ name: 'Habib Tarr' })]
  for (const person of [amina, habib]) await person.post(`/join/${code}`)

  const wall = await telephone(skip, { scripts: false })
  await signIn(wall, app.origin, trainer)
  await visit(wall, `${app.origin}${address}`)
  await follow(wall, 'Sessions')
  await wall.getByLabel('Title').fill('Day 1: mandate and team')
  await wall.getByLabel('Day').fill('2026-03-02')
  await wall.getByLabel('From').fill('09:00')
  await wall.getByLabel('To', { exact: true }).fill('08:30')
  await wall.getByLabel('Place').fill('Ministry of Mines, room 204')
  // A form that is refused on purpose is no fault.
  await press(wall, 'Add a session')
  expect(await words(wall)).toContain('The session ends after it starts')
  expect(takeFaults()).toEqual([`POST ${address}/sessions: 422`])
  await wall.getByLabel('To', { exact: true }).fill('16:30')
  await press(wall, 'Add a session')
  expect(await heading(wall)).toBe('Day 1: mandate and team')
  await follow(wall, 'Show the code')
  expect(await words(wall)).toContain('0 of 2 recorded')

  // The page renews itself, without a script, when the server's clock says so.
  const shown = () => wall.locator('.figure').innerText()
  const first = await shown()
  app.clock.set(new Date('2026-03-02T09:00:29.500Z'))
  await wall.reload()
  expect(await shown()).toBe(first)
  app.clock.pass(1000)
  await expect.poll(shown, { timeout: 8000 }).not.toBe(first)

  // Amina scans, is not signed in, and has no line for ten minutes.
  const phone = await telephone(skip, { scripts: false })
  await visit(phone, `${app.origin}/attend/${await shown()}`)
  expect(await heading(phone)).toBe('Sign in')
  app.clock.pass(600_000)
  await phone.getByLabel('E-mail address').fill(amina.email)
  await phone.getByLabel('Password').fill(password)
  await press(phone, 'Sign in')
  expect(await heading(phone)).toBe('Day 1: mandate and team')
  await press(phone, 'I am here')
  expect(await words(phone)).toContain('You are recorded as present since 2 March 2026 at 09:10 GMT')

  // Habib signed on paper.
  await follow(wall, 'To the session’s page')
  await wall.getByLabel('Habib Tarr').check()
  await wall.getByLabel('Note').fill('List signed at the door')
  await press(wall, 'Save the list')
  expect(await words(wall)).toMatch(/Habib Tarr\s+Ministry of Mines\s+By hand, Joseph Okra, 2 March 2026 at 09:10/)
  await visit(wall, `${app.origin}${address}`)
  expect(await words(wall)).toContain('1 of 1')
}, 60_000)
