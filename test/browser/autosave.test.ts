import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { press, putAwayTelephones, signIn, takeFaults, telephone, visit } from './telephone.ts'

let app: TestApp | undefined
afterEach(async () => {
  await putAwayTelephones()
  takeFaults() // these stories are about lines that drop
  await app?.app.close()
})

const number = (page: Page) => page.locator('input.number').first()
const standing = (page: Page) => page.locator('.standing').innerText()

/** An attempt that is open on a telephone; gives the page and its address. */
async function givenOpenAttempt(skip: (why: string) => never) {
  app = await startApp({ listen: true })
  const amina = await app.givenPerson()
  const page = await telephone(skip, { scripts: true })
  await signIn(page, app.origin, amina)
  await amina.post('/courses/before-the-table/enrolment')
  await visit(page, `${app.origin}/courses/before-the-table/quizzes/setting`)
  await press(page, 'Begin the quiz')
  return { page, attempt: page.url() }
}

test('an answer that was typed just before the page is left is not lost', async ({ skip }) => {
  const { page, attempt } = await givenOpenAttempt(skip)
  await number(page).fill('4,4')
  await visit(page, `${app?.origin}/learning`)
  await visit(page, attempt)
  await expect
    .poll(async () => {
      await page.reload()
      return number(page).inputValue()
    })
    .toBe('4,4')
}, 40_000)

test('a save that is slow to arrive never overwrites a newer answer', async ({ skip }) => {
  const { page } = await givenOpenAttempt(skip)
  let held = 0
  let answered = 0
  page.on('response', (response) => {
    if (response.url().endsWith('/responses')) answered += 1
  })
  await page.route('**/responses', async (route) => {
    held += 1
    if (held === 1) await new Promise((done) => setTimeout(done, 1500))
    await route.continue()
  })
  await number(page).fill('1')
  await expect.poll(() => held).toBe(1)
  await number(page).fill('2')
  expect(await standing(page)).toContain('Storing')
  await expect.poll(() => standing(page), { timeout: 8000 }).toContain('Stored 2 March 2026')
  await expect.poll(() => answered, { timeout: 8000 }).toBe(2)
  await page.reload()
  expect(await number(page).inputValue()).toBe('2')
}, 40_000)

test('who is no longer signed in is told so, and a number in doubt is doubted', async ({ skip }) => {
  const { page } = await givenOpenAttempt(skip)
  await number(page).fill('4.250,00')
  await expect.poll(() => standing(page)).toContain('can be read in two ways')
  await page.context().clearCookies({ name: 'sid' })
  await number(page).fill('4.25')
  await expect.poll(() => standing(page)).toContain('you are no longer signed in')
}, 40_000)
