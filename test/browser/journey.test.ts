import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { itemCount } from '../../server/catalogue/course.ts'
import { cohortGivens } from '../support/cohorts.ts'
import { password } from '../support/givens.ts'
import {
  answerAll,
  appForTelephones,
  follow,
  heading,
  press,
  signIn,
  takeFaults,
  telephone,
  visit,
  words,
} from './telephone.ts'

const slug = 'before-the-table'
const name = 'Nguyễn Thị Minh-Châu O’Reilly'
const listen = appForTelephones()

const linkIn = (text: string | undefined) => /https?:\/\/\S+/.exec(text ?? '')?.[0] ?? ''

test('an official goes from the front page to a certificate that holds up, without scripts; trainer, donor and administrator see it', async ({
  skip,
}) => {
  const app = await listen()
  const { origin, courses } = app
  const page = await telephone(skip, { scripts: false })

  // A visitor reads, and signs up.
  await visit(page, origin)
  expect(await heading(page)).toContain('The other side does this for a living')
  await follow(page, 'Before the table')
  await follow(page, 'Make an account to begin')
  await page.getByLabel('Name on the certificate').fill(name)
  await page.getByLabel('Country').selectOption({ label: 'Liberia' })
  await page.getByLabel('Institution').fill('Ministry of Justice')
  await page.getByLabel('Sex').selectOption({ label: 'Woman' })
  await page.getByLabel('E-mail address').fill('minh@justice.example')
  await page.getByLabel('Password').fill(password)
  await page.getByLabel('I agree').check()
  await press(page, 'Make the account')
  expect(await heading(page)).toBe('Now open the letter we sent you')
  const [letter] = await app.letters()
  expect(letter?.to).toBe('minh@justice.example')
  await visit(page, linkIn(letter?.text))
  await press(page, 'Confirm and sign in')

  // They enrol, read every lesson, and take every quiz on the way.
  expect(await heading(page)).toContain('Before the table')
  await press(page, 'Enrol')
  await follow(page, 'Begin')
  for (const activity of courses.get(slug).activities) {
    if (activity.kind === 'quiz' && activity.optional) continue // for who has a trainer
    expect(page.url()).toContain(activity.slug)
    if (activity.kind === 'lesson') {
      expect(await page.getByText('Worked example').count()).toBeGreaterThan(0)
      await press(page, 'Mark as done and go on')
    } else {
      await press(page, 'Begin the quiz')
      await answerAll(page, await app.rightForm(page.url()), ',')
      await press(page, 'Keep my answers and stay')
      expect(await page.locator('.standing').innerText()).toContain('Every question has an answer')
      await press(page, 'Hand in now')
      expect(await heading(page)).toMatch(
        activity.form === 'pre' ? /^(\d+) of \1 points\.$/ : /^(\d+) of \1 points\. Passed\.$/,
      )
      expect(await page.getByText('Read the lesson again').count()).toBe(itemCount(activity))
      if (activity.slug !== 'final') await follow(page, 'Go on')
    }
  }

  // The certificate, and whoever holds its code.
  await follow(page, 'Back to the course')
  await press(page, 'Get your certificate')
  const code = /TP-[0-9A-Z-]+/.exec(await words(page))?.[0] ?? ''
  const address = await page.getByRole('link', { name: 'Open the PDF' }).getAttribute('href')
  const pdf = await page.request.get(`${origin}${address}`)
  expect(pdf.headers()['content-type']).toBe('application/pdf')
  expect((await pdf.body()).toString('latin1', 0, 5)).toBe('%PDF-')
  const officer = await telephone(skip, { scripts: false })
  await visit(officer, origin)
  await officer.getByLabel('Verification code').fill(code.toLowerCase().replaceAll('-', ' '))
  await press(officer, 'Check')
  expect(await heading(officer)).toBe('This certificate is valid')
  expect(new URL(officer.url()).pathname).toBe(`/verify/${code}`)
  const record = await words(officer)
  for (const fact of [name, 'Before the table', '12 of 12', '70%', '2 March 2026', code]) expect(record).toContain(fact)

  // The trainer starts a cohort and hands out its code; the official joins.
  const { givenProgramme, givenTrainer, givenDonor, asAdministrator } = cohortGivens(app)
  const programme = await givenProgramme()
  const trainer = await telephone(skip, { scripts: false })
  await signIn(trainer, origin, await givenTrainer(programme))
  await follow(trainer, 'Cohorts')
  await follow(trainer, 'Start a cohort')
  await trainer.getByLabel('Name').fill('Deal team Kandra 2026')
  await trainer.getByLabel('Programme').selectOption({ index: 1 })
  await trainer.getByLabel('Course').selectOption({ index: 1 })
  await trainer.getByLabel('First day').fill('2026-03-02')
  await trainer.getByLabel('Last day').fill('2026-04-10')
  await press(trainer, 'Start the cohort')
  const joinCode = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await words(trainer))?.[0] ?? ''
  await follow(page, 'My learning')
  await page.getByLabel('Join code').fill(joinCode)
  await press(page, 'Find the cohort')
  expect(await words(page)).toContain('Deal team Kandra 2026')
  await press(page, 'Join the cohort')
  await visit(trainer, trainer.url())
  expect(await trainer.getByRole('row').filter({ hasText: name }).innerText()).toMatch(/12 of 12.*Completed/s)

  // The donor reads the report and takes the same numbers away; one official is too few to be shown.
  const donor = await telephone(skip, { scripts: false })
  await signIn(donor, origin, await givenDonor(programme))
  await follow(donor, 'Reports')
  await donor.locator('main .entries a').first().click()
  expect(await words(donor)).not.toContain('Minh-Châu')
  const [download] = await Promise.all([donor.waitForEvent('download'), follow(donor, /CSV/)])
  expect(download.suggestedFilename()).toBe('contracts-that-hold-completion-2026-03-02.csv')
  const csv = await readFile(await download.path(), 'utf8')
  expect(csv).toContain('as_of,country_code,country,sex,enrolled')
  expect(csv).toMatch(/all,All countries,all,hidden/)
  expect(csv).not.toContain('Minh-Châu')

  // The administrator finds the official and makes a trainer of them.
  const administrator = await telephone(skip, { scripts: false })
  await signIn(administrator, origin, await asAdministrator())
  await follow(administrator, 'Administration')
  await follow(administrator, 'People')
  await administrator.getByLabel('Name or e-mail address').fill('minh')
  await press(administrator, 'Find')
  await follow(administrator, name)
  await administrator.getByLabel('Role').selectOption({ label: 'Trainer' })
  await administrator.getByLabel('Programme').selectOption({ index: 1 })
  await press(administrator, 'Give this role')
  expect(await page.getByRole('link', { name: 'Cohorts' }).count()).toBe(0)
  await visit(page, `${origin}/learning`)
  await follow(page, 'Cohorts')
  expect(await heading(page)).toBe('Cohorts')
}, 90_000)

test('with scripts every answer is kept as it is given, on a second device too, and waits when the line drops', async ({
  skip,
}) => {
  const app = await listen()
  const { origin, givenPerson } = app
  const amina = await givenPerson()
  const first = await telephone(skip, { scripts: true })
  await signIn(first, origin, amina)
  await visit(first, `${origin}/courses/${slug}/quizzes/setting`)
  await press(first, 'Enrol')
  await visit(first, `${origin}/courses/${slug}/quizzes/setting`)
  await press(first, 'Begin the quiz')
  const number = (page: Page) => page.locator('input.number').first()
  const standing = (page: Page) => page.locator('.standing').innerText()
  await number(first).fill('4,4')
  await expect.poll(() => standing(first)).toMatch(/1 of 6 stored\s+Stored 2 March 2026/)
  await first.locator('input[type=radio]').first().check()
  await expect.poll(() => standing(first)).toContain('2 of 6 stored')
  await first.close()

  const second = await telephone(skip, { scripts: true })
  await signIn(second, origin, amina)
  await visit(second, `${origin}/learning`)
  await follow(second, 'Go on with the quiz')
  expect(await number(second).inputValue()).toBe('4,4')
  expect(await second.locator('input[type=radio]').first().isChecked()).toBe(true)

  await second.context().setOffline(true)
  await number(second).fill('4,44')
  await expect.poll(() => standing(second)).toContain('No line.')
  await second.context().setOffline(false)
  await expect.poll(() => standing(second), { timeout: 10_000 }).toContain('Stored 2 March 2026')
  await second.reload()
  expect(await number(second).inputValue()).toBe('4,44')

  const unsent = takeFaults() // whatever was tried without a line
  for (const fault of unsent) expect(fault).toMatch(/^POST \/attempts\/[\w-]+\/responses: no answer$/)

  await number(second).fill('')
  await expect.poll(() => standing(second)).toContain('1 of 6 stored')
  await second.reload()
  expect(await number(second).inputValue()).toBe('')
}, 60_000)

test('in French, a wrong password and a lesson without a translation are told in French', async ({ skip }) => {
  const app = await listen()
  const { origin, givenPerson } = app
  const page = await telephone(skip, { scripts: false, language: 'fr' })
  await visit(page, origin)
  expect(await heading(page)).toContain('En face, c’est leur métier')
  await follow(page, 'Se connecter')
  const moussa = await givenPerson({ language: 'fr' })
  await page.getByLabel('Adresse électronique').fill(moussa.email)
  await page.getByLabel('Mot de passe').fill('une phrase de travers')
  await press(page, 'Se connecter')
  expect(await page.getByRole('alert').innerText()).toContain('ne vont pas ensemble')
  expect(takeFaults()).toEqual(['POST /sign-in: 422'])
  expect(await page.getByLabel('Adresse électronique').inputValue()).toBe(moussa.email)
  await page.getByLabel('Mot de passe').fill(password)
  await press(page, 'Se connecter')
  await visit(page, `${origin}/courses/${slug}/lessons/the-team`)
  expect(await words(page)).toContain('Cette leçon n’existe pas encore en français')
}, 60_000)
