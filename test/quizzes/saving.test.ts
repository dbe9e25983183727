import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { assessed, assessedCourses } from '../support/assessment.ts'
import type { Person } from '../support/givens.ts'

type Fields = Record<string, string | string[]>

/** A page of the attempt as its script sends from it: every save has a number. */
function openPage(person: Person, attempt: string, revision = 0) {
  const page = randomUUID()
  let sequence = 0
  const send = async (fields: Fields) => {
    const answer = await person.post(`${attempt}/responses`, fields, { accept: 'application/json' })
    return JSON.parse(answer.text) as { revision: number; elsewhere: string; answered: string; stored: string }
  }
  const save = (item: string, value: string, number = ++sequence) =>
    send({ _page: page, _sequence: String(number), _revision: String(revision), _changed: item, [item]: value })
  return { save }
}

async function givenAttempt() {
  const app = await startApp({ courses: assessedCourses() })
  const amina = await app.givenPerson()
  await amina.post(`/courses/${assessed}/enrolment`)
  const { location } = await amina.post(`/courses/${assessed}/quizzes/timed/attempts`)
  const attempt = location ?? ''
  const stored = async () =>
    Object.fromEntries(
      (await app.db.selectFrom('responses').select(['item', 'response']).execute()).map((row) => [
        row.item,
        row.response,
      ]),
    )
  const saves = () => app.db.selectFrom('saves').select(['revision', 'sequence', 'items']).orderBy('revision').execute()
  return { ...app, amina, attempt, stored, saves }
}

test('what a page sends twice is stored once, and is answered both times', async () => {
  const { amina, attempt, saves } = await givenAttempt()
  const page = openPage(amina, attempt)
  const answers = await Promise.all([
    page.save('q1', '4.25', 1),
    page.save('q1', '4.25', 1),
    page.save('q1', '4.25', 1),
  ])
  expect(answers.map(({ answered }) => answered)).toEqual(Array(3).fill('1 of 10 stored'))
  expect(await saves()).toEqual([{ revision: 1, sequence: 1, items: ['q1'] }])
})

test('a save from the past never overwrites a later one, and is answered as stored', async () => {
  const { amina, attempt, stored, saves } = await givenAttempt()
  const page = openPage(amina, attempt)
  await page.save('q1', '5', 2)
  const past = await page.save('q1', '4', 1)
  expect(past).toMatchObject({ answered: '1 of 10 stored', revision: 1 })
  expect(await stored()).toEqual({ q1: '5' })
  expect(await saves()).toHaveLength(1)
})

test('of two devices the newer answer by the server’s order counts, and the other one is told', async () => {
  const { amina, attempt, stored } = await givenAttempt()
  const [telephone, laptop] = [openPage(amina, attempt), openPage(amina, attempt)]
  expect((await telephone.save('q1', '4')).elsewhere).toBe('')
  const told = await laptop.save('q2', 'b')
  expect(told.elsewhere).toContain('Question 1 was answered in another window or on another device')
  await laptop.save('q1', '5')
  expect(await stored()).toEqual({ q1: '5', q2: 'b' })
  expect((await telephone.save('q3', '1')).elsewhere).toContain('Questions 1, 2 were answered in another window')
})

test('an answer that is taken back on one device is told on the other', async () => {
  const { amina, attempt, stored } = await givenAttempt()
  const [telephone, laptop] = [openPage(amina, attempt), openPage(amina, attempt)]
  await telephone.save('q1', '4')
  await laptop.save('q1', '')
  expect(await stored()).toEqual({})
  expect((await telephone.save('q2', 'a')).elsewhere).toContain('Question 1 was answered')
})

test('without a script, “Save and go on” stores the page, leads to the next question and tells what came from elsewhere', async () => {
  const { amina, attempt, stored } = await givenAttempt()
  const { text } = await amina.get(attempt)
  expect(text).toMatch(/<noscript>.*Save and go on/)
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? ''
  await openPage(amina, attempt).save('q9', '7')
  const form = { _page: field('_page'), _revision: field('_revision'), q1: '4.25', q2: 'a', q9: '', _next: '6' }
  const { location } = await amina.post(`${attempt}/responses`, form)
  expect(location).toBe(`${attempt}?elsewhere=9#q6`)
  expect(await stored()).toEqual({ q1: '4.25', q2: 'a', q9: '7' })
  const page = await amina.get(`${attempt}?elsewhere=9`)
  expect(page.words).toContain('Question 9 was answered in another window or on another device meanwhile.')
})

test('an odd page name, sequence or revision is read as none', async () => {
  const { amina, attempt, stored } = await givenAttempt()
  for (const odd of ['-1', '1e9', '99999999999999999999', "'; drop table saves", '']) {
    const answer = await amina.post(`${attempt}/responses`, { _page: odd, _sequence: odd, _revision: odd, q2: 'a' })
    expect(answer.status).toBe(303)
  }
  expect(await stored()).toEqual({ q2: 'a' })
})

test('the database holds the states of an attempt, whoever writes', async () => {
  const { amina, attempt, db } = await givenAttempt()
  await amina.post(`${attempt}/responses`, { q2: 'a' })
  const { id, ...row } = await db.selectFrom('attempts').selectAll().executeTakeFirstOrThrow()
  const json = { items: '[]', rules: JSON.stringify(row.rules), corrections: '{}' }
  const { revision, ...values } = row
  const second = db.insertInto('attempts').values({ ...values, ...json, id: randomUUID(), number: 2 })
  await expect(second.execute()).rejects.toThrow(/attempts_one_open/)
  const change = db.updateTable('attempts')
  const scored = { score_raw: 1, score_max: 1, outcome: 'passed' as const, closed_by: 'learner' as const }
  await expect(change.set(scored).execute()).rejects.toThrow(/attempts_scored_when_submitted/)
  const now = new Date('2026-03-02T09:10:00Z')
  await expect(change.set({ submitted_at: now }).execute()).rejects.toThrow(/attempts_scored_when_submitted/)
  const waiting = { ...scored, submitted_at: now, marking: 'waiting' as const }
  await expect(change.set(waiting).execute()).rejects.toThrow(/attempts_scored_when_submitted/)
  await expect(change.set({ due_by: null }).execute()).rejects.toThrow(/attempts_due_by_something/)
  await amina.post(`${attempt}/submission`)
  await expect(change.set({ submitted_at: now }).execute()).rejects.toThrow(/is submitted/)
  await expect(db.deleteFrom('responses').execute()).rejects.toThrow(/is submitted/)
  await db.deleteFrom('attempts').where('id', '=', id).execute() // an account may be erased, and all of it goes
  expect(await db.selectFrom('responses').select('item').execute()).toEqual([])
})

test('who has no trainer to ask for more time is told so', async () => {
  const { amina, attempt, db } = await givenAttempt()
  expect((await amina.post(`${attempt}/time-request`)).status).toBe(409) // nobody leads who could give it
  expect(await db.selectFrom('time_requests').selectAll().execute()).toEqual([])
})
