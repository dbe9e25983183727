import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { assessed, assessedCourses } from '../support/assessment.ts'
import type { Person } from '../support/givens.ts'
import { press, putAwayTelephones, signIn, takeFaults, telephone, visit, words } from './telephone.ts'

let app: TestApp | undefined
afterEach(async () => {
  await putAwayTelephones()
  takeFaults() // these stories are about lines that drop
  await app?.app.close()
})

const minute = 60_000
const standing = (page: Page) => page.locator('.standing').innerText()
const says = (page: Page, text: string | RegExp, timeout = 8000) =>
  expect.poll(() => standing(page), { timeout }).toMatch(text)

/** 50 kbit/s down, 20 up, 800 ms there and back. */
async function on2G(page: Page) {
  const line = await page.context().newCDPSession(page)
  const speed = { latency: 800, downloadThroughput: 50_000 / 8, uploadThroughput: 20_000 / 8 }
  await line.send('Network.enable')
  await line.send('Network.emulateNetworkConditions', { offline: false, ...speed })
  page.setDefaultTimeout(25_000)
}

async function givenTimedAttempt(skip: (why: string) => never, quiz = 'timed') {
  app = await startApp({ courses: assessedCourses(), listen: true })
  const amina = await app.givenPerson()
  const page = await telephone(skip, { scripts: true })
  await signIn(page, app.origin, amina)
  await amina.post(`/courses/${assessed}/enrolment`)
  await visit(page, `${app.origin}/courses/${assessed}/quizzes/${quiz}`)
  await press(page, 'Begin the quiz')
  return { ...app, amina, page, attempt: page.url() }
}

/** The same person with another device. */
async function otherDevice(skip: (why: string) => never, person: Person, attempt: string) {
  const page = await telephone(skip, { scripts: true })
  await signIn(page, new URL(attempt).origin, person)
  await visit(page, attempt)
  return page
}

/** The telephone runs out of memory: the page has no time to do anything. */
async function killPage(page: Page) {
  await page.goto('chrome://crash').catch(() => {})
  await page.close()
}

const give = async (page: Page, question: number) => {
  const item = page.locator(`#q${question}`)
  if (question % 2) await item.locator('input.number').fill('4.25')
  else await item.locator('input[value="a"]').check()
}

test('scenario 1: dropped in question 7 of 10 on 2G; the page says what is stored, and nothing is lost on either device', async ({
  skip,
}) => {
  const { page, attempt, amina, clock, db } = await givenTimedAttempt(skip)
  await on2G(page)
  for (const question of [1, 2, 3, 4, 5, 6, 7]) await give(page, question)
  await says(page, '7 of 10 stored', 20_000)
  await says(page, /Stored 2 March 2026 at 09:00 GMT/, 20_000)

  await page.context().setOffline(true)
  await says(page, /No line\..*Stored 2 March 2026 at 09:00 GMT/, 5000)
  await give(page, 8)
  await says(page, /7 of 10 stored.*kept on this device and sent when the line returns/s, 5000)
  const context = page.context()
  await killPage(page)

  clock.pass(12 * minute)
  const laptop = await otherDevice(skip, amina, attempt)
  expect(await words(laptop)).toContain('7 answers are stored, the last at 2 March 2026 at 09:00 GMT.')
  expect(await words(laptop)).toContain('8 minutes are left')
  expect(await laptop.locator('#q7 input.number').inputValue()).toBe('4.25')
  await give(laptop, 9)
  await says(laptop, '8 of 10 stored')

  await context.setOffline(false)
  const again = await context.newPage()
  await again.goto(attempt)
  await says(again, '9 of 10 stored', 20_000)
  expect(await words(again)).toContain('Answers that had been kept on this device were put back')
  expect(await again.locator('#q8 input[value="a"]').isChecked()).toBe(true)

  expect(await db.selectFrom('attempts').select('id').execute()).toHaveLength(1)
  expect(await db.selectFrom('responses').select('item').execute()).toHaveLength(9)
}, 120_000)

test('a line that is silent without being gone is told within five seconds, and the answer is stored once it arrives', async ({
  skip,
}) => {
  const { page, db } = await givenTimedAttempt(skip)
  let silent = true
  await page.route('**/responses', async (route) => {
    if (!silent) await route.continue()
  })
  await give(page, 1)
  await says(page, 'the line is slow or gone', 5000)
  silent = false
  await page.unroute('**/responses')
  await page.reload()
  await says(page, '1 of 10 stored')
  expect(await db.selectFrom('saves').select('sequence').execute()).toHaveLength(1)
}, 60_000)

test('an answer that a closed page had kept never overwrites a newer one from another device, and is told', async ({
  skip,
}) => {
  const { page: first, attempt, amina, db } = await givenTimedAttempt(skip)
  await first.context().setOffline(true)
  await first.locator('#q1 input.number').fill('3')
  await killPage(first)
  const laptop = await otherDevice(skip, amina, attempt)
  await laptop.locator('#q1 input.number').fill('4.25')
  await says(laptop, '1 of 10 stored')
  await first.context().setOffline(false)
  const page = await first.context().newPage()
  await page.goto(attempt)
  await expect.poll(() => words(page)).toContain('A newer answer from another device is stored for question 1')
  expect(await words(page)).toContain('“3”')
  expect(await page.locator('#q1 input.number').inputValue()).toBe('4.25')
  const [response] = await db.selectFrom('responses').select('response').execute()
  expect(response?.response).toBe('4.25')
}, 60_000)

test('of two open devices the newer answer counts, and the other is told', async ({ skip }) => {
  const { page, attempt, amina } = await givenTimedAttempt(skip)
  const laptop = await otherDevice(skip, amina, attempt)
  await give(page, 1)
  await says(page, '1 of 10 stored')
  await laptop.locator('#q1 input.number').fill('5')
  await says(laptop, '1 of 10 stored')
  await give(page, 2)
  await expect.poll(() => words(page)).toContain('Question 1 was answered in another window or on another device')
}, 60_000)

test('scenario 4: a device with a wrong clock shows the time the server gives, and says it on request', async ({
  skip,
}) => {
  const { page, clock } = await givenTimedAttempt(skip)
  clock.pass(10 * minute + 20_000)
  await page.clock.install({ time: new Date('2026-03-02T12:00:00Z') }) // three hours ahead
  await page.reload()
  await says(page, 'About 9 minutes left')
  await press(page, 'Say the time left')
  expect(await page.locator('#left-said').textContent()).toBe('About 9 minutes left')
  await page.clock.fastForward(5 * minute)
  await says(page, 'About 4 minutes left')
  expect(await page.locator('#left-said').textContent()).toMatch(/About [45] minutes left/)
}, 60_000)

test('handing in without a line keeps the page, and says so', async ({ skip }) => {
  const { page, attempt } = await givenTimedAttempt(skip)
  await give(page, 1)
  await says(page, '1 of 10 stored')
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Hand in now' }).click()
  await says(page, 'No line.')
  expect(page.url()).toBe(attempt)
  await page.context().setOffline(false)
  await press(page, 'Hand in now')
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('1 of 10 points.')
}, 60_000)

test('scenario 2: the answer to “Hand in” never comes back; every further press ends on the same result', async ({
  skip,
}) => {
  const { page, attempt, db } = await givenTimedAttempt(skip)
  await give(page, 1)
  await says(page, '1 of 10 stored')
  let cut = true
  await page.route('**/submission', async (route) => {
    if (!cut) return route.continue()
    await route.fetch({ maxRedirects: 0 }) // it arrived, and only the answer is lost
    await route.abort('connectionreset')
  })
  const handIn = () => page.getByRole('button', { name: 'Hand in now' }).click()
  await handIn()
  await page.waitForURL('chrome-error://**')
  cut = false
  await page.goto(attempt)
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('1 of 10 points.')
  await page.goBack()
  if (await page.getByRole('button', { name: 'Hand in now' }).isVisible()) await handIn()
  await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText()).toContain('1 of 10 points.')
  await page.reload()
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('1 of 10 points.')
  expect(await db.selectFrom('attempts').select(['number', 'score_raw']).execute()).toEqual([
    { number: 1, score_raw: 1 },
  ])
  const events = await db
    .selectFrom('audit_events')
    .select('action')
    .where('action', '=', 'attempt.submitted')
    .execute()
  expect(events).toHaveLength(1)
}, 60_000)

test('an answer kept for a question on another page is sent from whichever page is opened', async ({ skip }) => {
  const { page, attempt, db } = await givenTimedAttempt(skip, 'long')
  await page.locator('#q1 input.number').fill('1')
  await press(page, 'Save and go on')
  expect(page.url()).toBe(`${attempt}?page=2#q7`)
  expect(await standing(page)).toContain('1 of 12 stored')
  const context = page.context()
  await context.setOffline(true)
  await page.locator('#q8 input.number').fill('8')
  await says(page, 'No line.')
  await killPage(page)
  await context.setOffline(false)
  const again = await context.newPage()
  await again.goto(attempt)
  await says(again, '2 of 12 stored')
  await press(again, 'Save and go on')
  expect(await again.locator('#q8 input.number').inputValue()).toBe('8')
  expect(await words(again)).toContain('Questions 2, 3, 4, 5, 6, 7, 9, 10, 11, 12 are still open.')
  await again.locator('#q9 input.number').fill('9')
  await again.locator('#q9 input.number').press('Enter') // stores; only the button hands in
  await again.waitForURL(/page=2#q7$/)
  expect(await standing(again)).toContain('3 of 12 stored')
  expect(await db.selectFrom('attempts').select('submitted_at').execute()).toEqual([{ submitted_at: null }])
}, 60_000)
