import { expect, test } from 'vitest'
import type { Language } from '../../server/platform/words/languages.ts'
import { startApp } from '../support/app.ts'
import { assessed, assessedCourses } from '../support/assessment.ts'
import { type Person, password } from '../support/givens.ts'

const quiz = '/courses/before-the-table/quizzes/setting'

async function givenAttempt(person: Person) {
  await person.post('/courses/before-the-table/enrolment')
  const { location } = await person.post(`${quiz}/attempts`)
  return location ?? ''
}

test('an attempt is a row from the moment it starts, and a second press finds it', async () => {
  const { givenPerson, db } = await startApp()
  const amina = await givenPerson()
  const first = await givenAttempt(amina)
  const presses = await Promise.all([1, 2, 3].map(() => amina.post(`${quiz}/attempts`)))
  expect(presses.map(({ location }) => location)).toEqual([first, first, first])
  expect(await db.selectFrom('attempts').select('id').execute()).toHaveLength(1)
})

test('the page of an open attempt holds no key and no explanation', async () => {
  const { givenPerson, courses } = await startApp()
  const amina = await givenPerson()
  const page = await amina.get(await givenAttempt(amina))
  const setting = courses.get('before-the-table').activities.find(({ slug }) => slug === 'setting')
  if (setting?.kind !== 'quiz') throw new Error('there is no such quiz')
  for (const item of setting.items) {
    expect(page.words).toContain(item.prompt.en.slice(0, 40))
    expect(page.words).not.toContain(item.explanation.en.slice(0, 40))
  }
  expect(page.text).not.toMatch(/\bkey\b/)
})

test('answers are kept and are there on another device', async () => {
  const { givenPerson, visitor } = await startApp()
  const amina = await givenPerson()
  const attempt = await givenAttempt(amina)
  await amina.post(`${attempt}/responses`, { 'new-receipts': '4,4' })
  const telephone = visitor()
  await telephone.post('/sign-in', { email: amina.email, password })
  const page = await telephone.get(attempt)
  expect(page.text).toContain('value="4,4"')
  expect(page.words).toContain('1 of 6 stored')
})

test('an old page cannot overwrite what a newer one stored, but clearing a field takes the answer back', async () => {
  const { givenPerson } = await startApp()
  const amina = await givenPerson()
  const attempt = await givenAttempt(amina)
  const shownOn = (text: string) => /name="_shown" value="([^"]+)"/.exec(text)?.[1] ?? ''
  await amina.post(`${attempt}/responses`, { 'new-receipts': '4.4' })
  const old = shownOn((await amina.get(attempt)).text)
  await amina.post(`${attempt}/responses`, { 'new-receipts': '' })
  expect((await amina.get(attempt)).words).toContain('1 of 6 stored')
  await amina.post(`${attempt}/responses`, { 'new-receipts': '5', _shown: old })
  await amina.post(`${attempt}/responses`, { 'new-receipts': '4.4', _shown: old })
  expect((await amina.get(attempt)).text).toContain('value="5"')
  await amina.post(`${attempt}/responses`, { 'new-receipts': '', _shown: old })
  expect((await amina.get(attempt)).words).toContain('0 of 6 stored')
})

test('submitting twice keeps the first score', async () => {
  const { givenPerson, passQuiz, db } = await startApp()
  const amina = await givenPerson()
  await givenAttempt(amina)
  const attempt = await passQuiz(amina, 'before-the-table', 'setting')
  const again = await amina.post(`${attempt}/submission`, { 'new-receipts': '0' })
  expect(again.location).toBe(attempt)
  expect((await amina.get(attempt)).words).toContain('6 of 6 points. Passed.')
  const scores = await db.selectFrom('attempts').select(['score_raw', 'number']).execute()
  expect(scores).toEqual([{ score_raw: 6, number: 1 }])
})

test('eight submissions at once give one score and eight answers that lead to it', async () => {
  const { givenPerson } = await startApp()
  const amina = await givenPerson()
  const attempt = await givenAttempt(amina)
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, i) => amina.post(`${attempt}/submission`, { 'new-receipts': String(i) })),
  )
  expect(answers.every(({ status, location }) => status === 303 && location === attempt)).toBe(true)
})

test('after submission nothing can be changed, by a late save or by hand in the database', async () => {
  const { givenPerson, passQuiz, db } = await startApp()
  const amina = await givenPerson()
  await givenAttempt(amina)
  const attempt = await passQuiz(amina, 'before-the-table', 'setting')
  const late = await amina.post(`${attempt}/responses`, { 'new-receipts': '0' })
  expect(late.status).toBe(409)
  expect(late.words).toContain('This attempt is handed in')
  await expect(db.updateTable('responses').set({ response: '"0"' }).execute()).rejects.toThrow(/submitted/)
})

test('a number that can be read in two ways is asked back, and nothing is handed in', async () => {
  const { givenPerson } = await startApp()
  const amina = await givenPerson()
  const attempt = await givenAttempt(amina)
  const page = await amina.submit(`${attempt}/submission`, { 'new-receipts': '4.250,00' })
  expect(page.words).toContain('One number needs a second look')
  expect(page.words).toContain('This can be read as two different numbers')
  expect(page.text).toContain('value="4.250,00"')
  const mended = await amina.submit(`${attempt}/submission`, { 'new-receipts': '4.44' })
  expect(mended.words).toContain('1 of 6 points. Not passed yet.')
})

test('the review says what was understood, what is right, why, and where to read again', async () => {
  const { givenPerson } = await startApp()
  const amina = await givenPerson({ language: 'fr' })
  const attempt = await givenAttempt(amina)
  const page = await amina.submit(`${attempt}/submission`, { 'new-receipts': '9,5' })
  expect(page.words).toContain('9,5 lu comme 9,5')
  expect(page.words).toContain('Bonne réponse 4,44 USD million')
  expect(page.text).toContain('href="/courses/before-the-table/lessons/why-different"')
})

test('someone else’s attempt is not there', async () => {
  const { givenPerson } = await startApp()
  const attempt = await givenAttempt(await givenPerson())
  const other = await givenPerson()
  for (const answer of [
    await other.get(attempt),
    await other.post(`${attempt}/responses`, { 'new-receipts': '1' }),
    await other.post(`${attempt}/submission`),
    await other.get('/attempts/00000000-0000-4000-8000-000000000000'),
    await other.get('/attempts/not-an-id'),
  ])
    expect(answer.status).toBe(404)
})

test('an answer to an item that is not in the attempt is refused in words, and one to an option that is not there is passed over', async () => {
  const { givenPerson, db } = await startApp()
  const amina = await givenPerson()
  const attempt = await givenAttempt(amina)
  for (const form of [{ 'no-such-item': 'a' }, { _changed: 'no-such-item' }]) {
    const refused = await amina.post(`${attempt}/responses`, { ...form, 'new-receipts': '1' })
    expect(refused.status).toBe(422)
    expect(refused.words).toContain('This question is not in your attempt')
  }
  await amina.post(`${attempt}/responses`, { 'stage-order.zzz': '1' })
  expect(await db.selectFrom('responses').select('item').execute()).toEqual([])
})

test('an answer of 100,000 characters is refused in words, and nothing that was stored is lost', async () => {
  const { givenPerson } = await startApp()
  const amina = await givenPerson()
  const attempt = await givenAttempt(amina)
  await amina.post(`${attempt}/responses`, { 'new-receipts': '4.4' })
  const refused = await amina.post(`${attempt}/responses`, { 'new-receipts': '4'.repeat(100_000) })
  expect(refused.status).toBe(422)
  expect(refused.words).toContain('up to 20,000 characters')
  expect((await amina.get(attempt)).text).toContain('value="4.4"')
})

test('the options stand in the same order whenever the attempt is opened', async () => {
  const { givenPerson } = await startApp()
  const amina = await givenPerson()
  const attempt = await givenAttempt(amina)
  const orderIn = (text: string) => [...text.matchAll(/value="(\w+)"(?: checked)?>/g)].map(([, id]) => id).join()
  expect(orderIn((await amina.get(attempt)).text)).toBe(orderIn((await amina.get(attempt)).text))
})

test('a script that saves gets sentences instead of a page, and a doubt where there is one', async () => {
  const { givenPerson } = await startApp()
  const amina = await givenPerson()
  const attempt = await givenAttempt(amina)
  const answer = await amina.post(`${attempt}/responses`, { 'new-receipts': '4.4' }, { accept: 'application/json' })
  const stored = { answered: '1 of 6 stored', stored: 'Stored 2 March 2026 at 09:00 GMT', left: null, elsewhere: '' }
  const shown = { 'new-receipts': expect.any(String) }
  expect(JSON.parse(answer.text)).toEqual({ ...stored, doubt: '', revision: 1, shown })
  const odd = await amina.post(`${attempt}/responses`, { 'new-receipts': '4.250,00' }, { accept: 'application/json' })
  expect(JSON.parse(odd.text)).toEqual({
    ...stored,
    doubt: expect.stringContaining('can be read in two ways'),
    revision: 2,
    shown,
  })
})

const royalty: [language: Language, typed: string, understood: string][] = [
  ['en', '4.25', '4.25'],
  ['en', '4.25 %', '4.25'],
  ['en', '٤٫٢٥', '4.25'],
  ['fr', '4,25', '4,25'],
  ['fr', '4.25', '4,25'],
  ['fr', '4,25\u00a0%', '4,25'],
  ['pt', '4,25 %', '4.25'],
  ['es', '4,25', '4.25'],
  ['ar', '٤٫٢٥٪', '4.25'],
]
test.each(royalty)(
  'scenario 8: in %s a royalty of %s is right, and the review says what was understood',
  async (language, typed, understood) => {
    const { givenPerson } = await startApp({ courses: assessedCourses() })
    const amina = await givenPerson({ language })
    await amina.post(`/courses/${assessed}/enrolment`)
    const { location } = await amina.post(`/courses/${assessed}/quizzes/timed/attempts`)
    const page = await amina.submit(`${location}/submission`, { q1: typed })
    expect(page.words).toMatch(/1 (of|sur) 10 points/)
    expect(page.words).toContain(language === 'fr' ? `lu comme ${understood}` : `read as ${understood}`)
  },
)

test('scenario 8: 4.250,00 is asked back in English, and 1,234 is 1.234 in French', async () => {
  const { givenPerson } = await startApp({ courses: assessedCourses() })
  for (const [language, typed, says] of [
    ['en', '4.250,00', 'This can be read as two different numbers'],
    ['fr', '1,234', 'lu comme 1,234'],
  ] as const) {
    const person = await givenPerson({ language })
    await person.post(`/courses/${assessed}/enrolment`)
    const { location } = await person.post(`/courses/${assessed}/quizzes/timed/attempts`)
    expect((await person.submit(`${location}/submission`, { q1: typed })).words).toContain(says)
  }
})
