import { expect, test } from 'vitest'
import { medianOf, type Pace, type Reason, reasonsOf } from '../../server/cohorts/stuck/reasons.ts'
import { newId } from '../../server/platform/data/ids.ts'
import { startApp } from '../support/app.ts'
import { assessed, assessedCourses } from '../support/assessment.ts'
import { cohortGivens } from '../support/cohorts.ts'
import { recordStatements } from '../support/database.ts'
import type { Person } from '../support/givens.ts'

const rules = {
  starts_on: '2026-03-02',
  time_zone: 'Africa/Monrovia',
  not_started_days: 5,
  quiet_days: 7,
  modules_behind: 2,
  deadline_days: 3,
  deadline_left_percent: 30,
}
const at = (text: string) => new Date(`${text}:00Z`)
const now = at('2026-03-20T12:00')
const onTheWay: Pace = {
  joined_at: at('2026-03-02T09:00'),
  last_active_at: at('2026-03-19T09:00'),
  completed_at: null,
  begun: true,
  closes_at: at('2026-04-11T00:00'),
  left: 4,
  total: 10,
  modules: { done: 2, total: 5 },
  failed: [],
}

const told: [string, Partial<Pace>, Reason[]][] = [
  ['somebody on the way', {}, []],
  [
    'who began nothing for five days',
    { begun: false, joined_at: at('2026-03-15T09:00') },
    [{ kind: 'not_started', days: 5 }],
  ],
  ['who began nothing for four days', { begun: false, joined_at: at('2026-03-16T00:00') }, []],
  [
    'who joined before the opening',
    { begun: false, joined_at: at('2026-01-01T09:00') },
    [{ kind: 'not_started', days: 18 }],
  ],
  ['who was quiet for seven days', { last_active_at: at('2026-03-13T23:00') }, [{ kind: 'quiet', days: 7 }]],
  ['who was quiet for six days', { last_active_at: at('2026-03-14T00:00') }, []],
  [
    'who is two modules behind a median of 2',
    { modules: { done: 0, total: 5 } },
    [{ kind: 'behind', done: 0, total: 5, median: 2 }],
  ],
  ['who is one module behind', { modules: { done: 1, total: 5 } }, []],
  [
    'who failed a quiz twice',
    {
      failed: [
        { quiz: 'timed', times: 2 },
        { quiz: 'strict', times: 1 },
      ],
    },
    [{ kind: 'failed_twice', quiz: 'timed', times: 2 }],
  ],
  [
    'who has more than 30 % left and three days',
    { closes_at: at('2026-03-24T00:00') },
    [{ kind: 'deadline', days: 3, last_day: '2026-03-23', left: 4, total: 10 }],
  ],
  [
    'whose last day is today',
    { closes_at: at('2026-03-21T00:00') },
    [{ kind: 'deadline', days: 0, last_day: '2026-03-20', left: 4, total: 10 }],
  ],
  ['who has 30 % left and no more', { closes_at: at('2026-03-24T00:00'), left: 3 }, []],
  ['who has four days', { closes_at: at('2026-03-25T00:00') }, []],
  ['for whom the course has closed', { closes_at: at('2026-03-20T12:00'), last_active_at: at('2026-03-03T09:00') }, []],
  [
    'who has completed the course',
    {
      completed_at: at('2026-03-05T09:00'),
      last_active_at: at('2026-03-05T09:00'),
      failed: [{ quiz: 'timed', times: 3 }],
    },
    [],
  ],
  [
    'for whom everything holds, the most urgent first',
    {
      closes_at: at('2026-03-22T00:00'),
      last_active_at: at('2026-03-03T09:00'),
      failed: [{ quiz: 'timed', times: 3 }],
      modules: { done: 0, total: 5 },
    },
    [
      { kind: 'deadline', days: 1, last_day: '2026-03-21', left: 4, total: 10 },
      { kind: 'failed_twice', quiz: 'timed', times: 3 },
      { kind: 'quiet', days: 17 },
      { kind: 'behind', done: 0, total: 5, median: 2 },
    ],
  ],
]
test.each(told)('%s', (_, pace, reasons) => {
  expect(reasonsOf({ ...onTheWay, ...pace }, rules, 2, now)).toEqual(reasons)
})

test('days end where the cohort meets, and nobody is stuck before it opens', () => {
  const pace = { ...onTheWay, begun: false, joined_at: at('2026-03-15T22:00') }
  expect(reasonsOf(pace, rules, 2, now)).toEqual([{ kind: 'not_started', days: 5 }])
  expect(reasonsOf(pace, { ...rules, time_zone: 'Indian/Antananarivo' }, 2, now)).toEqual([]) // the 16th there
  expect(
    reasonsOf({ ...pace, failed: [{ quiz: 'timed', times: 2 }] }, { ...rules, starts_on: '2026-03-21' }, 2, now),
  ).toEqual([])
})

test('the cohort’s own figures decide', () => {
  const patient = { ...rules, quiet_days: 30, modules_behind: 3, deadline_days: 1, deadline_left_percent: 50 }
  const pace = { ...onTheWay, last_active_at: at('2026-03-03T09:00'), closes_at: at('2026-03-24T00:00') }
  expect(reasonsOf({ ...pace, modules: { done: 0, total: 5 } }, patient, 2, now)).toEqual([])
})

test('the median is the middle, or halfway between the two in the middle', () => {
  expect([[], [3], [10, 1, 2], [4, 1, 2, 3]].map(medianOf)).toEqual([0, 3, 2, 2.5])
})

/** A trainer's cohort in the assessed course, 2 March to 10 April by the clocks of UTC. */
async function givenCohort() {
  const app = await startApp({ courses: assessedCourses() })
  const givens = cohortGivens(app)
  const programme = await givens.givenProgramme()
  const trainer = await givens.givenTrainer(programme)
  const { address, code } = await givens.givenCohort(trainer, programme, { course: assessed, time_zone: 'UTC' })
  async function givenMember(name: string, language: 'en' | 'fr' | 'pt' = 'en') {
    const person = await app.givenPerson({ name, language })
    await person.post(`/join/${code}`)
    return person
  }
  const fail = async (person: Person, quiz: string) => {
    const { location } = await person.post(`/courses/${assessed}/quizzes/${quiz}/attempts`)
    await person.post(`${location}/submission`, {})
  }
  /** A later moment, at which everybody's session still holds. */
  const on = (moment: string) => app.clock.set(at(moment))
  const stuck = `${address}/stuck`
  const letter = (person: Person) => `${stuck}/${person.id}/letter`
  return { ...app, ...givens, programme, trainer, address, stuck, letter, givenMember, fail, on }
}

const sentTo = (letters: { to: string; subject: string; text: string }[], person: Person) =>
  letters.filter(({ to }) => to === person.email)

test('the list names who is stuck with reasons, figures and what comes next, the most urgent first', async () => {
  const { trainer, stuck, givenMember, fail, on } = await givenCohort()
  const habib = await givenMember('Habib Larouze')
  const amina = await givenMember('Amina Darwe')
  const done = await givenMember('Wanjiru Kame')
  await done.post(`/courses/${assessed}/lessons/first/completion`)
  expect((await trainer.get(stuck)).words).toContain('Nobody is stuck. Everyone is on the way')
  await fail(amina, 'timed')
  await fail(amina, 'timed')
  on('2026-03-07T09:00')
  await done.post(`/courses/${assessed}/quizzes/before/attempts`)
  const { words, text } = await trainer.get(stuck)
  expect(words).toContain('2 people of 3 may need a word from you.')
  expect(words).toMatch(
    /Habib Larouze Ministry of Mines, Liberia Nothing begun in 5 days\. Next for them: Before you begin/,
  )
  expect(words).toMatch(/Amina Darwe .* Timed quiz: failed twice, not passed since\./)
  expect(words).toContain('No letter from here yet.')
  expect(text).toContain(`people/${habib.id}"`)
  expect(words).not.toContain('Wanjiru')

  on('2026-04-08T09:00')
  const late = (await trainer.get(stuck)).words
  expect(late).toContain('2 days left, until 10 April 2026: 6 of 6 activities to do.')
  expect(late.indexOf('Amina Darwe')).toBeLessThan(late.indexOf('Habib Larouze')) // three reasons against two
  expect(late).toContain('3 people of 3')
})

test('what waits for marking is not held against anybody, and a quiz that was passed in the end is forgotten', async () => {
  const { trainer, stuck, givenMember, fail, passQuiz, on } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  await fail(amina, 'timed')
  await fail(amina, 'timed')
  expect((await trainer.get(stuck)).words).toContain('failed twice')
  await passQuiz(amina, assessed, 'timed')
  expect((await trainer.get(stuck)).words).not.toContain('failed twice')
  const { location } = await amina.post(`/courses/${assessed}/quizzes/essay/attempts`)
  await amina.post(`${location}/submission`, { e1: 'a', page: 'A mandate.' })
  on('2026-04-08T09:00')
  expect((await trainer.get(stuck)).words).toContain('4 of 6 activities to do.')
})

test('who is modules behind the cohort’s median is told of with both figures', async () => {
  const { db, trainer, stuck, givenMember, passQuiz } = await givenCohort()
  await db.updateTable('cohorts').set({ modules_behind: 1 }).execute()
  for (const name of ['Habib Larouze', 'Wanjiru Kame']) {
    const person = await givenMember(name)
    await person.post(`/courses/${assessed}/lessons/first/completion`)
    for (const quiz of ['before', 'timed', 'strict']) await passQuiz(person, assessed, quiz)
    const { location } = await person.post(`/courses/${assessed}/quizzes/essay/attempts`)
    await person.post(`${location}/submission`, { e1: 'a', page: 'A mandate.' })
  }
  await givenMember('Amina Darwe')
  const { words } = await trainer.get(stuck)
  expect(words).toContain('One person of 3 may need a word')
  expect(words).toMatch(/Amina Darwe .* 0 of 2 modules done; the cohort’s median is 1\./)
})

test('a cohort that is not open says so, and one that has ended lists who has a day of their own', async () => {
  const { trainer, stuck, address, givenMember, clock, on } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  await givenMember('Habib Larouze')
  clock.set(at('2026-03-01T23:00'))
  expect((await trainer.get(stuck)).words).toContain('The cohort opens on 2 March 2026. Nobody is late')
  on('2026-03-03T09:00')
  const more = { extra_time_percent: '0', closes_on: '2026-04-14', reason: 'Travelled for two weeks' }
  await trainer.post(`${address}/people/${amina.id}/accommodation`, more)
  on('2026-04-11T09:00')
  const { words } = await trainer.get(stuck)
  expect(words).toContain('The cohort ended on 10 April 2026.')
  expect(words).toContain('3 days left, until 14 April 2026')
  expect(words).not.toContain('Habib')
})

test('a letter is shown in the learner’s language, sent as the trainer changed it, and kept', async () => {
  const { db, trainer, stuck, letter, letters, givenMember, on } = await givenCohort()
  const moussa = await givenMember('Moussa Kanté', 'fr')
  on('2026-03-09T10:05')
  const page = await trainer.get(letter(moussa))
  expect(page.words).toContain('Written in French')
  expect(page.words).toContain('Bonjour Moussa Kanté,')
  expect(page.words).toContain('Cours évalué')
  expect(page.words).toContain(`écrivez-moi à ${trainer.email}`)
  expect(page.words).toContain('Joseph Okra')
  expect(await letters()).toEqual([])

  const written = { subject: 'Un mot', text: 'Bonjour Moussa,\r\n\r\nQue se passe-t-il ?' }
  const { status, location } = await trainer.post(letter(moussa), written)
  expect(status).toBe(303)
  expect((await trainer.get(location ?? '')).words).toContain('One letter went out')
  const text = 'Bonjour Moussa,\n\nQue se passe-t-il ?'
  expect(await letters()).toEqual([expect.objectContaining({ to: moussa.email, subject: 'Un mot', text })])
  const kept = await db.selectFrom('cohort_letters').selectAll().execute()
  expect(kept).toEqual([
    expect.objectContaining({
      learner_id: moussa.id,
      author_id: trainer.id,
      subject: 'Un mot',
      text,
      reasons: ['not_started'],
      sent_at: at('2026-03-09T10:05'),
    }),
  ])
  const events = db.selectFrom('audit_events').selectAll().where('action', '=', 'cohort.letters_written')
  expect(await events.execute()).toMatchObject([{ account_id: trainer.id, details: { letters: 1 } }])
  expect((await trainer.get(stuck)).words).toContain('You last wrote on 9 March 2026 at 10:05 UTC.')
})

test('a second letter within a day is asked about, with what was typed, and then sent', async () => {
  const { db, programme, address, trainer, letter, letters, givenMember, givenTrainer, on } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  on('2026-03-09T10:05')
  await trainer.post(letter(amina), { subject: 'First', text: 'One' })
  on('2026-03-10T10:04')
  const again = { subject: 'Second', text: 'Two, as typed' }
  const asked = await trainer.post(letter(amina), again)
  expect(asked.status).toBe(409)
  expect(asked.words).toContain('You wrote to Amina Darwe on 9 March 2026 at 10:05 UTC. This letter is not sent yet.')
  expect(asked.text).toContain('Two, as typed')
  const after = /name="after" value="([\w-]+)"/.exec(asked.text)?.[1] ?? ''
  expect(sentTo(await letters(), amina)).toHaveLength(1)
  expect((await trainer.post(letter(amina), { ...again, after })).status).toBe(303)
  expect((await trainer.post(letter(amina), { ...again, after })).status).toBe(409) // pressed twice
  expect(sentTo(await letters(), amina).map(({ subject }) => subject)).toEqual(['First', 'Second'])

  const colleague = await givenTrainer(programme, 'Marie Kossi')
  const cohort_id = address.split('/').at(-1) ?? ''
  await db.insertInto('cohort_trainers').values({ cohort_id, trainer_id: colleague.id }).execute()
  const theirs = await colleague.post(letter(amina), again)
  expect(theirs.words).toContain('Joseph Okra wrote to Amina Darwe on 10 March 2026 at 10:04 UTC.')
  on('2026-03-11T10:04')
  expect((await colleague.post(letter(amina), again)).status).toBe(303)
})

test('presses at the same moment send one letter', async () => {
  const { trainer, stuck, letter, letters, givenMember, on } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  on('2026-03-09T10:05')
  const one = { subject: 'A word', text: 'Hello' }
  const four = (ask: () => Promise<{ status: number }>) => Promise.all([ask(), ask(), ask(), ask()])
  await four(() => trainer.get(stuck)) // so that each of the four has its connection
  const answers = await four(() => trainer.post(letter(amina), one))
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409, 409])
  expect(sentTo(await letters(), amina)).toHaveLength(1)
  on('2026-03-10T10:05')
  await four(() => trainer.post(`${stuck}/letters`, { learner: amina.id }))
  expect(sentTo(await letters(), amina)).toHaveLength(2)
})

test('one press writes to all who are ticked, each in their language, and says how many', async () => {
  const { trainer, stuck, letter, letters, givenMember, givenPerson, fail, on } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  const moussa = await givenMember('Moussa Kanté', 'fr')
  const paula = await givenMember('Paula Nunes', 'pt')
  const habib = await givenMember('Habib Larouze')
  const stranger = await givenPerson({ name: 'A Stranger' })
  await fail(amina, 'timed')
  await fail(amina, 'timed')
  on('2026-03-08T10:00')
  await habib.post(`/courses/${assessed}/lessons/first/completion`)
  await trainer.post(letter(paula), { subject: 'Before', text: 'One' })
  const { text } = await trainer.get(stuck)
  const boxes = [...text.matchAll(/value="([\w-]{36})"( checked)?/g)].map(([, id, checked]) => [id, Boolean(checked)])
  expect(new Map(boxes as [string, boolean][])).toEqual(
    new Map([
      [amina.id, true],
      [moussa.id, true],
      [paula.id, false],
    ]),
  )
  const chosen = [amina, moussa, paula, habib, stranger].map(({ id }) => id)
  const answer = await trainer.submit(`${stuck}/letters`, { learner: chosen })
  expect(answer.words).toContain('2 letters went out')
  expect(answer.words).toContain('5 people were chosen. Passed over is who is no longer stuck')
  const sent = await letters()
  expect(sentTo(sent, amina).map(({ subject }) => subject)).toEqual(['Another look at “Timed quiz”'])
  expect(sentTo(sent, moussa)[0]?.subject).toBe('Votre premier pas dans «\u00a0Cours évalué\u00a0»')
  expect(sentTo(sent, paula)).toHaveLength(1)
  expect([...sentTo(sent, habib), ...sentTo(sent, stranger)]).toEqual([])
  const again = await trainer.submit(`${stuck}/letters`, { learner: chosen })
  expect(again.words).toContain('No letter went out')
  expect(await letters()).toHaveLength(3)
})

test('a press with nobody ticked says so', async () => {
  const { trainer, stuck, givenMember, letters, on } = await givenCohort()
  await givenMember('Amina Darwe')
  on('2026-03-09T10:00')
  for (const form of [{}, { learner: 'everybody' }]) {
    const answer = await trainer.post(`${stuck}/letters`, form)
    expect(answer.status).toBe(422)
    expect(answer.words).toContain('Tick at least one person to write to.')
  }
  expect(await letters()).toEqual([])
})

test('nobody writes to who has gone on, or is not in the cohort, and no other trainer writes at all', async () => {
  const { trainer, stuck, letter, letters, programme, givenMember, givenPerson, givenTrainer, on } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  const stranger = await givenPerson({ name: 'A Stranger' })
  on('2026-03-09T10:00')
  const colleague = await givenTrainer(programme, 'Marie Kossi')
  const form = { subject: 'A word', text: 'Hello' }
  for (const other of [colleague, amina]) {
    expect((await other.get(stuck)).status).toBe(404)
    expect((await other.get(letter(amina))).status).toBe(404)
    expect((await other.post(letter(amina), form)).status).toBe(404)
    expect((await other.post(`${stuck}/letters`, { learner: amina.id })).status).toBe(404)
  }
  expect((await trainer.post(letter(stranger), form)).status).toBe(404)
  await amina.post(`/courses/${assessed}/lessons/first/completion`)
  for (const answer of [await trainer.get(letter(amina)), await trainer.post(letter(amina), form)]) {
    expect(answer.status).toBe(409)
    expect(answer.words).toContain('Nothing was sent.')
  }
  expect(await letters()).toEqual([])
})

test.each([
  ['no subject', { subject: ' ' }, 'Give the letter a subject of one line'],
  ['a subject of two lines', { subject: 'One\r\nBcc: all@mines.example' }, 'Give the letter a subject of one line'],
  ['no text', { text: ' \n ' }, 'Write 1 to 3,000 characters'],
  ['a text of 3,001 characters', { text: 'x'.repeat(3001) }, 'Write 1 to 3,000 characters'],
])('a letter with %s is shown again with what was typed', async (_, wrong, sentence) => {
  const { trainer, letter, letters, givenMember, on } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  on('2026-03-09T10:00')
  const answer = await trainer.post(letter(amina), { subject: 'Kept subject', text: 'Kept text', ...wrong })
  expect(answer.status).toBe(422)
  expect(answer.words).toContain(sentence)
  expect(answer.text).toContain('subject' in wrong ? 'Kept text' : 'Kept subject')
  expect(await letters()).toEqual([])
})

test('a long list has pages and costs no more statements than a short one', async () => {
  const { db, trainer, address, stuck, on, clock } = await givenCohort()
  const cohort_id = address.split('/').at(-1) ?? ''
  const people = Array.from({ length: 53 }, (_, n) => ({ id: newId(), name: `Person ${String(n).padStart(2, '0')}` }))
  const account = {
    password_hash: '',
    country_code: 'LR',
    institution: 'Ministry of Mines',
    sex: 'undisclosed' as const,
    language: 'en' as const,
    consented_at: clock.now(),
    created_at: clock.now(),
  }
  await db
    .insertInto('accounts')
    .values(
      people.map(({ id, name }, n) => ({
        ...account,
        id,
        name,
        email: `many${n}@mines.example`,
        email_confirmed_at: null,
      })),
    )
    .execute()
  await db
    .insertInto('cohort_members')
    .values(people.map(({ id }) => ({ cohort_id, learner_id: id, joined_at: clock.now() })))
    .execute()
  on('2026-03-09T10:00')
  const { statements, stop } = recordStatements()
  const first = await trainer.get(stuck)
  stop()
  expect(statements.length).toBeLessThanOrEqual(4)
  expect(first.text.match(/name="learner"/g)).toHaveLength(50)
  expect(first.words).toContain('53 people of 53')
  expect((await trainer.get(`${stuck}?page=2`)).text.match(/name="learner"/g)).toHaveLength(3)
  expect((await trainer.get(`${stuck}?page=9`)).words).toContain('To the first page')
})

test('the cohort’s page shows the first five who went quiet, and leads to the whole list', async () => {
  const { trainer, address, stuck, givenMember, on } = await givenCohort()
  for (const name of ['A One', 'B Two', 'C Three', 'D Four', 'E Five', 'F Six']) await givenMember(name)
  on('2026-03-09T10:00')
  const { text, words } = await trainer.get(address)
  expect(words).toContain('6 of 6')
  expect(text.match(/<h3><a href="\/cohorts\/[\w-]+\/people/g)).toHaveLength(5)
  expect(text).toContain(`href="${stuck}"`)
})
