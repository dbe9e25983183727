import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { launchChromium } from '../support/chromium.ts'
import { cohortGivens } from '../support/cohorts.ts'
import { type Person, password } from '../support/givens.ts'

const slug = 'before-the-table'
let app: TestApp | undefined
const contexts: BrowserContext[] = []
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close()
  await app?.app.close()
})

/** A telephone of 360 px, on which no script may fail. */
async function telephone(skip: (why: string) => void, options: { scripts: boolean; language?: string }) {
  const browser = await launchChromium()
  if (typeof browser === 'string') {
    skip(browser)
    throw new Error(browser)
  }
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    javaScriptEnabled: options.scripts,
    locale: options.language ?? 'en',
    acceptDownloads: true,
  })
  contexts.push(context)
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  page.on('pageerror', (error) => expect.soft(error.message).toBe(''))
  return page
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()
const follow = (page: Page, name: string | RegExp) => page.getByRole('link', { name }).first().click()
const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText()
const linkIn = (text: string | undefined) => /https?:\/\/\S+/.exec(text ?? '')?.[0] ?? ''

async function signIn(page: Page, origin: string, person: Pick<Person, 'email'>) {
  await page.goto(`${origin}/sign-in`)
  await page.getByLabel('E-mail address').fill(person.email)
  await page.getByLabel('Password').fill(password)
  await press(page, 'Sign in')
}

/** Gives the right response to every item of the quiz that is open, numbers with a decimal comma. */
async function answerAll(page: Page, courses: TestApp['courses'], quizSlug: string) {
  const quiz = courses.get(slug).activities.find((one) => one.slug === quizSlug)
  if (quiz?.kind !== 'quiz') throw new Error(`there is no quiz ${quizSlug}`)
  for (const item of quiz.items) {
    const field = (name: string, value: string) => page.locator(`[name="${name}"][value="${value}"]`).check()
    if (item.type === 'numeric') await page.locator(`[name="${item.id}"]`).fill(String(item.key).replace('.', ','))
    else if (item.type === 'choice') await field(item.id, item.key)
    else if (item.type === 'multiple-choice') for (const id of item.key) await field(item.id, id)
    else
      for (const [index, id] of item.key.entries())
        await page.locator(`[name="${item.id}.${id}"]`).selectOption(String(index + 1))
  }
}

test('an official goes from the front page to a certificate that holds up, without scripts; trainer, donor and administrator see it', async ({
  skip,
}) => {
  app = await startApp({ listen: true })
  const { origin, courses } = app
  const page = await telephone(skip, { scripts: false })

  // A visitor reads, and signs up.
  await page.goto(origin)
  expect(await heading(page)).toContain('The other side does this for a living')
  await follow(page, 'Before the table')
  await follow(page, 'Make an account to begin')
  await page.getByLabel('Name on the certificate').fill('Nguyễn Thị Minh-Châu O’Reilly')
  await page.getByLabel('Country').selectOption({ label: 'Liberia' })
  await page.getByLabel('Institution').fill('Ministry of Justice')
  await page.getByLabel('Sex').selectOption({ label: 'Woman' })
  await page.getByLabel('E-mail address').fill('minh@justice.example')
  await page.getByLabel('Password').fill(password)
  await page.getByLabel('I agree').check()
  await press(page, 'Make the account')
  expect(await heading(page)).toBe('Now open the letter we sent you')
  const [letter] = await app.letters()
  await page.goto(linkIn(letter?.text))
  await press(page, 'Confirm and sign in')

  // They enrol, read every lesson, and take every quiz on the way.
  expect(await heading(page)).toContain('Before the table')
  await press(page, 'Enrol')
  await follow(page, 'Begin')
  for (const activity of courses.get(slug).activities) {
    expect(page.url()).toContain(activity.slug)
    if (activity.kind === 'lesson') {
      expect(await page.getByText('Worked example').count()).toBeGreaterThan(0)
      await press(page, 'Mark as done and go on')
    } else {
      await press(page, 'Begin the quiz')
      await answerAll(page, courses, activity.slug)
      await press(page, 'Keep my answers and stay')
      expect(await page.getByText('Every question has an answer').count()).toBe(1)
      await press(page, 'Hand in now')
      expect(await heading(page)).toContain('Passed.')
      expect(await page.getByText('Read the lesson again').count()).toBe(activity.items.length)
      if (activity.slug !== 'final') await follow(page, 'Go on')
    }
  }

  // The certificate, and whoever holds its code.
  await follow(page, 'Back to the course')
  await press(page, 'Get your certificate')
  const code = /TP-[0-9A-Z-]+/.exec(await page.locator('main').innerText())?.[0] ?? ''
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const pdf = await fetch(`${origin}/certificates/${code}.pdf`, { headers: { cookie } })
  expect(
    Buffer.from(await pdf.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-')
  const officer = await telephone(skip, { scripts: false })
  await officer.goto(origin)
  await officer.getByLabel('Verification code').fill(code.toLowerCase().replaceAll('-', ' '))
  await press(officer, 'Check')
  expect(await heading(officer)).toBe('This certificate is valid')
  const record = await officer.locator('main').innerText()
  for (const fact of ['Nguyễn Thị Minh-Châu O’Reilly', 'Before the table', '14 of 14', '70%', '2 March 2026', code])
    expect(record).toContain(fact)

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
  const joinCode = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await trainer.locator('main').innerText())?.[0] ?? ''
  await follow(page, 'My learning')
  await page.getByLabel('Join code').fill(joinCode)
  await press(page, 'Find the cohort')
  expect(await page.locator('main').innerText()).toContain('Deal team Kandra 2026')
  await page.locator('main form button').first().click()
  await trainer.reload()
  const people = await trainer.locator('main').innerText()
  expect(people).toContain('Nguyễn Thị Minh-Châu O’Reilly')
  expect(people).toContain('14 of 14')

  // The donor reads the report and takes the same numbers away; one official is too few to be shown.
  const donor = await telephone(skip, { scripts: false })
  await signIn(donor, origin, await givenDonor(programme))
  await follow(donor, 'Reports')
  await donor.locator('main .entries a').first().click()
  expect(await donor.locator('main').innerText()).not.toContain('Minh-Châu')
  const [download] = await Promise.all([donor.waitForEvent('download'), follow(donor, /CSV/)])
  expect(download.suggestedFilename()).toMatch(/completion-2026-03-02\.csv$/)

  // The administrator finds the official and makes a trainer of them.
  const administrator = await telephone(skip, { scripts: false })
  await signIn(administrator, origin, await asAdministrator())
  await follow(administrator, 'Administration')
  await follow(administrator, 'People')
  await administrator.getByLabel('Name or e-mail address').fill('minh')
  await press(administrator, 'Find')
  await follow(administrator, 'Nguyễn')
  await administrator.getByLabel('Role').selectOption({ label: 'Trainer' })
  await administrator.getByLabel('Programme').selectOption({ index: 1 })
  await administrator.locator('main form button').last().click()
  await page.goto(`${origin}/learning`)
  await follow(page, 'Cohorts')
  expect(await heading(page)).toBe('Cohorts')
}, 90_000)

test('with scripts every answer is kept as it is given, on a second device too, and waits when the line drops', async ({
  skip,
}) => {
  app = await startApp({ listen: true })
  const { origin, givenPerson } = app
  const amina = await givenPerson()
  const first = await telephone(skip, { scripts: true })
  await signIn(first, origin, amina)
  await first.goto(`${origin}/courses/${slug}/quizzes/setting`)
  await press(first, 'Enrol')
  await first.goto(`${origin}/courses/${slug}/quizzes/setting`)
  await press(first, 'Begin the quiz')
  const number = (page: Page) => page.locator('input.number').first()
  const standing = (page: Page) => page.locator('.standing').innerText()
  await number(first).fill('4,4')
  await expect.poll(() => standing(first)).toMatch(/1 of 6 stored\s+Stored 2 March 2026/)
  await first.locator('input[type=radio]').first().check()
  await expect.poll(() => standing(first)).toContain('2 of 6 stored')

  const second = await telephone(skip, { scripts: true })
  await signIn(second, origin, amina)
  await second.goto(`${origin}/learning`)
  await follow(second, 'Go on with the quiz')
  expect(await number(second).inputValue()).toBe('4,4')
  expect(await second.locator('input[type=radio]').first().isChecked()).toBe(true)

  await second.context().setOffline(true)
  await number(second).fill('4,44')
  await expect.poll(() => standing(second)).toContain('Not yet sent: there is no line')
  await second.context().setOffline(false)
  await expect.poll(() => standing(second), { timeout: 10_000 }).toContain('Stored 2 March 2026')
  await second.reload()
  expect(await number(second).inputValue()).toBe('4,44')

  await number(second).fill('')
  await expect.poll(() => standing(second)).toContain('1 of 6 stored')
  await second.reload()
  expect(await number(second).inputValue()).toBe('')
}, 60_000)

test('in French, a wrong password and a lesson without a translation are told in French', async ({ skip }) => {
  app = await startApp({ listen: true })
  const { origin, givenPerson } = app
  const page = await telephone(skip, { scripts: false, language: 'fr' })
  await page.goto(origin)
  expect(await heading(page)).toContain('En face, c’est leur métier')
  await follow(page, 'Se connecter')
  const moussa = await givenPerson({ language: 'fr' })
  await page.getByLabel('Adresse électronique').fill(moussa.email)
  await page.getByLabel('Mot de passe').fill('une phrase de travers')
  await press(page, 'Se connecter')
  expect(await page.getByRole('alert').innerText()).toContain('ne vont pas ensemble')
  expect(await page.getByLabel('Adresse électronique').inputValue()).toBe(moussa.email)
  await page.getByLabel('Mot de passe').fill(password)
  await press(page, 'Se connecter')
  await page.goto(`${origin}/courses/${slug}/lessons/the-team`)
  expect(await page.locator('main').innerText()).toContain('Cette leçon n’existe pas encore en français')
}, 60_000)
