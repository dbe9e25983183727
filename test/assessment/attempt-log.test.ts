import { expect, test } from 'vitest'
import { type Happenings, logOf } from '../../server/assessment/attempts/attempt-log.ts'
import { newId } from '../../server/platform/data/ids.ts'
import { startApp } from '../support/app.ts'
import { assessed, assessedCourses } from '../support/assessment.ts'
import type { Form } from '../support/browser.ts'
import { cohortGivens } from '../support/cohorts.ts'
import type { Person } from '../support/givens.ts'

const second = 1000
const minute = 60 * second

/** A trainer's cohort in the assessed course, its clocks those of UTC, and one learner with the timed quiz open. */
async function givenTimedAttempt(quiz = 'timed') {
  const app = await startApp({ courses: assessedCourses() })
  const givens = cohortGivens(app)
  const programme = await givens.givenProgramme()
  const trainer = await givens.givenTrainer(programme)
  const { address, code } = await givens.givenCohort(trainer, programme, { course: assessed, time_zone: 'UTC' })
  const amina = await app.givenPerson()
  await amina.post(`/join/${code}`)
  const start = async () => (await amina.post(`/courses/${assessed}/quizzes/${quiz}/attempts`)).location ?? ''
  const attempt = await start()
  const personPage = `${address}/people/${amina.id}`
  return { ...app, ...givens, programme, trainer, address, code, amina, attempt, start, personPage }
}
type Story = Awaited<ReturnType<typeof givenTimedAttempt>>

/** Opens the attempt as a page or device of its own, which counts its saves. */
function openPage(person: Person, attempt: string) {
  const page = newId()
  let sequence = 0
  return async (fields: Form) => {
    sequence += 1
    const form = { _page: page, _sequence: String(sequence), _revision: '0', _changed: Object.keys(fields), ...fields }
    const answer = await person.post(`${attempt}/responses`, form, { accept: 'application/json' })
    if (answer.status !== 200) throw new Error(`The save was not taken: ${answer.text}`)
  }
}

/** The log's lines as the trainer reads them, each with its time. */
async function readLog({ trainer, personPage, attempt }: Story) {
  const { status, text } = await trainer.get(`${personPage}${attempt}`)
  if (status !== 200) return [`${status}`]
  return [...text.matchAll(/<tr><th scope="row">([^<]+)<\/th>(.*?)<\/tr>/g)].map(([, time, cells = '']) =>
    [time, ...[...cells.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell]) => cell)].join(' | '),
  )
}

test('the trainer reads what happened in an attempt, with the time in which nothing arrived', async () => {
  const story = await givenTimedAttempt()
  const { clock, amina, attempt, trainer, personPage } = story
  const save = openPage(amina, attempt)
  clock.pass(minute)
  await save({ q1: '4,25' })
  clock.pass(20 * second)
  await save({ q2: 'a' })
  clock.pass(12 * minute)
  await save({ q3: '4,25', q4: 'b' })
  clock.pass(10 * second)
  await save({ q5: '4' })
  clock.pass(40 * second)
  await save({ q2: 'b' })
  clock.pass(50 * second)
  await amina.post(`${attempt}/submission`, {})
  expect(await readLog(story)).toEqual([
    '09:00:00 | Began with 20 minutes, until 2 March 2026 at 09:20 UTC.',
    '09:01:00–09:01:20 | Answered questions 1 and 2.',
    '09:01:20–09:13:20 | Nothing arrived for 12 minutes.',
    '09:13:20–09:13:30 | Answered questions 3 to 5.',
    '09:14:10 | Changed the answer to question 2.',
    expect.stringMatching(/^09:15:00 \| Handed in\. \d of 10 points, not passed\.$/),
  ])
  const { words, text } = await trainer.get(`${personPage}${attempt}`)
  expect(words).toContain('Log of attempt 1 by Amina Darwe')
  for (const secret of ['4,25', 'The minister', 'How much is', 'The law of']) expect(text).not.toContain(secret)
  expect((await trainer.get(personPage)).text).toContain(`href="${personPage}${attempt}"`)
})

test('two devices are A and B, in the order in which they first sent something', async () => {
  const story = await givenTimedAttempt()
  const { clock, amina, attempt, trainer, personPage } = story
  const laptop = openPage(amina, attempt)
  const telephone = openPage(amina, attempt)
  await laptop({ q1: '4' })
  clock.pass(10 * second)
  await telephone({ q2: 'a' })
  clock.pass(10 * second)
  await laptop({ q1: '5' })
  expect(await readLog(story)).toEqual([
    '09:00:00 | Began with 20 minutes, until 2 March 2026 at 09:20 UTC. | ',
    '09:00:00 | Answered question 1. | A',
    '09:00:10 | Answered question 2. | B',
    '09:00:20 | Changed the answer to question 1. | A',
  ])
  const page = await trainer.get(`${personPage}${attempt}`)
  expect(page.words).toContain('2 pages or devices sent something')
  for (const { page: id } of await story.db.selectFrom('saves').select('page').execute())
    expect(page.text).not.toContain(id)
})

test('what came within the grace is told after the time was up, and the closing by its rule', async () => {
  const story = await givenTimedAttempt('strict')
  const { clock, amina, attempt, trainer, personPage } = story
  const save = openPage(amina, attempt)
  clock.pass(9 * minute)
  await save({ s1: 'a' })
  clock.pass(minute + 12 * second)
  await save({ s2: 'a' })
  clock.pass(minute)
  await amina.get(attempt)
  expect((await readLog(story)).slice(2)).toEqual([
    expect.stringMatching(/^09:09:00 \| Answered question [12]\.$/),
    '09:10:00 | The time was up.',
    expect.stringMatching(
      /^09:10:12 \| Answered .* It came after the time was up, within the 30 seconds that still count/,
    ),
    '09:10:00 | Closed at the deadline by the quiz’s rule: it earns nothing. 0 of 2 points, not passed.',
  ])
  expect((await trainer.get(personPage)).words).toContain('2 March 2026, closed at the deadline')
})

test('a log is found by the cohort’s trainers, under its own learner and cohort', async () => {
  const story = await givenTimedAttempt()
  const { personPage, address, attempt, amina, trainer, programme, givenPerson, givenTrainer, givenCohort } = story
  const log = `${personPage}${attempt}`
  const colleague = await givenTrainer(programme, 'Another Trainer')
  const stranger = await givenPerson()
  const other = await givenCohort(trainer, programme, { course: assessed, name: 'Another cohort' })
  expect((await trainer.get(log)).status).toBe(200)
  expect((await colleague.get(log)).status).toBe(404)
  expect((await amina.get(log)).status).toBe(404)
  expect((await trainer.get(`${address}/people/${stranger.id}${attempt}`)).status).toBe(404)
  expect((await trainer.get(`${other.address}/people/${amina.id}${attempt}`)).status).toBe(404)
  expect((await trainer.get(`${personPage}/attempts/${newId()}`)).status).toBe(404)
})

test('an attempt of before the cohort is listed without its log', async () => {
  const { trainer, address, code, givenPerson } = await givenTimedAttempt()
  const habib = await givenPerson({ name: 'Habib Larouze' })
  await habib.post(`/courses/${assessed}/enrolment`)
  const { location } = await habib.post(`/courses/${assessed}/quizzes/timed/attempts`)
  await habib.post(`/join/${code}`)
  const { words, text } = await trainer.get(`${address}/people/${habib.id}`)
  expect(words).toContain('Timed quiz 1 still open')
  expect(text).not.toContain(location)
  expect((await trainer.get(`${address}/people/${habib.id}${location}`)).status).toBe(404)
})

test('an attempt that a trainer has to mark waits, without points', async () => {
  const story = await givenTimedAttempt('essay')
  const { amina, attempt, trainer, personPage } = story
  await amina.post(`${attempt}/submission`, { e1: 'a', page: 'We may go down to a royalty of 4 per cent.' })
  const { words } = await trainer.get(personPage)
  expect(words).toContain('Mandate page handed in, waiting for marking')
  expect(words).toContain('Mandate page Log 1 2 March 2026 – Waiting for marking')
  expect((await readLog(story)).slice(-2)).toEqual(['09:00:00 | Handed in.', '09:00:00 | Waiting for marking.'])
})

const at = (time: string) => new Date(`2026-03-02T${time}Z`)
const handedIn: Happenings = {
  rules: { time_limit_minutes: null, at_deadline: 'mark' },
  items: ['one', 'two', 'three'],
  started_at: at('09:00:00'),
  deadline: null,
  saves: [],
  requested_at: null,
  extensions: [],
  submitted_at: at('09:01:00'),
  closed_by: 'learner',
  score: { raw: 7, max: 9, outcome: 'passed' },
  marking: 'released',
  marks: [
    { item: 'two', place: 1, marked_at: at('10:00:00') },
    { item: 'one', place: 1, marked_at: at('10:05:00') },
    { item: 'two', place: 2, marked_at: at('10:10:00') },
  ],
  released_at: at('11:00:00'),
  regrades: [
    {
      item: 'three',
      reason: 'The key was wrong.',
      made_at: at('12:00:00'),
      score_raw_before: 6,
      score_raw_after: 7,
      outcome_before: 'failed',
      outcome_after: 'passed',
    },
  ],
}

test('marking, release and a regrade are told with the points that held then', () => {
  const log = logOf(handedIn, at('13:00:00'))
  expect(log.map(({ at, until, device, ...told }) => told)).toEqual([
    { kind: 'started', time_limit_minutes: null, deadline: null },
    { kind: 'handed_in', points: null },
    { kind: 'waiting' },
    { kind: 'marked', place: 1, questions: [1, 2] },
    { kind: 'marked', place: 2, questions: [2] },
    { kind: 'released', points: { raw: 6, max: 9, outcome: 'failed' } },
    {
      kind: 'regraded',
      question: 3,
      before: { raw: 6, max: 9, outcome: 'failed' },
      after: { raw: 7, max: 9, outcome: 'passed' },
      reason: 'The key was wrong.',
    },
  ])
})

const saved = (time: string, page: string, ...items: string[]) => ({ stored_at: at(time), page, items })
const together: [string, Happenings['saves'], [string, number[], number[]][]][] = [
  ['29 s apart', [saved('09:00:10', 'p', 'one'), saved('09:00:39', 'p', 'two')], [['A', [1, 2], []]]],
  [
    '30 s apart',
    [saved('09:00:10', 'p', 'one'), saved('09:00:40', 'p', 'two')],
    [
      ['A', [1], []],
      ['A', [2], []],
    ],
  ],
  [
    'of two pages',
    [saved('09:00:10', 'p', 'one'), saved('09:00:12', 'q', 'two')],
    [
      ['A', [1], []],
      ['B', [2], []],
    ],
  ],
  ['the same twice', [saved('09:00:10', 'p', 'one'), saved('09:00:12', 'p', 'one')], [['A', [1], []]]],
  [
    'the same later',
    [saved('09:00:10', 'p', 'one'), saved('09:00:50', 'p', 'one', 'three')],
    [
      ['A', [1], []],
      ['A', [3], [1]],
    ],
  ],
]
test.each(together)('saves %s', (_, saves, told) => {
  const log = logOf({ ...handedIn, saves }, at('13:00:00'))
  const found = log.flatMap((entry) => (entry.kind === 'saved' ? [[entry.device, entry.answered, entry.changed]] : []))
  expect(found).toEqual(told)
})

test.each([
  ['1 minute 59 seconds', '09:01:59', []],
  ['2 minutes', '09:02:00', [2]],
  ['12 minutes and a half', '09:12:30', [12]],
])('silence of %s', (_, until, minutes) => {
  const log = logOf({ ...handedIn, submitted_at: at(until) }, at('13:00:00'))
  expect(log.flatMap((entry) => (entry.kind === 'gap' ? [entry.minutes] : []))).toEqual(minutes)
})
