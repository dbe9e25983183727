import { expect, test } from 'vitest'
import { startApp } from '../support/app.ts'

const amina = {
  name: 'Amina Darwe',
  email: 'Amina.Darwe@mines.example',
  password: 'the river is low in March',
  country_code: 'LR',
  institution: 'Ministry of Mines',
  sex: 'female',
  language: 'en',
  consent: 'yes',
  next: '/courses/before-the-table',
}
const linkIn = (text: string) => /https?:\/\/[^/\s]+(\/\S+)/.exec(text)?.[1] ?? ''

test('an official signs up, confirms by the letter and lands where they wanted to go', async () => {
  const { visitor, letters } = await startApp()
  const browser = visitor()
  const answer = await browser.submit('/sign-up', amina)
  expect(answer.words).toContain('Now open the letter we sent you')
  const [letter] = await letters()
  expect(letter?.to).toBe('amina.darwe@mines.example')
  const page = await browser.get(linkIn(letter?.text ?? ''))
  expect(page.words).toContain('Confirm your address')
  const confirmed = await browser.post(linkIn(letter?.text ?? ''))
  expect(confirmed.location).toBe('/courses/before-the-table')
  expect((await browser.get('/learning')).status).toBe(200)
})

test('a confirmation link works once', async () => {
  const { visitor, letters } = await startApp()
  await visitor().post('/sign-up', amina)
  const [letter] = await letters()
  const link = linkIn(letter?.text ?? '')
  await visitor().post(link)
  const again = await visitor().post(link)
  expect(again.status).toBe(410)
  expect(again.words).toContain('This link has been used or is too old')
})

test('a confirmation link is too old after 72 hours', async () => {
  const { visitor, letters, clock } = await startApp()
  await visitor().post('/sign-up', amina)
  const [letter] = await letters()
  clock.pass(72 * 3_600_000 + 1)
  expect((await visitor().post(linkIn(letter?.text ?? ''))).status).toBe(410)
})

test('a form with mistakes comes back with what was typed and a sentence for each', async () => {
  const { visitor } = await startApp()
  const page = await visitor().post('/sign-up', { ...amina, email: 'amina.mines', password: 'short', sex: '' })
  expect(page.status).toBe(422)
  expect(page.words).toContain('3 things to mend')
  expect(page.text).toContain('value="Amina Darwe"')
  expect(page.text).toContain('aria-invalid="true"')
  expect(page.text).not.toContain('short"')
})

test('who signs up twice is told by letter alone that there is an account', async () => {
  const { visitor, letters, givenPerson } = await startApp()
  const { email } = await givenPerson()
  const answer = await visitor().submit('/sign-up', { ...amina, email })
  expect(answer.words).toContain('Now open the letter we sent you')
  expect((await letters()).map(({ subject }) => subject)).toEqual(['You already have an account with Third Pillar'])
})

test('before the address is confirmed nobody is signed in, and the letter is sent again', async () => {
  const { visitor, letters } = await startApp()
  const browser = visitor()
  await browser.post('/sign-up', amina)
  const answer = await browser.post('/sign-in', { email: amina.email, password: amina.password })
  expect(answer.status).toBe(422)
  expect(answer.words).toContain('The address is not confirmed yet')
  expect(await letters()).toHaveLength(2)
})

test('a password is taken as typed, spaces at its ends included, at sign-up and at every sign-in', async () => {
  const { visitor, letters } = await startApp()
  const password = '  the river is low in March '
  await visitor().post('/sign-up', { ...amina, password })
  await visitor().post(linkIn((await letters())[0]?.text ?? ''))
  const answer = await visitor().post('/sign-in', { email: amina.email, password })
  expect(answer.status).toBe(303)
  expect((await visitor().post('/sign-in', { email: amina.email, password: password.trim() })).status).toBe(422)
})
