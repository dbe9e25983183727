import { expect, test } from 'vitest'
import { attendanceAsked, type Term } from '../../server/enrolments/terms.ts'
import { startApp } from '../support/app.ts'
import { beforeTheTable, cohortGivens } from '../support/cohorts.ts'
import { formIn } from '../support/form.ts'

const hour = 60 * 60 * 1000
const day = 24 * hour
const workshop = { title: 'Workshop', place: 'Room 204', from_time: '09:00', to_time: '16:00' }
const course = `/courses/${beforeTheTable}`

/** A cohort of a trainer with three workshop days, on 2, 3 and 4 March, and an award that asks for a share of them. */
async function givenCohort(percent: string) {
  const app = await startApp()
  const givens = cohortGivens(app)
  const programme = await givens.givenProgramme()
  const trainer = await givens.givenTrainer(programme)
  const { address, code } = await givens.givenCohort(trainer, programme)
  const ask = async (attendance_percent: string) =>
    trainer.post(`${address}/settings`, { ...formIn(await trainer.get(`${address}/settings`)), attendance_percent })
  expect((await ask(percent)).status).toBe(303)
  const givenSession = async (held_on: string) => {
    const { location } = await trainer.post(`${address}/sessions`, { ...workshop, held_on })
    return location ?? ''
  }
  const givenSessions = () => Promise.all(['2026-03-02', '2026-03-03', '2026-03-04'].map(givenSession))
  const givenMember = async (name: string) => {
    const person = await app.givenPerson({ name })
    await person.post(`/join/${code}`)
    return person
  }
  const present = (session: string, ...people: { id: string }[]) =>
    trainer.post(`${session}/attendance`, { present: people.map(({ id }) => id), note: 'The paper list' })
  const completions = () => app.db.selectFrom('enrolments').select(['learner_id', 'completed_at']).execute()
  const isComplete = async ({ id }: { id: string }) =>
    (await completions()).some((row) => row.learner_id === id && row.completed_at !== null)
  return { ...app, trainer, address, code, ask, givenSession, givenSessions, givenMember, present, isComplete }
}

const term = (attendance_percent: number | null, sessions: number, attended: number): Term => ({
  cohort_id: 'cohort',
  closes_at: '2026-04-11T00:00:00Z',
  extra_time_percent: 0,
  time_zone: 'UTC',
  attendance_percent,
  sessions,
  attended,
})
const rules: [what: string, terms: Term[], expected: { needed: number; met: boolean } | null][] = [
  ['nobody asks who takes the course alone', [], null],
  ['a cohort may ask for nothing', [term(null, 3, 0)], null],
  ['a share is rounded up to whole days', [term(80, 3, 2)], { needed: 3, met: false }],
  ['exactly the share is enough', [term(80, 5, 4)], { needed: 4, met: true }],
  ['one day less is not', [term(80, 5, 3)], { needed: 4, met: false }],
  ['one per cent of three days is a day', [term(1, 3, 0)], { needed: 1, met: false }],
  ['days that are not fixed yet are still to come', [term(50, 0, 0)], { needed: 1, met: false }],
  ['of two cohorts the one that asks for nothing holds', [term(100, 3, 0), term(null, 0, 0)], null],
  ['of two cohorts the one nearer to its share holds', [term(100, 3, 0), term(50, 4, 2)], { needed: 2, met: true }],
]
test.each(rules)('%s', (_, terms, expected) => {
  const asked = attendanceAsked(terms)
  expect(asked && { needed: asked.needed, met: asked.met }).toEqual(expected)
})

test('who did everything but attend is told how many days are missing, and is certified when they came', async () => {
  const { givenSessions, givenMember, present, isComplete, finishLessons, passQuiz, clock } = await givenCohort('60')
  const [first = '', second = ''] = await givenSessions()
  const amina = await givenMember('Amina Darwe')
  await finishLessons(amina, beforeTheTable)
  await passQuiz(amina, beforeTheTable, 'final')
  clock.pass(2 * day)
  await present(first, amina)
  expect(await isComplete(amina)).toBe(false)
  const rule = 'At least 60% of your cohort’s workshop days. You attended 1 of 3; 2 are needed.'
  expect((await amina.get(course)).words).toContain(rule)
  const refused = await amina.post(`${course}/certificate`)
  expect([refused.status, refused.words]).toEqual([409, expect.stringContaining(rule)])
  expect((await amina.get('/certificates')).words).toContain('One workshop day is missing.')
  expect((await amina.get('/certificates')).words).not.toContain('final quiz is left')

  await present(second, amina)
  expect(await isComplete(amina)).toBe(true)
  expect((await amina.post(`${course}/certificate`)).status).toBe(303)
  expect((await amina.get('/certificates')).words).toContain('TP-')
})

test('a scan on the wall completes whom only that day was missing', async () => {
  const { trainer, givenSessions, givenMember, isComplete, finishLessons, passQuiz, clock } = await givenCohort('1')
  const [first = ''] = await givenSessions()
  const amina = await givenMember('Amina Darwe')
  await finishLessons(amina, beforeTheTable)
  await passQuiz(amina, beforeTheTable, 'final')
  clock.pass(hour)
  const code = /\b[0-9A-Z]{2,6}-[0-9A-Z]{6}\b/.exec((await trainer.get(`${first}/code`)).words)?.[0]
  const action = /action="(\/attend\/[^"]+)"/.exec((await amina.get(`/attend/${code}`)).text)?.[1] ?? ''
  expect(await isComplete(amina)).toBe(false)
  await amina.post(action.replaceAll('&amp;', '&'))
  expect(await isComplete(amina)).toBe(true)
})

test('the last lesson completes the course when the days were attended before', async () => {
  const { givenSessions, givenMember, present, isComplete, finishLessons, passQuiz, clock } = await givenCohort('100')
  const sessions = await givenSessions()
  const amina = await givenMember('Amina Darwe')
  clock.pass(3 * day)
  for (const session of sessions) await present(session, amina)
  await passQuiz(amina, beforeTheTable, 'final')
  expect(await isComplete(amina)).toBe(false)
  await finishLessons(amina, beforeTheTable)
  expect(await isComplete(amina)).toBe(true)
})

test('a day that is cancelled counts no more, and who has the rest is complete at once', async () => {
  const { trainer, givenSessions, givenMember, present, isComplete, finishLessons, passQuiz, clock } =
    await givenCohort('100')
  const [first = '', second = '', third = ''] = await givenSessions()
  const [amina, idrissa] = [await givenMember('Amina Darwe'), await givenMember('Idrissa Kol')]
  for (const person of [amina, idrissa]) {
    await finishLessons(person, beforeTheTable)
    await passQuiz(person, beforeTheTable, 'final')
  }
  clock.pass(2 * day)
  await present(first, amina, idrissa)
  await present(second, amina)
  await trainer.post(`${third}/cancellation`)
  expect([await isComplete(amina), await isComplete(idrissa)]).toEqual([true, false])
})

test('a cohort that asks less completes whom it now satisfies, and who is complete stays complete', async () => {
  const { trainer, address, ask, givenSessions, givenMember, present, isComplete, finishLessons, passQuiz, clock } =
    await givenCohort('100')
  const [first = ''] = await givenSessions()
  const [amina, idrissa] = [await givenMember('Amina Darwe'), await givenMember('Idrissa Kol')]
  for (const person of [amina, idrissa]) {
    await finishLessons(person, beforeTheTable)
    await passQuiz(person, beforeTheTable, 'final')
  }
  clock.pass(day)
  await present(first, amina)
  await ask('30')
  expect([await isComplete(amina), await isComplete(idrissa)]).toEqual([true, false])
  await ask('100')
  expect(await isComplete(amina)).toBe(true)
  expect((await trainer.get(`${address}/closing`)).words).toContain('Can be issued now 1')
  expect((await amina.get(course)).words).not.toContain('are needed')
  expect((await amina.post(`${course}/certificate`)).status).toBe(303)
  await ask('')
  expect(await isComplete(idrissa)).toBe(true)
})

test('whoever holds the code reads the rule before they join', async () => {
  const { code, givenPerson } = await givenCohort('80')
  const { words } = await (await givenPerson()).get(`/join/${code}`)
  expect(words).toContain('At least 80% of your cohort’s workshop days.')
})

test.each(['0', '101', '8,5', 'all'])('a share of %s per cent is asked back', async (typed) => {
  const { ask } = await givenCohort('')
  const { status, words } = await ask(typed)
  expect([status, words]).toEqual([422, expect.stringContaining('Give a whole number from 1 to 100')])
})

test('two trainers who set the share and the confidence at once are shown both', async () => {
  const { trainer, address, ask } = await givenCohort('')
  const opened = formIn(await trainer.get(`${address}/settings`))
  await ask('50')
  const { status, words } = await trainer.post(`${address}/settings`, { ...opened, confidential: 'yes' })
  expect(status).toBe(409)
  expect(words).toContain('You typed: (empty) Stored now: 50')
  expect(words).toContain('This cohort is confidential You typed: Yes Stored now: No')
})
