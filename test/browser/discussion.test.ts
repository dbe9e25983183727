import { afterEach, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { cohortGivens } from '../support/cohorts.ts'
import { follow, heading, press, putAwayTelephones, signIn, takeFaults, telephone, visit, words } from './telephone.ts'

let app: TestApp | undefined
afterEach(async () => {
  await putAwayTelephones()
  await app?.app.close()
  app = undefined
  expect(takeFaults()).toEqual([])
})

test('on a telephone a cohort asks, answers, reports and hides; no long word and no Arabic makes a page too wide', async ({
  skip,
}) => {
  app = await startApp({ listen: true })
  const { origin, givenPerson } = app
  const { givenProgramme, givenTrainer, givenCohort } = cohortGivens(app)
  const programme = await givenProgramme()
  const trainer = await givenTrainer(programme)
  const { address, code } = await givenCohort(trainer, programme)
  const long = 'Wasserrechtsverleihungsurkunde'.repeat(4)
  const amina = await givenPerson({ name: `Amina ${'D'.repeat(60)}`, institution: 'M'.repeat(90) })
  await amina.post(`/join/${code}`)

  const hers = await telephone(skip, { scripts: false })
  await signIn(hers, origin, amina)
  await follow(hers, 'Deal team Kandra 2026')
  await follow(hers, 'The setting')
  await hers.getByLabel('The question in one line').fill(long)
  await hers.getByLabel('Your words').fill(`${long} https://mines.example/${'x'.repeat(500)} مرحبا`)
  await press(hers, 'Post')
  expect(await heading(hers)).toBe(long)
  await hers.getByLabel('Your words').fill('مرحبا، من يوقع على العقد؟')
  await press(hers, 'Post')
  const thread = hers.url().replace(/[?#].*/, '')

  const his = await telephone(skip, { scripts: false })
  await signIn(his, origin, trainer)
  await visit(his, origin + address)
  await follow(his, 'Messages to the cohort')
  await his.getByLabel('Subject').fill(long)
  await his.getByLabel('Message').fill(`${long} https://mines.example/${'y'.repeat(500)}`)
  await press(his, 'Send to the cohort')
  expect(await words(his)).toContain('Sent to one person.')
  await visit(his, origin + address)
  await follow(his, 'Discussion')
  await follow(his, 'The setting')
  await follow(his, long)
  await press(his, 'Mark as the answer')
  await visit(his, thread)
  expect(await words(his)).toContain('The answer, marked by a trainer')
  await his.getByLabel('Your words').fill('By article 4, the minister.')
  await press(his, 'Post')

  await visit(hers, thread)
  await follow(hers, 'Report to the trainers')
  await hers.getByLabel('What should the trainers look at?').fill(long)
  await press(hers, 'Report')
  expect(await words(hers)).toContain('Reported.')
  await visit(his, origin + address)
  await follow(his, 'One post of the discussion is reported')
  await press(his, 'Hide')
  expect(await words(his)).toContain('Hidden by a trainer')
  await visit(hers, thread)
  expect(await words(hers)).not.toContain('By article 4')
  await hers.getByText('Withdraw', { exact: true }).first().click()
  await press(hers, 'Withdraw it now')
  await visit(hers, thread)
  expect(await heading(hers)).toBe('Withdrawn by its author')
  await follow(hers, 'Deal team Kandra 2026')
  await press(hers, 'Stop these letters')
  expect(await words(hers)).toContain('No letters come about the discussion.')
}, 60_000)
