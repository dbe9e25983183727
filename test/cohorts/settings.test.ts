import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createCatalogue } from '../../server/catalogue/catalogue.ts'
import { changeSettings } from '../../server/cohorts/settings/change-settings.ts'
import { readSettings, typedSettings } from '../../server/cohorts/settings/settings-form.ts'
import { inTransaction } from '../../server/platform/data/database.ts'
import { startApp } from '../support/app.ts'
import { assessed, assessedCourses } from '../support/assessment.ts'
import type { Page } from '../support/browser.ts'
import { cohortGivens } from '../support/cohorts.ts'
import { recordStatements } from '../support/database.ts'
import { formIn } from '../support/form.ts'
import type { Person } from '../support/givens.ts'

const day = 86_400_000

/** A trainer's cohort in the assessed course, 2 March to 10 April by the clocks of UTC, and its form as it is first seen. */
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
  const form = async (who: Person = trainer) => formIn(await who.get(`${address}/settings`))
  const save = async (changes: Record<string, string>) =>
    trainer.post(`${address}/settings`, { ...(await form()), ...changes })
  const start = async (person: Person, quiz = 'timed') =>
    (await person.post(`/courses/${assessed}/quizzes/${quiz}/attempts`)).location ?? ''
  const dueAt = async (attempt: string) => {
    const row = app.db.selectFrom('attempts').select('due_at').where('id', '=', attempt.replace('/attempts/', ''))
    return (await row.executeTakeFirstOrThrow()).due_at?.toISOString().slice(0, 16)
  }
  return { ...app, ...givens, programme, trainer, address, code, givenMember, form, save, start, dueAt }
}

/** What a page's form would send if nothing were changed in it. */
test('what a trainer sets of a cohort is there when the form is opened again', async () => {
  const { trainer, address, form, save } = await givenCohort()
  const wanted = {
    name: 'Deal team Kandra, second round',
    host_institution: 'Ministry of Mines',
    place: 'Kandra, room 12',
    language: 'fr',
    starts_on: '2026-03-09',
    ends_on: '2026-05-01',
    time_zone: 'Africa/Maputo',
    capacity: '30',
    not_started_days: '3',
    quiet_days: '10',
    modules_behind: '1',
    deadline_days: '6',
    deadline_left_percent: '45',
  }
  expect(await form()).toMatchObject({ capacity: '', not_started_days: '5', quiet_days: '7', version: '1' })
  const { status, location } = await save(wanted)
  expect([status, location]).toEqual([303, address])
  expect(await form()).toMatchObject({ ...wanted, version: '2' })
  expect((await trainer.get(address)).words).toContain('Nobody has joined yet')
})

test('who saves on a form that somebody else’s save has made old sees both, and nothing is lost', async () => {
  const { trainer, address, form, save, programme, givenTrainer, db } = await givenCohort()
  const colleague = await givenTrainer(programme, 'Grace Toweh')
  await trainer.post(`${address}/trainers`, { trainer_id: colleague.id })
  const [opened, seenByColleague] = [await form(), await form(colleague)]
  await trainer.post(`${address}/settings`, { ...opened, place: 'Kandra', capacity: '20' })

  const late = await colleague.post(`${address}/settings`, { ...seenByColleague, place: 'Port Lessay' })
  expect(late.status).toBe(409)
  expect(late.words).toContain('Somebody else changed the settings')
  expect(late.words).toContain('Place You typed: Port Lessay Stored now: Kandra')
  expect(late.words).toContain('Places You typed: (empty) Stored now: 20')
  expect(late.words).not.toContain('Name You typed')
  const stored = await db.selectFrom('cohorts').select(['place', 'capacity', 'version']).executeTakeFirstOrThrow()
  expect(stored).toEqual({ place: 'Kandra', capacity: 20, version: 2 })

  const again = formIn(late)
  expect(again).toMatchObject({ place: 'Port Lessay', version: '2' })
  expect((await colleague.post(`${address}/settings`, { ...again, capacity: '20' })).status).toBe(303)
  expect(await form()).toMatchObject({ place: 'Port Lessay', capacity: '20' })
  expect((await save({})).status).toBe(303)
})

test('saving twice is saving once', async () => {
  const { trainer, address, form, db } = await givenCohort()
  const opened = { ...(await form()), place: 'Kandra' }
  const answers = [await trainer.post(`${address}/settings`, opened), await trainer.post(`${address}/settings`, opened)]
  expect(answers.map(({ status }) => status)).toEqual([303, 303])
  const events = await db.selectFrom('audit_events').select('details').where('action', '=', 'cohort.changed').execute()
  expect(events).toEqual([{ details: { before: { place: '' } } }])
})

test('a later last day opens the course to everybody for longer, in the attempts that are open too', async () => {
  const { save, givenMember, start, dueAt, clock } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  const open = await start(amina, 'essay')
  expect(await dueAt(open)).toBe('2026-04-11T00:00')
  await save({ ends_on: '2026-04-17' })
  expect(await dueAt(open)).toBe('2026-04-18T00:00')
  clock.set(new Date('2026-04-17T12:00:00Z'))
  expect(await dueAt(await start(amina))).toBe('2026-04-17T12:20')
})

test('an attempt that ran out of the cohort’s time at its start gets what its time limit allows', async () => {
  const { save, givenMember, start, dueAt, clock } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  clock.set(new Date('2026-04-10T23:50:00Z'))
  const open = await start(amina)
  expect(await dueAt(open)).toBe('2026-04-11T00:00')
  await save({ ends_on: '2026-04-17' })
  expect(await dueAt(open)).toBe('2026-04-11T00:10')
})

test('an earlier last day closes the course sooner, and shortens no attempt that is open', async () => {
  const { save, givenMember, start, dueAt, clock } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  const open = await start(amina, 'essay')
  await save({ ends_on: '2026-03-31' })
  expect(await dueAt(open)).toBe('2026-04-11T00:00')
  clock.set(new Date('2026-04-01T00:00:00Z'))
  expect((await amina.post(`/courses/${assessed}/quizzes/timed/attempts`)).status).toBe(409)
  expect((await amina.get(open)).status).toBe(200)
})

test('who was given a later last day keeps it, and never has less than the cohort', async () => {
  const { db, trainer, address, save, givenMember } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  const habib = await givenMember('Habib Larouze')
  const grant = { extra_time_percent: '0', closes_on: '2026-04-20', reason: 'Was abroad for two weeks' }
  await trainer.post(`${address}/people/${amina.id}/accommodation`, grant)
  const closing = async (person: Person) => {
    const row = db.selectFrom('enrolment_terms').select('closes_at').where('learner_id', '=', person.id)
    return (await row.executeTakeFirstOrThrow()).closes_at.toISOString().slice(0, 10)
  }
  const closings = async () => [await closing(amina), await closing(habib)]
  await save({ ends_on: '2026-04-17' })
  expect(await closings()).toEqual(['2026-04-21', '2026-04-18'])
  await save({ ends_on: '2026-04-03' })
  expect(await closings()).toEqual(['2026-04-21', '2026-04-04'])
  await save({ ends_on: '2026-05-01' })
  expect(await closings()).toEqual(['2026-05-02', '2026-05-02'])
})

test('the closing moves with the time zone: the last day ends where the cohort meets', async () => {
  const { save, givenMember, start, dueAt } = await givenCohort()
  const open = await start(await givenMember('Amina Darwe'), 'essay')
  await save({ time_zone: 'America/Lima' })
  expect(await dueAt(open)).toBe('2026-04-11T05:00')
})

test('who is in two cohorts of the course has the later closing in the attempt that is open', async () => {
  const { trainer, programme, givenCohort: another, save, givenMember, start, dueAt } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  const details = { name: 'Second team', course: assessed, time_zone: 'UTC', ends_on: '2026-04-20' }
  await amina.post(`/join/${(await another(trainer, programme, details)).code}`)
  const open = await start(amina, 'essay')
  expect(await dueAt(open)).toBe('2026-04-21T00:00')
  await save({ ends_on: '2026-04-15' })
  expect(await dueAt(open)).toBe('2026-04-21T00:00')
  await save({ ends_on: '2026-04-30' })
  expect(await dueAt(open)).toBe('2026-05-01T00:00')
})

test('the course can be changed until somebody is in the cohort', async () => {
  const [course] = assessedCourses().list()
  if (!course) throw new Error('there is no course')
  const other = 'another'
  const courses = createCatalogue([course, { ...course, slug: other, order: 2 }], [])
  const app = await startApp({ courses })
  const { givenProgramme, givenTrainer, givenCohort: begin } = cohortGivens(app)
  const programme = await givenProgramme()
  const trainer = await givenTrainer(programme)
  const { address, code } = await begin(trainer, programme, { course: assessed })
  const courseNow = async () => (await app.db.selectFrom('cohorts').select('course').executeTakeFirstOrThrow()).course
  const opened = formIn(await trainer.get(`${address}/settings`))
  expect((await trainer.post(`${address}/settings`, { ...opened, course: other })).status).toBe(303)
  expect(await courseNow()).toBe(other)

  const before = formIn(await trainer.get(`${address}/settings`))
  await (await app.givenPerson()).post(`/join/${code}`)
  expect((await trainer.get(`${address}/settings`)).text).not.toContain('name="course"')
  expect((await trainer.post(`${address}/settings`, { ...before, course: assessed })).status).toBe(303)
  expect(await courseNow()).toBe(other)

  // Somebody joined after the page had found nobody in it: the action looks again.
  const { id, version, ...stored } = await app.db.selectFrom('cohorts').selectAll().executeTakeFirstOrThrow()
  const form = readSettings(typedSettings({ ...stored, course: assessed }), { courses: [assessed] })
  if (!form.ok) throw new Error('the settings as they are stored are refused')
  const late = { cohortId: id, version, values: form.values, trainerId: trainer.id, courses: app.courses }
  expect(await changeSettings(app.db, late, app.clock.now())).toBe('stored')
  expect(await courseNow()).toBe(other)
})

test('the cohort’s own thresholds decide who has gone quiet', async () => {
  const { trainer, address, save, givenMember, clock } = await givenCohort()
  await givenMember('Amina Darwe')
  clock.pass(3 * day)
  expect((await trainer.get(address)).words).toContain('Nobody. Everyone is on the way')
  await save({ not_started_days: '3', quiet_days: '4' })
  const { words } = await trainer.get(address)
  expect(words).toContain('Nothing begun after 3 days, or nothing done for 4.')
  expect(words).not.toContain('Nobody. Everyone is on the way')
})

const refused: [string, Record<string, string>, string][] = [
  ['dates that end before they start', { starts_on: '2026-05-02', ends_on: '2026-05-01' }, 'The last day comes before'],
  ['a day that no calendar has', { ends_on: '2026-02-30' }, 'Give the last day'],
  ['no name', { name: '  ' }, 'Give the cohort a name'],
  ['a place that cannot be printed', { place: 'Kandra\u202e' }, 'Write the place'],
  ['no places at all', { capacity: '0' }, 'Write a whole number of places'],
  ['places in words', { capacity: 'twenty' }, 'Write a whole number of places'],
  ['more places than any hall has', { capacity: '5001' }, 'Write a whole number of places'],
  ['a zone that no clock has', { time_zone: 'Africa/Kandra' }, 'Choose a time zone'],
  ['a language that has no words yet', { language: 'ar' }, 'Choose a language'],
  ['no patience at all', { not_started_days: '0' }, 'Write a whole number of days without a beginning'],
  ['half a day', { quiet_days: '2.5' }, 'Write a whole number of days without activity'],
  ['no modules', { modules_behind: '' }, 'Write a whole number of modules'],
  ['more days than the range', { deadline_days: '61' }, 'Write a whole number of days before the last day'],
  ['more than all of it', { deadline_left_percent: '101' }, 'Write a whole number of per cent'],
]
test.each(refused)('%s: refused with a sentence, and what was typed is still there', async (_, wrong, sentence) => {
  const { save, db } = await givenCohort()
  const page = await save({ host_institution: 'Ministry of Mines', ...wrong })
  expect(page.status).toBe(422)
  expect(page.words).toContain(sentence)
  const typed = Object.entries({ host_institution: 'Ministry of Mines', ...wrong, version: '1' })
  const kept = typed.filter(([name]) => name !== 'time_zone' && name !== 'language')
  expect(formIn(page)).toMatchObject(Object.fromEntries(kept.map(([name, text]) => [name, text.trim()])))
  expect((await db.selectFrom('cohorts').select('version').executeTakeFirstOrThrow()).version).toBe(1)
})

test('a name that another cohort of the programme has is refused', async () => {
  const { trainer, programme, givenCohort: another, save } = await givenCohort()
  await another(trainer, programme, { name: 'Second team', course: assessed })
  const page = await save({ name: 'Second team' })
  expect([page.status, page.words]).toEqual([422, expect.stringContaining('already has a cohort of that name')])
})

// Two transactions at once: the embedded engine has one connection.
test.skipIf(!process.env.TEST_DATABASE_URL)(
  'of two cohorts that are given one name at the same moment the second is told so',
  async () => {
    const { trainer, programme, givenCohort: another, save, db } = await givenCohort()
    const { address } = await another(trainer, programme, { name: 'Second team', course: assessed })
    let saving: Promise<Page> | undefined
    await inTransaction(db, async (trx) => {
      const second = address.replace('/cohorts/', '')
      await trx.updateTable('cohorts').set({ name: 'The same name' }).where('id', '=', second).execute()
      saving = save({ name: 'The same name', place: 'Kandra, room 12' })
      await sleep(300) // the save waits for the name by now
    })
    const page = await saving
    expect([page?.status, page?.words]).toEqual([422, expect.stringContaining('already has a cohort of that name')])
    expect(page && formIn(page)).toMatchObject({ name: 'The same name', place: 'Kandra, room 12' })
    expect((await save({ name: 'Another name' })).status).toBe(303)
  },
)

test('in another zone a workshop day keeps its times by the clock, unless somebody was there', async () => {
  const { trainer, address, save, db, givenMember, clock } = await givenCohort()
  const day = { title: 'Day one', place: 'Hall', from_time: '09:30', to_time: '12:00' }
  for (const held_on of ['2026-03-02', '2026-03-20'])
    expect((await trainer.post(`${address}/sessions`, { ...day, held_on })).status).toBe(303)
  const sessions = () => db.selectFrom('cohort_sessions').select(['id', 'starts_at']).orderBy('held_on').execute()
  const [first] = await sessions()
  if (!first) throw new Error('there is no session')
  const here = { session_id: first.id, learner_id: (await givenMember('Amina Darwe')).id, how: 'code' as const }
  await db
    .insertInto('session_attendance')
    .values({ ...here, recorded_at: clock.now(), recorded_by: null, note: null })
    .execute()
  expect((await save({ time_zone: 'Africa/Maputo' })).status).toBe(303)
  expect((await sessions()).map(({ starts_at }) => starts_at.toISOString())).toEqual([
    '2026-03-02T09:30:00.000Z',
    '2026-03-20T07:30:00.000Z',
  ])
})

test('only who is among its trainers sees or changes the settings, for three statements', async () => {
  const { trainer, address, programme, form, givenTrainer, givenMember, clock } = await givenCohort()
  const strangers = [await givenTrainer(programme, 'Another Trainer'), await givenMember('Amina Darwe')]
  const opened = await form()
  for (const stranger of strangers) {
    expect((await stranger.get(`${address}/settings`)).status).toBe(404)
    expect((await stranger.post(`${address}/settings`, opened)).status).toBe(404)
  }
  clock.pass(6_000) // what the sessions remember is forgotten, so that theirs counts too
  const { statements, stop } = recordStatements()
  await trainer.get(`${address}/settings`)
  stop()
  expect(statements).toHaveLength(3)
})

test('the poster has the code, the address and its square, in the cohort’s language and in the other', async () => {
  const { trainer, address, origin, code, save } = await givenCohort()
  await save({ language: 'fr', place: 'Kandra, salle 12' })
  const french = await trainer.get(`${address}/poster`)
  expect(french.words).toContain('du 2 mars 2026 au 10 avril 2026')
  for (const text of [code, `${origin}/join/${code}`, 'Kandra, salle 12']) expect(french.words).toContain(text)
  expect(french.text).toMatch(/<svg role="img" aria-label="[^"]+" viewBox="0 0 \d+ \d+">/)
  expect(french.text).toContain(`href="${address}/poster?in=en"`)
  expect((await trainer.get(`${address}/poster?in=en`)).words).toContain('2 March 2026 to 10 April 2026')
})
