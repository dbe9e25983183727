import { expect, test } from 'vitest'
import { publicUrl, startApp } from '../support/app.ts'
import { aCohort, cohortGivens } from '../support/cohorts.ts'
import { recordStatements } from '../support/database.ts'
import type { Person } from '../support/givens.ts'

const day = { title: 'Day 1: mandate, team; advisers', place: 'Room 9\\B', held_on: '2026-03-30' }
const times = { from_time: '09:00', to_time: '16:30' }
const forPrograms = { accept: 'text/calendar, */*' }

/** A cohort in Lisbon, whose clocks go forward on 29 March, with one session after that and a learner. */
async function givenCohort() {
  const app = await startApp()
  const givens = cohortGivens(app)
  const programme = await givens.givenProgramme()
  const trainer = await givens.givenTrainer(programme)
  const { address, code } = await givens.givenCohort(trainer, programme, { time_zone: 'Europe/Lisbon' })
  const session = (await trainer.post(`${address}/sessions`, { ...day, ...times })).location ?? ''
  const amina = await app.givenPerson({ name: 'Amina Darwe' })
  await amina.post(`/join/${code}`)
  const make = async (person: Person) => {
    const { text } = await person.post('/account/calendar')
    const made = new RegExp(`${publicUrl}(/calendar/[\\w-]{43}\\.ics)`).exec(text)?.[1]
    if (!made) throw new Error('There is no address on the page')
    return made
  }
  const read = (from: string) => app.visitor().get(from, forPrograms)
  return { ...app, ...givens, programme, trainer, address, session, amina, make, read }
}

/** The events of a calendar file: its folded lines made whole, each name with its value. */
const eventsIn = (text: string) =>
  text
    .replaceAll('\r\n ', '')
    .split('BEGIN:VEVENT')
    .slice(1)
    .map((event) => Object.fromEntries(event.split('\r\n').map((line) => line.split(/:(.*)/s, 2))))

test('a learner makes an address, and a program without a session reads sessions and closing day there', async () => {
  const { amina, make, read } = await givenCohort()
  const { status, headers, text } = await read(await make(amina))
  expect([status, headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8'])
  expect(text).toMatch(/^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/)
  expect(text.split('\r\n').filter((line) => Buffer.byteLength(line) > 75)).toEqual([])
  const [first, closing, ...others] = eventsIn(text)
  expect(others).toEqual([])
  expect(first).toMatchObject({
    // 09:00 in Lisbon is 08:00 UTC, the day after the clocks went forward.
    DTSTART: '20260330T080000Z',
    DTEND: '20260330T153000Z',
    SUMMARY: 'Day 1: mandate\\, team\\; advisers',
    LOCATION: 'Room 9\\\\B',
    STATUS: 'CONFIRMED',
  })
  const spoken = 'By the clocks of Europe/Lisbon: 30 March 2026\\, 09:00 to 16:30.'
  expect(first?.DESCRIPTION).toContain(spoken)
  expect(closing).toMatchObject({ SUMMARY: `${aCohort.name} closes`, DTEND: '20260410T230000Z' })
  expect(closing?.DESCRIPTION).toContain(
    'the last day is 10 April 2026\\, until midnight by the clocks of Europe/Lisbon',
  )
})

test('a later last day that is somebody’s own closes in their calendar, and in nobody else’s', async () => {
  const { trainer, address, amina, make, read } = await givenCohort()
  const term = { extra_time_percent: '0', closes_on: '2026-04-17', reason: 'Was ill for a week' }
  await trainer.post(`${address}/people/${amina.id}/accommodation`, term)
  const own = eventsIn((await read(await make(amina))).text).at(-1)
  expect(own?.DTEND).toBe('20260417T230000Z')
  expect(own?.DESCRIPTION).toContain('17 April 2026')
  expect(own?.DESCRIPTION).not.toContain('ill')
  const trainers = eventsIn((await read(await make(trainer))).text)
  expect(trainers.map(({ DTEND }) => DTEND)).toEqual(['20260330T153000Z', '20260410T230000Z'])
})

test('a session that is moved or cancelled is so in the calendar, under the same name', async () => {
  const { trainer, session, amina, make, read } = await givenCohort()
  const calendar = await make(amina)
  const before = eventsIn((await read(calendar)).text)[0]
  await trainer.post(session, { ...day, ...times, held_on: '2026-03-31', revision: '0' })
  const moved = eventsIn((await read(calendar)).text)[0]
  expect(moved).toMatchObject({ UID: before?.UID, DTSTART: '20260331T080000Z', SEQUENCE: '1' })
  await trainer.post(`${session}/cancellation`)
  const cancelled = eventsIn((await read(calendar)).text)[0]
  expect(cancelled).toMatchObject({ UID: before?.UID, STATUS: 'CANCELLED', SEQUENCE: '2' })
})

test('the address is shown once and only its hash is kept; another ends the one before', async () => {
  const { amina, make, read, db } = await givenCohort()
  expect((await amina.get('/account')).words).toContain('Make a secret address')
  const first = await make(amina)
  const page = await amina.get('/account')
  expect(page.words).toContain('Your calendar has had an address since 2 March 2026')
  const secret = first.slice('/calendar/'.length, -'.ics'.length)
  expect(page.text).not.toContain(secret)
  const [kept] = await db.selectFrom('calendar_feeds').selectAll().execute()
  expect(kept?.secret_hash).toHaveLength(32)
  expect(JSON.stringify(await db.selectFrom('audit_events').selectAll().execute())).not.toContain(secret)
  const second = await make(amina)
  expect([(await read(first)).status, (await read(second)).status]).toEqual([404, 200])
})

test('an address that was ended or never was is answered with 404 in plain words, to a person with a page', async () => {
  const { amina, make, read, visitor } = await givenCohort()
  const ended = await make(amina)
  expect((await amina.post('/account/calendar/revocation')).location).toBe('/account#calendar')
  expect((await amina.get('/account')).words).toContain('Make a secret address')
  for (const address of [ended, `/calendar/${'a'.repeat(43)}.ics`, '/calendar/x.ics']) {
    const { status, headers, text } = await read(address)
    expect([status, headers['content-type']]).toEqual([404, 'text/plain; charset=utf-8'])
    expect(text).toContain('There is no calendar at this address')
    const shown = await visitor().get(address)
    expect([shown.status, shown.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
  }
})

test('a calendar has no cohort that its person is not in, nor one of a programme they no longer train in', async () => {
  const { trainer, make, read, givenPerson, db } = await givenCohort()
  const stranger = await givenPerson({ name: 'Habib Larouze' })
  expect(eventsIn((await read(await make(stranger))).text)).toEqual([])
  const calendar = await make(trainer)
  expect(eventsIn((await read(calendar)).text)).toHaveLength(2)
  await db.deleteFrom('role_grants').where('account_id', '=', trainer.id).execute()
  expect(eventsIn((await read(calendar)).text)).toEqual([])
})

test('a calendar speaks its person’s language and takes one statement, whatever the number of sessions', async () => {
  const { trainer, address, givenPerson, make, read } = await givenCohort()
  const awa = await givenPerson({ name: 'Awa Diop', language: 'fr' })
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec((await trainer.get(address)).words)?.[0]
  await awa.post(`/join/${code}`)
  for (const held_on of ['2026-03-03', '2026-03-04', '2026-03-05'])
    await trainer.post(`${address}/sessions`, { ...day, ...times, held_on })
  const calendar = await make(awa)
  const recorder = recordStatements()
  const { text } = await read(calendar)
  recorder.stop()
  expect(recorder.statements).toHaveLength(1)
  expect(eventsIn(text)).toHaveLength(5)
  expect(eventsIn(text)[0]?.DESCRIPTION).toMatch(/À l’heure de Europe\/Lisbon\s: 3 mars 2026/)
})
