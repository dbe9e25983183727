import { expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { assessed, assessedCourses } from '../support/assessment.ts'
import { cohortGivens } from '../support/cohorts.ts'
import { recordStatements } from '../support/database.ts'
import type { Person } from '../support/givens.ts'

const minute = 60_000
const half = { extra_time_percent: '50', closes_on: '', reason: 'Reads with a screen reader' }

/** A trainer's cohort in the assessed course, 2 March to 10 April by the clocks of UTC. */
async function givenCohort() {
  const app = await startApp({ courses: assessedCourses() })
  const givens = cohortGivens(app)
  const programme = await givens.givenProgramme()
  const trainer = await givens.givenTrainer(programme)
  const { address, code } = await givens.givenCohort(trainer, programme, { course: assessed, time_zone: 'UTC' })
  async function givenMember(name: string) {
    const person = await app.givenPerson({ name })
    await person.post(`/join/${code}`)
    return person
  }
  const start = async (person: Person, quiz = 'timed') =>
    (await person.post(`/courses/${assessed}/quizzes/${quiz}/attempts`)).location ?? ''
  const give = (person: Person, form = half) => trainer.post(`${address}/people/${person.id}/accommodation`, form)
  const dueAt = async (attempt: string) => {
    const row = app.db.selectFrom('attempts').select('due_at').where('id', '=', attempt.replace('/attempts/', ''))
    return (await row.executeTakeFirstOrThrow()).due_at?.toISOString().slice(11, 16)
  }
  return { ...app, ...givens, programme, trainer, address, code, givenMember, start, give, dueAt }
}

test('half more time holds in each attempt of this one learner, and nobody else sees it', async () => {
  const { trainer, address, givenMember, give, start, dueAt } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  const habib = await givenMember('Habib Larouze')
  const { status, location } = await give(amina)
  expect([status, location]).toEqual([303, `${address}/people/${amina.id}`])

  expect(await dueAt(await start(amina))).toBe('09:30')
  expect(await dueAt(await start(amina, 'strict'))).toBe('09:15')
  expect(await dueAt(await start(habib))).toBe('09:20')

  const mine = await trainer.get(`${address}/people/${amina.id}`)
  expect(mine.words).toContain('50% more')
  expect(mine.words).toContain('Reads with a screen reader')
  expect(mine.words).toContain('2 March 2026, by Joseph Okra')
  for (const page of [address, `${address}/people/${habib.id}`]) {
    const { words } = await trainer.get(page)
    expect(words).not.toMatch(/screen reader|by Joseph Okra/)
  }
  const pages = ['/learning', `/courses/${assessed}`, `/courses/${assessed}/quizzes/timed`]
  for (const page of pages) expect((await habib.get(page)).words).not.toMatch(/screen reader|50%|extra time/i)
  expect((await amina.get(`${address}/people/${amina.id}`)).status).toBe(404)
})

test('a running attempt is extended at once, and its log says so', async () => {
  const { trainer, address, givenMember, give, start, dueAt, clock } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  const attempt = await start(amina)
  clock.pass(15 * minute)
  await give(amina)
  expect(await dueAt(attempt)).toBe('09:30')
  clock.pass(10 * minute)
  expect((await amina.get(attempt)).words).toContain('09:30')
  const { words } = await trainer.get(`${address}/people/${amina.id}${attempt}`)
  expect(words).toContain('Began with 20 minutes, until 2 March 2026 at 09:20 UTC.')
  expect(words).toContain('09:15:00 Was given more time: 50% over the time limit, until 2 March 2026 at 09:30 UTC.')
})

test('time taken back shortens no attempt that is open', async () => {
  const { trainer, address, givenMember, give, start, dueAt } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  await give(amina, { ...half, extra_time_percent: '100' })
  const attempt = await start(amina)
  const answer = await give(amina, { ...half, extra_time_percent: '0', reason: 'Given to the wrong person' })
  expect(answer.status).toBe(303)
  expect(await dueAt(attempt)).toBe('09:40')
  expect(await dueAt(await start(amina, 'strict'))).toBe('09:10')
  const { words } = await trainer.get(`${address}/people/${amina.id}`)
  expect(words).toContain('Extra time in timed quizzes None')
})

test('an attempt whose time is over stays over', async () => {
  const { givenMember, give, start, dueAt, clock } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  const attempt = await start(amina)
  clock.pass(21 * minute)
  await give(amina)
  expect(await dueAt(attempt)).toBe('09:20')
})

test('a later last day holds until its end, for this person alone', async () => {
  const { givenMember, give, start, dueAt, clock } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  const habib = await givenMember('Habib Larouze')
  const open = await start(amina, 'essay')
  expect((await give(amina, { ...half, closes_on: '2026-04-17' })).status).toBe(303)
  clock.set(new Date('2026-04-17T23:45:00Z'))
  expect((await amina.get(open)).words).toContain('17 April 2026 at 23:59')
  expect(await dueAt(await start(amina))).toBe('00:00')
  expect((await habib.post(`/courses/${assessed}/quizzes/timed/attempts`)).status).toBe(409)
  clock.set(new Date('2026-04-18T00:00:00Z'))
  expect((await amina.post(`/courses/${assessed}/quizzes/strict/attempts`)).status).toBe(409)
})

test('a request for more time reaches the trainer by letter and is granted before the time is up', async () => {
  const { trainer, address, origin, givenMember, give, start, dueAt, clock, letters } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  const attempt = await start(amina)
  clock.pass(12 * minute)
  await amina.post(`${attempt}/time-request`)
  await amina.post(`${attempt}/time-request`)

  const asked = (await letters()).filter(({ subject }) => subject === 'Amina Darwe asks for more time')
  expect(asked.map(({ to }) => to)).toEqual([trainer.email])
  expect(asked[0]?.text).toContain('in Timed quiz. The attempt ends on 2 March 2026 at 09:20 UTC.')
  expect(asked[0]?.text).toContain(`${origin}${address}/people/${amina.id}\n`)

  const sentence = 'Asked for more time on 2 March 2026 at 09:12 UTC in Timed quiz.'
  expect((await trainer.get(address)).words).toContain(`Amina Darwe ${sentence}`)
  expect((await trainer.get(`${address}/people/${amina.id}`)).words).toContain(sentence)
  clock.pass(3 * minute)
  await give(amina)
  expect(await dueAt(attempt)).toBe('09:30')
  for (const page of [address, `${address}/people/${amina.id}`])
    expect((await trainer.get(page)).words).not.toContain('Asked for more time')
  clock.pass(10 * minute)
  await amina.post(`${attempt}/submission`, { q1: '4,25' })
  const log = await trainer.get(`${address}/people/${amina.id}${attempt}`)
  expect(log.words).toMatch(/09:12:00 Asked for more time\. .*09:15:00 Was given more time.* 09:25:00 Handed in/)
})

test('each trainer of the cohort gets the letter in their own language', async () => {
  const { db, trainer, givenMember, start, letters } = await givenCohort()
  await db.updateTable('accounts').set({ language: 'fr' }).where('id', '=', trainer.id).execute()
  const amina = await givenMember('Amina Darwe')
  await amina.post(`${await start(amina)}/time-request`)
  const subjects = (await letters()).map(({ subject }) => subject)
  expect(subjects).toContain('Amina Darwe demande plus de temps')
})

test('a request of who has handed in by then troubles nobody', async () => {
  const { trainer, address, givenMember, start, letters } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  const attempt = await start(amina)
  await amina.post(`${attempt}/time-request`)
  await amina.post(`${attempt}/submission`, { q1: '4,25' })
  expect((await letters()).map(({ subject }) => subject)).not.toContain('Amina Darwe asks for more time')
  expect((await trainer.get(address)).words).not.toContain('Asked for more time')
})

const long = 'r'.repeat(501)
const refused: [string, Partial<typeof half>, string][] = [
  ['extra time that is not offered', { extra_time_percent: '75' }, 'Choose how much extra time'],
  ['no extra time chosen', { extra_time_percent: '' }, 'Choose how much extra time'],
  ['a day before the cohort’s last', { closes_on: '2026-04-09' }, 'That is before the cohort’s last day'],
  ['a day that no calendar has', { closes_on: '2026-02-30' }, 'Give the last day'],
  ['no reason', { reason: '   ' }, 'Give a reason of 10 to 500 characters'],
  ['a reason of nine characters', { reason: 'because I' }, 'Give a reason of 10 to 500 characters'],
  ['a reason of 501 characters', { reason: long }, 'Give a reason of 10 to 500 characters'],
]
test.each(refused)('%s is refused, and what was typed is still there', async (_, wrong, sentence) => {
  const { db, givenMember, give, start, dueAt } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  const attempt = await start(amina)
  const typed = { ...half, closes_on: '2026-05-01', ...wrong }
  const { status, words, text } = await give(amina, typed)
  expect(status).toBe(422)
  expect(words).toContain(sentence)
  expect(text).toContain(`value="${typed.closes_on}"`)
  expect(text).toContain(typed.reason.trim())
  expect(await dueAt(attempt)).toBe('09:20')
  const terms = await db.selectFrom('enrolment_terms').select(['extra_time_percent', 'reason']).execute()
  expect(terms).toEqual([{ extra_time_percent: 0, reason: null }])
})

test('only who leads the cohort gives time, and only to its people', async () => {
  const { db, address, programme, trainer, givenMember, givenPerson, givenTrainer } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  const colleague = await givenTrainer(programme, 'Another Trainer')
  const stranger = await givenPerson()
  const form = `${address}/people/${amina.id}/accommodation`
  expect((await colleague.post(form, half)).status).toBe(404)
  expect((await amina.post(form, half)).status).toBe(404)
  expect((await trainer.post(`${address}/people/${stranger.id}/accommodation`, half)).status).toBe(404)
  const terms = await db.selectFrom('enrolment_terms').select('extra_time_percent').execute()
  expect(terms).toEqual([{ extra_time_percent: 0 }])
})

test('the pages of a cohort in which many ask cost no more than four statements', async () => {
  const { trainer, address, givenMember, start, clock } = await givenCohort()
  const people = await Promise.all(['One', 'Two', 'Three'].map((name) => givenMember(name)))
  let attempt = ''
  for (const person of people) {
    attempt = await start(person)
    await person.post(`${attempt}/time-request`)
  }
  const own = `${address}/people/${people.at(-1)?.id}`
  for (const page of [address, own, `${own}${attempt}`]) {
    clock.pass(6_000) // what the sessions remember is forgotten, so that theirs counts too
    const { statements, stop } = recordStatements()
    expect((await trainer.get(page)).status).toBe(200)
    stop()
    expect(statements.length).toBeLessThanOrEqual(4)
  }
})
