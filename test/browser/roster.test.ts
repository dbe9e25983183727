import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { cohortGivens } from '../support/cohorts.ts'
import { appForTelephones, follow, heading, press, signIn, telephone, visit, words } from './telephone.ts'

const listen = appForTelephones()

/** As a spreadsheet in French saves it: a title above, semicolons, accents of Windows-1252, an empty line at the end. */
const list = [
  'Atelier de Kandra, mars 2026;;;;;',
  'N°;Nom et prénoms;Ministère;Courriel;Pays;Langue',
  '1;Aminata Kouyaté;Ministère des Mines et de la Géologie;aminata@mines.example;Guinée;français',
  '2;Habib Tarr;"Ministry of Finance; Treasury";habib@finance.example;Libéria;anglais',
  '3;Moussa Kanté;Ministère du Budget;moussa à budget.example;Guinée;français',
  ';;;;;',
].join('\r\n')

/** Goes on by Tab, as without a mouse, until the focus is on what has that name. */
async function tabTo(page: Page, name: string) {
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
  for (let presses = 0; presses < 40 && (await focused()) !== name; presses += 1) await page.keyboard.press('Tab')
  expect(await focused()).toBe(name)
}

test('on a telephone a trainer imports a list, confirms by keyboard, mends one line, and sees who is invited', async ({
  skip,
}) => {
  const app = await listen()
  const { givenProgramme, givenTrainer, givenCohort } = cohortGivens(app)
  const programme = await givenProgramme()
  const trainer = await givenTrainer(programme)
  const { address } = await givenCohort(trainer, programme)

  const page = await telephone(skip, { scripts: false })
  await signIn(page, app.origin, trainer)
  await visit(page, app.origin + address)
  await follow(page, 'Invitations')
  await follow(page, 'Invite people from a list')
  const upload = async (name: string, buffer: Buffer) => {
    await page.getByLabel('A file').setInputFiles({ name, mimeType: 'text/csv', buffer })
    await press(page, 'See what would happen')
  }
  await upload('atelier.csv', Buffer.from(list, 'latin1'))
  expect(await heading(page)).toBe('What would happen')
  expect(await words(page)).toContain('The list has 3 lines. Nothing is stored yet.')
  expect(await words(page)).toMatch(/Line 5\s+This is no e-mail address\s+Moussa Kanté · moussa à budget.example/)
  expect(await words(page)).toContain('Ministry of Finance; Treasury')

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download the line that needs mending' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('lines-to-mend.csv')
  const toMend = await readFile(await download.path(), 'utf8')

  await tabTo(page, 'Confirm: invite 2 people')
  await page.keyboard.press('Enter')
  await page.waitForURL(/sent=2/)
  expect(await words(page)).toContain('2 people have not answered')

  await follow(page, 'Invite people from a list')
  await upload('lines-to-mend.csv', Buffer.from(toMend.replace('moussa à budget', 'moussa@budget')))
  await tabTo(page, 'Confirm: invite one person')
  await page.keyboard.press('Enter')
  await page.waitForURL(/sent=1/)
  const invitations = await words(page)
  for (const name of ['Aminata Kouyaté', 'Habib Tarr', 'Moussa Kanté']) expect(invitations).toContain(name)
  const letters = (await app.letters()).map(({ to }) => to).sort()
  expect(letters).toEqual(['aminata@mines.example', 'habib@finance.example', 'moussa@budget.example'])
  await visit(page, page.url()) // as wide as the telephone, also with everybody in it
}, 60_000)
