import { expect, test } from 'vitest'
import { beforeTheTable, cohortGivens } from '../support/cohorts.ts'
import { appForTelephones, follow, heading, press, signIn, telephone, visit, words } from './telephone.ts'

const listen = appForTelephones()

test('on a telephone a trainer sees who is stuck, changes one letter, writes to the others, and notes why', async ({
  skip,
}) => {
  const app = await listen()
  const { origin, givenPerson, clock } = app
  const { givenProgramme, givenTrainer, givenCohort } = cohortGivens(app)
  const programme = await givenProgramme()
  const trainer = await givenTrainer(programme)
  const { address, code } = await givenCohort(trainer, programme)
  const amina = await givenPerson({ name: 'Amina Darwe', institution: 'Ministry of Justice and Human Rights' })
  const moussa = await givenPerson({ name: 'Moussa Kanté', language: 'fr' })
  for (const person of [amina, moussa]) await person.post(`/join/${code}`)
  await amina.post(`/courses/${beforeTheTable}/lessons/the-team/completion`)
  clock.set(new Date('2026-03-11T10:05:00Z'))

  const page = await telephone(skip, { scripts: false })
  await signIn(page, origin, trainer)
  await visit(page, origin + address)
  await follow(page, 'Who is stuck')
  expect(await words(page)).toContain('Nothing done for 9 days.')
  expect(await words(page)).toContain('Nothing begun in 9 days.')

  await follow(page, 'Read and change the letter') // Amina’s, who comes first by name
  expect(await heading(page)).toBe('A letter to Amina Darwe')
  expect(await page.getByLabel('Text').inputValue()).toContain('go on where you stopped')
  await page.getByLabel('Text').fill('Dear Amina,\n\nShall we talk on Thursday?\n\nJoseph Okra')
  await press(page, 'Send the letter')
  expect(await words(page)).toContain('One letter went out')
  expect(await page.getByLabel('Write to Amina Darwe').isChecked()).toBe(false)

  await press(page, 'Write to those ticked')
  expect(await words(page)).toContain('One letter went out')
  const sent = (await app.letters()).map(({ to, text }) => [to, text.split('\n')[0]]).sort()
  expect(sent).toEqual([
    [amina.email, 'Dear Amina,'],
    [moussa.email, 'Bonjour Moussa Kanté,'],
  ])

  await follow(page, 'Amina Darwe')
  expect(await heading(page)).toBe('Amina Darwe')
  await page.getByLabel('A note about Amina Darwe').fill('Thursday at ten suits her.')
  await press(page, 'Add the note')
  expect(await words(page)).toContain('Thursday at ten suits her.')
  expect(await words(page)).toContain('Letter from Joseph Okra')
}, 60_000)
