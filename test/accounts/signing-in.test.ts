import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { password } from '../support/givens.ts'

const linkIn = (text: string | undefined) => /https?:\/\/[^/\s]+(\/\S+)/.exec(text ?? '')?.[1] ?? ''

test('a wrong password and an unknown address get the same answer', async () => {
  const { visitor, givenPerson } = await startApp()
  const { email } = await givenPerson()
  const wrong = await visitor().post('/sign-in', { email, password: 'not the sentence' })
  const unknown = await visitor().post('/sign-in', { email: 'nobody@mines.example', password })
  expect([wrong.status, unknown.status]).toEqual([422, 422])
  expect(wrong.words.replace(email, '')).toBe(unknown.words.replace('nobody@mines.example', ''))
})

test('who must sign in first comes back to the page they wanted', async () => {
  const { visitor, givenPerson } = await startApp()
  const { email } = await givenPerson()
  const browser = visitor()
  const door = await browser.get('/courses/before-the-table/lessons/the-team')
  expect(door.location).toBe('/sign-in?next=%2Fcourses%2Fbefore-the-table%2Flessons%2Fthe-team')
  const page = await browser.get(door.location ?? '')
  const next = /name="next" value="([^"]*)"/.exec(page.text)?.[1] ?? ''
  const answer = await browser.post('/sign-in', { email, password, next })
  expect(answer.location).toBe('/courses/before-the-table/lessons/the-team')
})

test.each(['//evil.example', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)'])(
  'nobody is led to another site by next=%s',
  async (next) => {
    const { visitor, givenPerson } = await startApp()
    const { email } = await givenPerson()
    expect((await visitor().post('/sign-in', { email, password, next })).location).toBe('/learning')
  },
)

test('the session table holds nothing that opens a door', async () => {
  const { db, givenPerson } = await startApp()
  const person = await givenPerson()
  const cookie = person.cookies.get('sid') ?? ''
  const { rows } = await sql<{ id_hash: Buffer }>`select id_hash from sessions`.execute(db)
  expect(cookie).toHaveLength(40)
  expect(rows.map(({ id_hash }) => id_hash.toString('latin1')).join()).not.toContain(cookie)
  person.cookies.set('sid', rows[0]?.id_hash.toString('hex') ?? '')
  expect((await person.get('/learning')).status).toBe(303)
})

test('signing out ends the session for whoever kept the cookie', async () => {
  const { givenPerson } = await startApp()
  const person = await givenPerson()
  const kept = person.cookies.get('sid') ?? ''
  await person.post('/sign-out')
  person.cookies.set('sid', kept)
  expect((await person.get('/learning')).status).toBe(303)
})

test('a session ends after 30 days without use', async () => {
  const { givenPerson, db } = await startApp()
  const person = await givenPerson()
  await sql`update sessions set expires_at = now() - interval '1 minute'`.execute(db)
  const other = { ...person }
  expect((await other.get('/learning')).status).toBe(303)
})

test('a forgotten password is set anew by a letter, once, and signs out every other device', async () => {
  const { givenPerson, visitor, letters, clock } = await startApp()
  const person = await givenPerson()
  await visitor().post('/password-reset', { email: person.email })
  const link = linkIn((await letters())[0]?.text)
  const browser = visitor()
  expect((await browser.get(link)).words).toContain('Your new password')
  expect((await browser.post(link, { password: 'another sentence entirely' })).location).toBe('/learning')
  expect((await browser.post(link, { password: 'yet another sentence' })).status).toBe(410)
  clock.pass(6_000) // the old session was remembered for five seconds
  expect((await person.get('/learning')).status).toBe(303)
  const again = await visitor().post('/sign-in', { email: person.email, password: 'another sentence entirely' })
  expect(again.status).toBe(303)
})

test('an address without an account gets no letter and the same page', async () => {
  const { visitor, letters } = await startApp()
  const answer = await visitor().submit('/password-reset', { email: 'nobody@mines.example' })
  expect(answer.words).toContain('If the address has an account, a letter is on its way')
  expect(await letters()).toEqual([])
})

test('the eleventh wrong password in a row is told to wait', async () => {
  const { visitor } = await startApp()
  const browser = visitor()
  for (let tries = 0; tries < 10; tries += 1)
    await browser.post('/sign-in', { email: 'a@b.example', password: 'guess' })
  const answer = await browser.post('/sign-in', { email: 'a@b.example', password: 'guess' })
  expect(answer.status).toBe(429)
  expect(answer.words).toContain('Too many tries in a short time')
})

test('a person corrects their details and the pages follow the language they chose', async () => {
  const { givenPerson } = await startApp()
  const person = await givenPerson()
  const details = {
    name: 'Amina Darwe-Okra',
    country_code: 'LR',
    institution: 'Treasury',
    sex: 'female',
    language: 'fr',
  }
  const page = await person.submit('/account', details)
  expect(page.words).toContain('Vos changements sont conservés.')
  expect(page.words).toContain('Amina Darwe-Okra')
})
