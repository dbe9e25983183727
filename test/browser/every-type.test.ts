import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { assessed, assessedCourses } from '../support/assessment.ts'
import { barriersOn } from '../support/axe.ts'
import { cohortGivens } from '../support/cohorts.ts'
import { everyItem, everyTypeFiles } from '../support/every-type.ts'
import { htmlMistakes } from '../support/html.ts'
import { answerAll, appForTelephones, heading, press, signIn, telephone, visit, words } from './telephone.ts'

const listen = appForTelephones()

/** An attempt at a timed quiz with every type of item, by somebody in a cohort. */
async function givenAttempt(skip: (why: string) => never, { scripts }: { scripts: boolean }) {
  const app = await listen({ courses: assessedCourses(everyTypeFiles()) })
  const { givenProgramme, givenTrainer, givenCohort } = cohortGivens(app)
  const programme = await givenProgramme()
  const { code } = await givenCohort(await givenTrainer(programme), programme, { course: assessed })
  const amina = await app.givenPerson()
  await amina.post(`/join/${code}`)
  const page = await telephone(skip, { scripts })
  await signIn(page, app.origin, amina)
  await visit(page, `${app.origin}/courses/${assessed}/quizzes/every`)
  await press(page, 'Begin the quiz')
  return { ...app, amina, page }
}

async function expectNoBarrier(page: Page) {
  expect(await barriersOn(page)).toEqual([])
}

const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement } = document
    const item = activeElement?.closest('[data-item]')
    return {
      item: item?.id ?? null,
      name:
        (activeElement?.tagName !== 'BUTTON' && activeElement?.getAttribute('name')) ||
        (activeElement?.textContent?.trim() ?? ''),
    }
  })

test('scenario 12: a timed quiz with every type of question by keyboard alone, without a barrier', async ({ skip }) => {
  const { page, rightForm, amina, db } = await givenAttempt(skip, { scripts: true })
  await expectNoBarrier(page)

  // Every control is reached, in the order of the questions, on one page and then on the other.
  const reached: string[] = []
  const names = new Set<string>()
  const tabThrough = async () => {
    for (let presses = 0; presses < 100; presses += 1) {
      await page.keyboard.press('Tab')
      const { item, name } = await focused(page)
      names.add(name)
      if (item && reached.at(-1) !== item) reached.push(item)
      if (name === 'Say the time left') return
    }
  }
  await tabThrough()

  // Focus is where it was after a save, and the time is said on request.
  await page.keyboard.press('Enter')
  expect(await page.locator('#left-said').textContent()).toMatch(/About (29|30) minutes left/)
  const number = page.locator('input.number').first()
  await number.focus()
  await page.keyboard.type('1.2.3,4')
  await expect.poll(() => page.locator('.standing').innerText()).toContain('One number can be read in two ways')
  expect(await number.evaluate((field) => field === document.activeElement)).toBe(true)

  await press(page, 'Save and go on')
  await expectNoBarrier(page)
  await tabThrough()
  expect(reached).toEqual(everyItem.map((_, index) => `q${index + 1}`))
  const fields = Object.keys(await rightForm(page.url())).filter((name) => !name.endsWith('.why'))
  expect(fields.filter((name) => !names.has(name))).toEqual([])
  for (const name of ['Save and go on', 'Hand in now', 'Ask for more time', 'Save and go back'])
    expect(names).toContain(name)

  // The clause is marked, and its reason picked, with the space bar and the arrows.
  const phrase = page.locator('.clause input').first()
  await phrase.focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Tab')
  expect((await focused(page)).name).toMatch(/\.why$/)
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => page.locator('.standing').innerText()).toContain('2 of 11 stored')

  // An error is tied to its field, on whichever page that is.
  await press(page, 'Hand in now')
  expect(await words(page)).toContain('One number needs a second look')
  expect(await number.getAttribute('aria-invalid')).toBe('true')
  const described = (await number.getAttribute('aria-describedby'))?.split(' ') ?? []
  const said = await Promise.all(described.map((id) => page.locator(`[id="${id}"]`).textContent()))
  expect(said.join(' ')).toMatch(/cannot read this as a number|two different numbers/)
  await expectNoBarrier(page)
  for (const address of [new URL(page.url()).pathname, `${new URL(page.url()).pathname}?page=2`])
    expect(await htmlMistakes((await amina.get(address)).text)).toEqual([])

  // More time is asked for before it runs out.
  await press(page, 'Ask for more time')
  expect(await words(page)).toContain('You asked for more time.')
  expect(await db.selectFrom('time_requests').selectAll().execute()).toHaveLength(1)
}, 120_000)

test('every type of question is answered without scripts, and reviewed without a barrier', async ({ skip }) => {
  const { page, rightForm, amina } = await givenAttempt(skip, { scripts: false })
  await answerAll(page, { ...(await rightForm(page.url())), 'item-9': 'A mandate names its limits.' })
  expect(page.url()).toMatch(/\?page=2#q\d+$/)
  await press(page, 'Hand in now')
  expect(await heading(page)).toBe('Handed in. Waiting for marking.')
  const reader = await telephone(skip, { scripts: true }) // what looks for barriers is a script
  await signIn(reader, new URL(page.url()).origin, amina)
  await visit(reader, page.url())
  await expectNoBarrier(reader)
  const { text } = await amina.get(new URL(page.url()).pathname)
  expect(await htmlMistakes(text)).toEqual([])
  expect(text).not.toContain('Why it is so.')
}, 120_000)
