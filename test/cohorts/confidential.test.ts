import { expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { beforeTheTable, cohortGivens } from '../support/cohorts.ts'
import { formIn } from '../support/form.ts'
import { resultGivens } from '../support/results.ts'

const day = 24 * 60 * 60 * 1000

async function givenConfidentialCohort() {
  const app = await startApp()
  const givens = cohortGivens(app)
  const programme = await givens.givenProgramme()
  const trainer = await givens.givenTrainer(programme)
  const { address, code } = await givens.givenCohort(trainer, programme)
  const set = async (confidential: string) => {
    const stored = formIn(await trainer.get(`${address}/settings`))
    await trainer.post(`${address}/settings`, { ...stored, confidential })
  }
  return { ...app, ...givens, programme, trainer, address, code, set }
}

test('the results of a confidential cohort are read on the page, and no file of them leaves the house', async () => {
  const { trainer, address, code, set, givenPerson } = await givenConfidentialCohort()
  await (await givenPerson()).post(`/join/${code}`)
  expect((await trainer.get(`${address}/gradebook.csv`)).status).toBe(200)
  await set('yes')
  for (const file of ['gradebook.csv', 'gradebook.xlsx']) {
    const { status, words } = await trainer.get(`${address}/${file}`)
    expect([status, words]).toEqual([409, expect.stringContaining('Results of its exercises stay here')])
  }
  const page = await trainer.get(`${address}/gradebook`)
  expect(page.words).toContain('Amina Darwe')
  expect(page.words).toContain('there is no file of them')
  expect(page.text).not.toContain('gradebook.csv')
  await set('')
  expect((await trainer.get(`${address}/gradebook.csv`)).status).toBe(200)
})

test.each([
  ['en', 'A word about “Before the table', 'how you are getting on'],
  ['fr', 'Un mot à propos de «', 'savoir où vous en êtes'],
] as const)(
  'a letter to somebody in a confidential cohort says nothing of what they did (%s)',
  async (language, subject, text) => {
    const { trainer, address, code, set, givenPerson, passQuiz, clock, letters } = await givenConfidentialCohort()
    await set('yes')
    const amina = await givenPerson({ language })
    await amina.post(`/join/${code}`)
    await passQuiz(amina, beforeTheTable, 'final', 99)
    await passQuiz(amina, beforeTheTable, 'final', 99)
    clock.pass(2 * day)
    expect((await trainer.get(`${address}/stuck`)).words).toContain('Amina Darwe')
    await trainer.post(`${address}/stuck/letters`, { learner: amina.id })
    const letter = (await letters()).find(({ to }) => to === amina.email)
    expect(letter?.subject).toContain(subject)
    expect(letter?.text).toContain(text)
    expect(letter?.text).not.toMatch(/quiz|évaluation|twice|deux|passed|final/i)
  },
)

/** 20 people of Ghana and 30 of Senegal, each in a cohort of their own. */
async function givenTwoCountries() {
  const app = await startApp()
  const givens = resultGivens(app)
  const programme = await givens.givenProgramme()
  const [ghana, senegal] = [await givens.givenCohort(programme), await givens.givenCohort(programme)]
  await givens.givenOfficials(ghana, 20, { country_code: 'GH', sex: 'female' })
  const inSenegal = await givens.givenOfficials(senegal, 30, { country_code: 'SN', sex: 'male' })
  const donor = await givens.givenDonor(programme)
  const hide = (id: string) => app.db.updateTable('cohorts').set({ confidential: true }).where('id', '=', id).execute()
  const read = async () => {
    const { text, words } = await donor.get(`/reports/${programme}`)
    return { text, words, csv: (await donor.get(`/reports/${programme}.csv`)).text }
  }
  return { ...app, ...givens, programme, ghana, senegal, inSenegal, donor, hide, read }
}

test('a donor reads the countries of a confidential cohort under no name, and every total as before', async () => {
  const { hide, read, ghana } = await givenTwoCountries()
  expect((await read()).words).toContain('50 officials from 2 countries have enrolled.')
  await hide(ghana)
  const { words, csv } = await read()
  expect(words).toContain('50 officials have enrolled.')
  expect(words).toContain('A cohort of this programme is confidential.')
  expect(words).toContain('Countries not named 20 0 20')
  expect(words).toContain('Senegal 0 30 30')
  expect(words + csv).not.toContain('Ghana')
  expect(csv).toMatch(/,ZZ,Countries not named,female,20,/)
  expect(csv).not.toMatch(/\bGH\b/)
})

test('who is in a confidential cohort and in another one is not named either', async () => {
  const { hide, read, ghana, join, inSenegal } = await givenTwoCountries()
  await join(ghana, inSenegal.slice(0, 12))
  await hide(ghana)
  const { words } = await read()
  expect(words).toContain('Countries not named 20 12 32')
  expect(words).toContain('Senegal 0 18 18')
})

test('a programme that names no country counts all together, on the page and in the file', async () => {
  const { db, programme, read, donor } = await givenTwoCountries()
  await db.updateTable('programmes').set({ countries_named: false }).where('id', '=', programme).execute()
  const { words, csv } = await read()
  expect(words).toContain('Countries are not named in this programme')
  expect(words).toContain('50 officials have enrolled.')
  expect(words + csv).not.toMatch(/Ghana|Senegal|\b(GH|SN)\b/)
  expect((await donor.get(`/reports/${programme}?lang=fr`)).words).toContain('Les pays ne sont pas nommés')
})
