import { expect, test } from 'vitest'
import { attendanceOf, attendedSoFar } from '../../server/cohorts/attendance/attendance.ts'
import { limits } from '../../server/platform/web/limits.ts'
import { publicUrl, startApp } from '../support/app.ts'
import { aCohort, beforeTheTable, cohortGivens } from '../support/cohorts.ts'
import { type Person, password } from '../support/givens.ts'

const day = { title: 'Day 1: mandate and team', held_on: '2026-03-02', from_time: '09:00', to_time: '16:30' }
const place = 'Ministry of Mines, room 204'
const seconds = 1000
const minutes = 60 * seconds

/** A trainer's cohort, and the ways of its sessions. The clock stands at 09:00 of its first day, where it meets. */
async function givenCohort(timeZone = 'Africa/Monrovia') {
  const app = await startApp()
  const givens = cohortGivens(app)
  const programme = await givens.givenProgramme()
  const trainer = await givens.givenTrainer(programme)
  const { address, code: joinCode } = await givens.givenCohort(trainer, programme, { time_zone: timeZone })
  const givenMember = async (name: string) => {
    const person = await app.givenPerson({ name })
    await person.post(`/join/${joinCode}`)
    return person
  }
  const add = (form: Partial<typeof day & { place: string }> = {}) =>
    trainer.post(`${address}/sessions`, { ...day, place, ...form })
  const givenSession = async (form: Partial<typeof day> = {}) => {
    const { location, words } = await add(form)
    if (!location) throw new Error(`The session was not made: ${words}`)
    return location
  }
  /** What is on the wall now. */
  const codeOf = async (session: string) => {
    const { words } = await trainer.get(`${session}/code`)
    const code = /\b[0-9A-Z]{2,6}-[0-9A-Z]{6}\b/.exec(words)?.[0]
    if (!code) throw new Error(`There is no code: ${words}`)
    return code
  }
  /** The address to which the button of a page leads. */
  const press = async (person: Person, code: string) => {
    const action = /action="(\/attend\/[^"]+)"/.exec((await person.get(`/attend/${code}`)).text)?.[1]
    return person.post(action?.replaceAll('&amp;', '&') ?? `/attend/${code}`)
  }
  const recorded = () => app.db.selectFrom('session_attendance').selectAll().execute()
  const audited = async (action: string) => {
    const events = app.db.selectFrom('audit_events').selectAll().where('action', '=', action)
    return events.orderBy('id').execute()
  }
  const own = {
    programme,
    trainer,
    address,
    joinCode,
    givenMember,
    add,
    givenSession,
    codeOf,
    press,
    recorded,
    audited,
  }
  return { ...app, ...givens, ...own }
}

test('a session is added with a date, times and a place, and its instants are those of the cohort’s zone', async () => {
  const { trainer, address, add, db, audited } = await givenCohort('Africa/Maputo')
  expect((await trainer.get(`${address}/sessions`)).words).toContain('No session yet')
  const { status, location } = await add({ from_time: '9h00' })
  expect([status, location]).toEqual([303, expect.stringMatching(`^${address}/sessions/`)])
  const [session] = await db.selectFrom('cohort_sessions').selectAll().execute()
  expect(session?.starts_at.toISOString()).toBe('2026-03-02T07:00:00.000Z')
  expect(session?.ends_at.toISOString()).toBe('2026-03-02T14:30:00.000Z')
  const { words } = await trainer.get(`${address}/sessions`)
  expect(words).toContain(`${day.title} 2 March 2026, 09:00 to 16:30 ${place} 0 of 0 recorded`)
  expect(await audited('session.added')).toHaveLength(1)
})

const wrongForms: [what: string, form: Partial<typeof day & { place: string }>, sentence: string][] = [
  ['without a title', { title: ' ' }, 'Give the session a title'],
  ['on a day that there is not', { held_on: '2026-02-30' }, 'Give the day of the session'],
  ['at no time', { from_time: '25:00' }, 'Give a time between 00:00 and 23:59'],
  ['without a place', { place: '' }, 'Give the place'],
  ['that ends before it starts', { to_time: '08:59' }, 'The session ends after it starts'],
  ['that ends when it starts', { to_time: '09:00' }, 'The session ends after it starts'],
  ['in the hour that the clocks skip', { held_on: '2026-03-29', from_time: '01:30' }, 'The clocks go forward that day'],
  ['until the hour that the clocks skip', { held_on: '2026-03-29', from_time: '00:30', to_time: '01:00' }, 'skip this'],
]
test.each(wrongForms)('a session %s is not stored, and the form says why', async (_, form, sentence) => {
  const { add, db } = await givenCohort('Europe/Lisbon')
  const { status, words, text } = await add(form)
  expect(status).toBe(422)
  expect(words).toContain(sentence)
  if (!form.title) expect(text).toContain(`value="${form.place ?? place}"`)
  expect(await db.selectFrom('cohort_sessions').selectAll().execute()).toEqual([])
})

test('a time that comes twice in autumn is the first of the two', async () => {
  const { givenSession, db } = await givenCohort('Europe/Lisbon')
  await givenSession({ held_on: '2026-10-25', from_time: '01:30', to_time: '02:30' })
  const [session] = await db.selectFrom('cohort_sessions').selectAll().execute()
  expect(session?.starts_at.toISOString()).toBe('2026-10-25T00:30:00.000Z')
  expect(session?.ends_at.toISOString()).toBe('2026-10-25T02:30:00.000Z')
})

test('a session is changed and cancelled while nobody attended, and by whom nobody overwrites another', async () => {
  const { trainer, address, givenSession, db, audited } = await givenCohort()
  const session = await givenSession()
  const moved = { ...day, place: 'Room 9', held_on: '2026-03-03', revision: '0' }
  expect((await trainer.post(session, { ...moved, to_time: '08:00' })).status).toBe(422)
  expect((await trainer.post(session, moved)).location).toBe(session)
  const page = await trainer.get(session)
  expect(page.words).toContain('3 March 2026, 09:00 to 16:30')
  expect(page.words).toContain('Room 9')

  // Somebody who opened the page before that.
  const late = await trainer.post(session, { ...moved, place: 'Room 7' })
  expect(late.status).toBe(409)
  expect(late.words).toContain('Somebody else changed this session')
  expect((await trainer.get(session)).words).not.toContain('Room 7')

  expect((await trainer.post(`${session}/cancellation`)).location).toBe(`${address}/sessions`)
  expect((await trainer.get(`${address}/sessions`)).words).toContain('Room 9 Cancelled')
  for (const again of [session, `${session}/cancellation`, `${session}/attendance`])
    expect((await trainer.post(again, { ...moved, revision: '2' })).words).toContain('This session is cancelled')
  expect(await db.selectFrom('cohort_sessions').select('id').execute()).toHaveLength(1)
  expect([(await audited('session.changed')).length, (await audited('session.cancelled')).length]).toEqual([1, 1])
})

test('once somebody attended a session it is no longer changed or cancelled', async () => {
  const { trainer, givenSession, givenMember, codeOf, press } = await givenCohort()
  const session = await givenSession()
  await press(await givenMember('Amina Darwe'), await codeOf(session))
  for (const form of [session, `${session}/cancellation`]) {
    const { status, words } = await trainer.post(form, { ...day, place: 'Elsewhere', revision: '0' })
    expect(status).toBe(409)
    expect(words).toContain('Somebody was at this session already')
  }
  const { words } = await trainer.get(session)
  expect(words).toContain(place)
  expect(words).not.toContain('Cancel the session')
})

test('a session that is cancelled while people press has nobody in it, or is not cancelled', async () => {
  const { trainer, givenSession, givenMember, codeOf, press, db } = await givenCohort()
  const people = await Promise.all(['A', 'B', 'C', 'D'].map((name) => givenMember(`Person ${name}`)))
  for (const round of [1, 2, 3, 4, 5]) {
    const session = await givenSession({ title: `Round ${round}` })
    const code = await codeOf(session)
    const presses = people.map((person) => press(person, code))
    const answers = await Promise.all([...presses, trainer.post(`${session}/cancellation`)])
    expect(answers.filter(({ status }) => ![303, 409, 410].includes(status))).toEqual([])
  }
  const both = db
    .selectFrom('cohort_sessions')
    .innerJoin('session_attendance', 'session_attendance.session_id', 'cohort_sessions.id')
    .where('cohort_sessions.cancelled_at', 'is not', null)
  expect(await both.select('cohort_sessions.title').execute()).toEqual([])
})

test('scenario 18: thirty people scan within two minutes, each is recorded once, and the wall counts them', async () => {
  const { trainer, address, givenSession, givenMember, codeOf, press, recorded, clock, audited } = await givenCohort()
  const session = await givenSession()
  const people = await Promise.all(Array.from({ length: 30 }, (_, n) => givenMember(`Person ${n}`)))
  const first = await codeOf(session)
  const early = await Promise.all(people.slice(0, 15).map((person) => press(person, first)))
  clock.pass(29 * seconds)
  const late = await codeOf(session)
  const others = await Promise.all(people.map((person) => press(person, late)))
  expect([...early, ...others].map(({ status }) => status)).toEqual(Array(45).fill(303))
  expect(await recorded()).toHaveLength(30)
  expect(await audited('attendance.recorded')).toHaveLength(30)
  expect((await trainer.get(`${session}/code`)).words).toContain('30 of 30 recorded')
  expect((await trainer.get(address)).words).toContain('1 of 1')
})

test('the code on the wall changes every 30 seconds, the page with it, and the one before still counts', async () => {
  const { trainer, givenSession, givenMember, codeOf, press, recorded, clock } = await givenCohort()
  const session = await givenSession()
  clock.set(new Date('2026-03-02T09:00:10Z'))
  const page = await trainer.get(`${session}/code`)
  expect(page.headers.refresh).toBe('20')
  expect(page.text).toContain('<svg role="img"')
  expect(page.words).toContain(`${publicUrl}/attend `)
  const first = await codeOf(session)
  clock.pass(19 * seconds)
  expect(await codeOf(session)).toBe(first)
  clock.pass(seconds)
  const second = await codeOf(session)
  expect(second).not.toBe(first)
  expect(second.split('-')[0]).toBe(first.split('-')[0])

  clock.pass(29 * seconds)
  expect((await press(await givenMember('Amina Darwe'), first)).status).toBe(303)
  clock.pass(seconds)
  const old = await press(await givenMember('Habib Larouze'), first)
  expect(old.status).toBe(410)
  expect(old.words).toContain('This code no longer counts')
  expect(await recorded()).toHaveLength(1)
})

test('opening the page records nothing; a press does, twice is once, and the answer is the same', async () => {
  const { givenSession, givenMember, codeOf, press, recorded, clock, audited } = await givenCohort()
  const session = await givenSession()
  const amina = await givenMember('Amina Darwe')
  const code = await codeOf(session)
  const page = await amina.get(`/attend/${code}`)
  expect(page.words).toContain(`${day.title} Cohort ${aCohort.name} Day 2 March 2026, 09:00 to 16:30 Place ${place}`)
  expect(page.words).toContain('I am here')
  expect(await recorded()).toEqual([])

  const first = await press(amina, code)
  const answer = (await amina.get(first.location ?? '')).words
  expect(answer).toContain('You are recorded as present since 2 March 2026 at 09:00 GMT')
  clock.pass(40 * minutes) // the code has long changed, and the page is sent again
  const again = await amina.post(first.location ?? '')
  expect((await amina.get(again.location ?? '')).words).toBe(answer)
  expect(await recorded()).toHaveLength(1)
  expect(await audited('attendance.recorded')).toHaveLength(1)
})

test('who is in another cohort is told which one the code is of, and nothing is recorded', async () => {
  const { givenSession, givenPerson, codeOf, press, recorded } = await givenCohort()
  const code = await codeOf(await givenSession())
  const stranger = await givenPerson({ name: 'Habib Larouze' })
  expect((await stranger.get(`/attend/${code}`)).words).toContain(`You are not in the cohort ${aCohort.name}`)
  const answer = await press(stranger, code)
  expect(answer.status).toBe(409)
  expect(answer.words).toContain(`You are not in the cohort ${aCohort.name}`)
  expect(await recorded()).toEqual([])
})

test('a slow sign-in does not make the code an old one, a very slow one does', async () => {
  const { givenSession, givenMember, codeOf, visitor, recorded, clock } = await givenCohort()
  const session = await givenSession()
  const [amina, habib] = [await givenMember('Amina Darwe'), await givenMember('Habib Larouze')]
  const scan = async () => {
    const browser = visitor()
    const door = (await browser.get(`/attend/${await codeOf(session)}`)).location ?? ''
    const next = new URL(door, publicUrl).searchParams.get('next') ?? ''
    expect(door).toMatch(/^\/sign-in\?next=%2Fattend%2F/)
    return { signIn: ({ email }: Person) => browser.submit('/sign-in', { email, password, next }), browser, next }
  }
  const [slow, slower] = [await scan(), await scan()]
  clock.pass(14 * minutes)
  expect((await slow.signIn(amina)).words).toContain('I am here')
  expect((await slow.browser.post(slow.next)).status).toBe(303)
  clock.pass(2 * minutes)
  expect((await slower.signIn(habib)).words).toContain('This code no longer counts')
  expect((await slower.browser.post(slower.next)).status).toBe(410)
  expect((await recorded()).map(({ learner_id }) => learner_id)).toEqual([amina.id])
})

test('a ticket that was made up, or is another code’s, saves no old code', async () => {
  const { givenSession, givenMember, codeOf, recorded, clock, visitor } = await givenCohort()
  const session = await givenSession()
  const amina = await givenMember('Amina Darwe')
  const ticketOf = async (code: string) => {
    const door = new URL((await visitor().get(`/attend/${code}`)).location ?? '', publicUrl)
    return door.searchParams.get('next')?.split('ticket=')[1] ?? ''
  }
  const old = await codeOf(session)
  clock.pass(5 * minutes)
  const own = await ticketOf(old) // honest, and opened when the code was old
  const other = await ticketOf(await codeOf(session))
  const earlier = (clock.now().getTime() - 5 * minutes).toString(36)
  const tickets = [own, other, own.replace(/^[^.]+/, earlier), `${earlier}.`, '', 'é.é'.repeat(9)]
  for (const ticket of tickets)
    expect((await amina.post(`/attend/${old}?ticket=${encodeURIComponent(ticket)}`)).status).toBe(410)
  expect(await recorded()).toEqual([])
})

test('the code is shown and counts from two hours before the session until two hours after', async () => {
  const { trainer, givenSession, givenMember, codeOf, clock } = await givenCohort()
  const session = await givenSession({ held_on: '2026-03-03' })
  const amina = await givenMember('Amina Darwe')
  const before = await trainer.get(`${session}/code`)
  expect(before.words).toContain('from 3 March 2026 at 07:00 GMT until 3 March 2026 at 18:30 GMT')
  expect(before.text).not.toContain('<path fill')
  expect(before.headers.refresh).toBeUndefined()
  const early = await trainer.post(`${session}/attendance`, { present: amina.id, note: 'on paper' })
  expect([early.status, early.words]).toEqual([409, expect.stringContaining('This session is still to come')])
  clock.set(new Date('2026-03-03T18:29:59Z'))
  const last = await codeOf(session)
  expect((await amina.get(`/attend/${last}`)).words).toContain('I am here')
  clock.pass(seconds)
  expect((await amina.get(`/attend/${last}`)).status).toBe(410)
})

test('guessing is slowed down, for each account by itself', async () => {
  const { givenSession, givenMember, codeOf, press } = await givenCohort()
  const session = await givenSession()
  const [guesser, honest] = [await givenMember('Gus Esser'), await givenMember('Amina Darwe')]
  const handle = (await codeOf(session)).split('-')[0]
  const guess = async () => (await guesser.post(`/attend/${handle}-222222`)).status
  const answers: number[] = []
  for (let tries = 0; tries <= limits.joining.max; tries += 1) answers.push(await guess())
  expect(answers).toEqual([...Array(limits.joining.max).fill(410), 429])
  expect((await press(honest, await codeOf(session))).status).toBe(303)
})

test('a code is typed as it is read: small letters, spaces, no dash; nonsense leads to the form again', async () => {
  const { givenSession, givenMember, codeOf } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  expect((await amina.get('/attend')).words).toContain('Record that you are here')
  const code = await codeOf(await givenSession())
  const page = await amina.open(`/attend?code=${encodeURIComponent(` ${code.toLowerCase().replace('-', ' ')} `)}`)
  expect(page.words).toContain('I am here')
  for (const typed of ['nonsense', 'IIIIIIII', '2'.repeat(13)])
    expect((await amina.open(`/attend?code=${typed}`)).status).toBe(404)
  for (const part of ['ZZZZZZ-222222', 'x', 'كود'])
    expect((await amina.get(`/attend/${encodeURIComponent(part)}`)).status).toBe(404)
})

test('a list on paper is typed in with a note, and says how it came, who typed it and when', async () => {
  const { trainer, givenSession, givenMember, codeOf, press, recorded, audited, clock } = await givenCohort()
  const session = await givenSession()
  const [amina, habib, joseph] = [
    await givenMember('Amina Darwe'),
    await givenMember('Habib Larouze'),
    await givenMember('Joseph Tarr'),
  ]
  await press(amina, await codeOf(session))
  const list = `${session}/attendance`
  const shortNote = await trainer.post(list, { present: [habib.id], note: 'ok' })
  expect(shortNote.status).toBe(422)
  expect(shortNote.words).toContain('Say where this is known from, in 3 to 300 characters')
  expect(shortNote.text).toMatch(new RegExp(`value="${habib.id}" checked`))
  expect((await trainer.post(list, { present: [habib.id], note: 'x'.repeat(301) })).status).toBe(422)
  expect((await trainer.post(list, { note: 'List signed at the door' })).words).toContain('Tick at least one person')

  clock.pass(60 * minutes)
  const sent = await trainer.post(list, { present: [habib.id, joseph.id, amina.id], note: 'List signed at the door' })
  expect(sent.location).toBe(session)
  const { words } = await trainer.get(session)
  expect(words).toContain('3 people present')
  expect(words).toContain('Amina Darwe Ministry of Mines By code, 2 March 2026 at 09:00 GMT')
  const byHand = 'By hand, Joseph Okra, 2 March 2026 at 10:00 GMT List signed at the door'
  expect(words).toContain(`Habib Larouze Ministry of Mines ${byHand}`)
  expect(words).toContain('Everybody is recorded.')

  // Somebody was ticked who was not there.
  await trainer.post(list, { absent: joseph.id, note: 'Ticked by mistake' })
  expect((await recorded()).map(({ learner_id }) => learner_id).sort()).toEqual([amina.id, habib.id].sort())
  const about = { cohort_id: expect.any(String) }
  expect((await audited('attendance.by_hand')).map(({ account_id, details }) => ({ account_id, details }))).toEqual([
    {
      account_id: trainer.id,
      details: { ...about, present: [habib.id, joseph.id].sort(), absent: [], note: 'List signed at the door' },
    },
    { account_id: trainer.id, details: { ...about, present: [], absent: [joseph.id], note: 'Ticked by mistake' } },
  ])
})

test('nobody who is not in the cohort is recorded by hand, and no other trainer sees or changes the session', async () => {
  const {
    trainer,
    givenSession,
    givenPerson,
    givenMember,
    givenTrainer,
    givenProgramme,
    recorded,
    givenCohort: make,
  } = await givenCohort()
  const session = await givenSession()
  await givenMember('Amina Darwe')
  const stranger = await givenPerson({ name: 'Habib Larouze' })
  const ids = [stranger.id, 'x', '', '__proto__']
  expect((await trainer.post(`${session}/attendance`, { present: ids, note: 'on paper' })).status).toBe(422)
  expect(await recorded()).toEqual([])

  const programme = await givenProgramme({ title_en: 'Another', title_fr: 'Un autre' })
  const other = await givenTrainer(programme, 'Other Trainer')
  const { address } = await make(other, programme)
  const elsewhere = `${address}/sessions/${session.split('/').at(-1)}` // their cohort, not their session
  for (const from of [session, elsewhere])
    for (const path of [from, `${from}/code`]) expect((await other.get(path)).status).toBe(404)
  for (const from of [session, elsewhere])
    for (const path of [from, `${from}/cancellation`, `${from}/attendance`])
      expect((await other.post(path, { ...day, place, revision: '0' })).status).toBe(404)
})

test('the cohort’s page and a person’s page say how many sessions were attended, of those that began', async () => {
  const { trainer, address, givenSession, givenMember, codeOf, press, clock } = await givenCohort()
  const [amina, habib] = [await givenMember('Amina Darwe'), await givenMember('Habib Larouze')]
  for (const page of [address, `${address}/people/${amina.id}`])
    expect((await trainer.get(page)).words).not.toMatch(/\d of \d sessions?/)
  await press(amina, await codeOf(await givenSession()))
  await trainer.post(`${await givenSession({ title: 'Cancelled', held_on: '2026-03-03' })}/cancellation`)
  await givenSession({ title: 'Day 2', held_on: '2026-03-03' })
  await givenSession({ title: 'To come', held_on: '2026-03-30' })
  expect((await trainer.get(`${address}/people/${habib.id}`)).words).toContain('Attended 0 of 1 session')
  clock.set(new Date('2026-03-03T12:00:00Z'))
  expect((await trainer.get(`${address}/people/${amina.id}`)).words).toContain('Attended 1 of 2 sessions')
  const { words } = await trainer.get(address)
  expect(words).toContain('Attended 1 of 2 sessions')
  expect(words).toContain('Attended 0 of 2 sessions')
  expect((await amina.get(`/courses/${beforeTheTable}`)).status).toBe(200)
})

test('attendance counts the sessions that count, and nothing else', () => {
  expect(attendanceOf([], ['a'])).toEqual({ attended: 0, of: 0 })
  expect(attendanceOf(['a', 'b', 'c', 'd'], ['c', 'a', 'b', 'x', 'a'])).toEqual({ attended: 3, of: 4 })
  const sessions = [
    { id: 'a', starts_at: '2026-03-02T09:00:00Z', attended: true },
    { id: 'b', starts_at: '2026-03-03T09:00:00Z', attended: false },
    { id: 'c', starts_at: '2026-03-04T09:00:00Z', attended: true },
    { id: 'd', starts_at: '2026-03-05T09:00:00Z', attended: false },
  ]
  // At nine sharp the second has begun; who was let in early to the third was there.
  expect(attendedSoFar(sessions, new Date('2026-03-03T09:00:00Z'))).toEqual({ attended: 2, of: 3 })
})
