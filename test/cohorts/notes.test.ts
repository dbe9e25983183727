import { expect, test } from 'vitest'
import { newId } from '../../server/platform/data/ids.ts'
import { startApp } from '../support/app.ts'
import { assessed, assessedCourses } from '../support/assessment.ts'
import { cohortGivens } from '../support/cohorts.ts'
import { recordStatements } from '../support/database.ts'

const secret = 'Lost her line for a week'

/** Amina is in the cohort of Joseph Okra, and Marie Kossi leads it with him. */
async function givenTwoTrainers() {
  const app = await startApp({ courses: assessedCourses() })
  const givens = cohortGivens(app)
  const programme = await givens.givenProgramme()
  const trainer = await givens.givenTrainer(programme)
  const { address, code } = await givens.givenCohort(trainer, programme, { course: assessed, time_zone: 'UTC' })
  const colleague = await givens.givenTrainer(programme, 'Marie Kossi')
  const cohort_id = address.split('/').at(-1) ?? ''
  await app.db.insertInto('cohort_trainers').values({ cohort_id, trainer_id: colleague.id }).execute()
  const amina = await app.givenPerson({ name: 'Amina Darwe' })
  await amina.post(`/join/${code}`)
  const page = `${address}/people/${amina.id}`
  const notes = `${page}/notes`
  const stored = () => app.db.selectFrom('cohort_notes').select(['id', 'text']).execute()
  return { ...app, ...givens, programme, trainer, colleague, amina, address, code, page, notes, stored }
}

test('the trainers of a cohort read each other’s notes, the newest first, and delete their own', async () => {
  const { trainer, colleague, page, notes, clock, stored } = await givenTwoTrainers()
  expect((await trainer.get(page)).words).toContain('No notes yet.')
  const first = await trainer.post(notes, { note_id: newId(), note: `${secret},\r\nthen came back.` })
  expect([first.status, first.location]).toEqual([303, `${page}#notes`])
  clock.pass(60 * 60_000)
  await colleague.post(notes, { note: 'Called her <today>.' })
  const { words, text } = await colleague.get(page)
  expect(words).toMatch(
    /Called her <today>\. 2 March 2026 at 10:00 UTC, by Marie Kossi .*then came back\. 2 March 2026 at 09:00 UTC, by Joseph Okra/,
  )
  const [own, ...others] = [...text.matchAll(/notes\/([\w-]+)\/deletion/g)].map(([, id]) => id)
  expect(others).toEqual([])
  const his = (await stored()).find(({ id }) => id !== own)?.id
  expect((await colleague.post(`${notes}/${his}/deletion`)).status).toBe(404)
  expect(await stored()).toHaveLength(2)
  for (const _ of ['once', 'twice']) expect((await colleague.post(`${notes}/${own}/deletion`)).status).toBe(303)
  expect((await stored()).map(({ id }) => id)).toEqual([his])
})

test('a note that is sent twice is one note', async () => {
  const { trainer, page, notes, stored } = await givenTwoTrainers()
  const note_id = /name="note_id" value="([\w-]+)"/.exec((await trainer.get(page)).text)?.[1] ?? ''
  const answers = await Promise.all([1, 2].map(() => trainer.post(notes, { note_id, note: secret })))
  expect(answers.map(({ status }) => status)).toEqual([303, 303])
  expect(await stored()).toEqual([{ id: note_id, text: secret }])
})

test('the learner cannot reach a note about them, nor a trainer of another cohort, nor a donor', async () => {
  const {
    db,
    trainer,
    amina,
    programme,
    address,
    page,
    notes,
    givenTrainer,
    givenDonor,
    givenCohort,
    stored,
    letters,
  } = await givenTwoTrainers()
  await trainer.post(notes, { note: secret })
  const [note] = await stored()
  const other = await givenTrainer(programme, 'Another Trainer')
  await givenCohort(other, programme, { name: 'Another cohort', course: assessed })
  const donor = await givenDonor(programme)
  for (const stranger of [amina, other, donor]) {
    for (const path of [page, notes, `${notes}/${note?.id}`, `${address}/stuck`])
      expect((await stranger.get(path)).status).toBe(404)
    expect((await stranger.post(notes, { note: 'mine' })).status).toBe(404)
    expect((await stranger.post(`${notes}/${note?.id}/deletion`)).status).toBe(404)
  }
  expect(await stored()).toEqual([note])
  const hers = ['/learning', '/account', '/certificates', `/courses/${assessed}`, `/courses/${assessed}/quizzes/timed`]
  for (const path of hers) expect((await amina.get(path)).text).not.toContain(secret)
  for (const path of ['/reports', `/reports/${programme}`, `/reports/${programme}.csv`, '/results']) {
    const answer = await donor.get(path)
    expect(answer.status).toBe(200)
    expect(answer.text).not.toContain(secret)
  }
  expect(JSON.stringify(await letters())).not.toContain(secret)
  const events = await db.selectFrom('audit_events').selectAll().where('action', 'like', 'note.%').execute()
  expect(events).toMatchObject([{ action: 'note.written', subject: amina.id }])
  expect(JSON.stringify(events)).not.toContain(secret)
})

test('a trainer who learns in their own cohort does not read what a colleague notes of them', async () => {
  const { trainer, colleague, address, code } = await givenTwoTrainers()
  await trainer.post(`/join/${code}`)
  const own = `${address}/people/${trainer.id}`
  await colleague.post(`${own}/notes`, { note: secret })
  expect((await colleague.get(own)).words).toContain(secret)
  expect((await trainer.get(own)).text).not.toContain(secret)
  expect((await trainer.post(`${own}/notes`, { note: 'about me' })).status).toBe(404)
})

test.each([
  ['an empty note', ' \n '],
  ['a note of 2,001 characters', 'é'.repeat(2001)],
])('%s is refused, and what was typed is still there', async (_, note) => {
  const { trainer, notes, stored } = await givenTwoTrainers()
  const answer = await trainer.post(notes, { note })
  expect(answer.status).toBe(422)
  expect(answer.words).toContain('Write 1 to 2,000 characters')
  expect(answer.text).toContain(`\n${note.trim()}</textarea>`)
  expect(await stored()).toEqual([])
})

test('a note of 2,000 signs that take two units each is kept', async () => {
  const { trainer, notes, stored } = await givenTwoTrainers()
  expect((await trainer.post(notes, { note: '😀'.repeat(2000) })).status).toBe(303)
  expect(await stored()).toHaveLength(1)
})

test('the person’s page tells everything in order, the newest day first', async () => {
  const { trainer, amina, address, page, clock, rightForm } = await givenTwoTrainers()
  const attempts = `/courses/${assessed}/quizzes/timed/attempts`
  clock.set(new Date('2026-03-03T09:00:00Z'))
  await amina.post(`/courses/${assessed}/lessons/first/completion`)
  const begun = await amina.post(attempts)
  clock.pass(5 * 60_000)
  await amina.post(`${begun.location}/submission`, await rightForm(begun.location ?? ''))
  const more = { extra_time_percent: '50', closes_on: '', reason: 'Reads with a screen reader' }
  clock.set(new Date('2026-03-04T09:00:00Z'))
  await trainer.post(`${page}/accommodation`, more)
  const essay = await amina.post(`/courses/${assessed}/quizzes/essay/attempts`)
  await amina.post(`${essay.location}/submission`, { e1: 'a', page: 'A mandate.' })
  clock.set(new Date('2026-03-12T09:00:00Z'))
  await trainer.post(`${address}/stuck/${amina.id}/letter`, { subject: 'A word', text: 'How are you?\nJoseph' })
  const { statements, stop } = recordStatements()
  const { words } = await trainer.get(page)
  stop()
  expect(statements.length).toBeLessThanOrEqual(4)
  const list = words.slice(words.indexOf('Everything in order'))
  expect(list).toMatch(
    new RegExp(
      [
        '12 March 2026 Letter from Joseph Okra: A word How are you\\? Joseph',
        '4 March 2026 More time given by Joseph Okra Attempt 1 handed in, waiting for marking: Mandate page Attempt 1 begun: Mandate page',
        '3 March 2026 Attempt 1 handed in with 10 of 10 points: Timed quiz Lesson done: .* Attempt 1 begun: Timed quiz',
        '2 March 2026 Joined the cohort',
      ].join(' '),
    ),
  )
})
