import { expect, test } from 'vitest'
import { beforeTheTable } from '../support/cohorts.ts'
import { recordStatements } from '../support/database.ts'
import { givenScript } from '../support/scripts.ts'
import { givenClosing, rowOf } from './closing-givens.ts'

test('the page tells for everybody what is missing, and counts it', async () => {
  const { app, address, trainer, givenMember, givenEarner, page } = await givenClosing()
  await givenMember({ name: 'Nothing Begun' })
  const lessons = await givenMember({ name: 'Two Lessons' })
  await app.finishLessons(lessons, beforeTheTable)
  await app.db
    .deleteFrom('lesson_completions')
    .where('learner_id', '=', lessons.id)
    .where('lesson', 'in', ['the-team', 'the-mandate'])
    .execute()
  await app.passQuiz(lessons, beforeTheTable, 'final')
  const quiz = await givenMember({ name: 'Failed Quiz' })
  await app.finishLessons(quiz, beforeTheTable)
  await app.passQuiz(quiz, beforeTheTable, 'final', 9)
  const open = await givenMember({ name: 'Open Attempt' })
  await app.finishLessons(open, beforeTheTable)
  await open.post(`/courses/${beforeTheTable}/quizzes/final/attempts`)
  await givenEarner({ name: 'Earned It' })
  await givenEarner({ name: 'ⵜⵉⵏⵀⵉⵏⴰⵏ' })
  const holder = await givenEarner({ name: 'Holds One' })
  await holder.post(`/courses/${beforeTheTable}/certificate`)

  const { text, words } = await page()
  expect(words).toContain('3 of 7 have completed the course.')
  expect(words).toMatch(/People 7 .* asks 3 Certificates issued 1 Can be issued now 1 .* printed 1 Still missing 4/)
  expect(rowOf(text, 'Nothing Begun')).toContain('8 lessons: 1.2, 1.3, 2.1, 2.2, 3.1, 3.2, 4.1, 4.2')
  expect(rowOf(text, 'Nothing Begun')).toContain('no result yet, needs 70%')
  expect(rowOf(text, 'Two Lessons')).toMatch(/Lesson 3\.1 The mandate: .* Lesson 3\.2 The team: /)
  expect(rowOf(text, 'Two Lessons')).not.toContain('needs')
  expect(rowOf(text, 'Failed Quiz')).toMatch(/Final quiz: 3 of 12, needs 70%$/)
  expect(rowOf(text, 'Open Attempt')).toContain('no result yet, needs 70%; an attempt is open')
  expect(rowOf(text, 'Earned It')).toContain('Nothing; the certificate can be issued')
  expect(rowOf(text, 'ⵜⵉⵏⵀⵉⵏⴰⵏ')).toContain('Latin, Cyrillic, Arabic or Ethiopic letters')
  expect(rowOf(text, 'Holds One')).toMatch(/Certificate issued TP-[\w-]+$/)
  expect(words).toContain('One attempt is open: somebody is at work')
  expect((await trainer.get(`${address}/closing?only=issued`)).text).not.toContain('Earned It</a>')
  expect((await trainer.get(address)).text).toContain(`${address}/closing"`)
})

test('an attempt that waits for marking is told in the person’s line, and texts to mark come first', async () => {
  const { app, cohortId, givenMember, page } = await givenClosing()
  const person = await givenMember({ name: 'Essay Writer' })
  await givenScript(app, person.id, cohortId)
  await app.db.updateTable('attempts').set({ quiz: 'final' }).execute() // the quiz that counts, as if it asked for a text
  const { text, words } = await page()
  expect(words).toContain('One text waits for marking')
  expect(rowOf(text, 'Essay Writer')).toContain('an attempt waits for marking')
})

test('workshop days attended stand in the line', async () => {
  const { app, address, trainer, givenMember, page } = await givenClosing()
  const person = await givenMember({ name: 'Was There' })
  await givenMember({ name: 'Was Not' })
  const day = { title: 'Day 1', held_on: '2026-03-02', from_time: '09:00', to_time: '16:30', place: 'Room 9' }
  const { location } = await trainer.post(`${address}/sessions`, day)
  await trainer.post(`${location}/attendance`, { present: person.id, note: 'List signed at the door' })
  const { text } = await page()
  expect(rowOf(text, 'Was There')).toMatch(/Ministry of Mines 1 of 1 /)
  expect(rowOf(text, 'Was Not')).toMatch(/Ministry of Mines 0 of 1 /)
  expect(rowOf(text, 'Was Not')).not.toContain('Workshop days')
  await app.db.updateTable('cohorts').set({ attendance_percent: 60 }).execute()
  const asked = (await page()).text
  expect(rowOf(asked, 'Was Not')).toContain('Workshop days: 0 of 1; one is needed (60%)')
  expect(rowOf(asked, 'Was There')).not.toContain('Workshop days')
})

test('who asks for more time and who waits for a place come first, too', async () => {
  const { app, address, code, trainer, givenMember, page } = await givenClosing()
  const person = await givenMember({ name: 'Asks For Time' })
  const { location } = await person.post(`/courses/${beforeTheTable}/quizzes/final/attempts`)
  await person.post(`${location}/time-request`)
  const { text } = await trainer.get(`${address}/settings`)
  const typed = Object.fromEntries(
    [...text.matchAll(/<input id="(\w+)"[^>]*? value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  )
  const chosen = { language: 'en', time_zone: 'Africa/Monrovia', version: '1', ends_on: '2026-04-10' }
  const stored = await trainer.post(`${address}/settings`, {
    ...typed,
    starts_on: '2026-03-02',
    ...chosen,
    capacity: '1',
  })
  expect(stored.status).toBe(303)
  await (await app.givenPerson()).post(`/join/${code}`)
  const { words } = await page()
  expect(words).toContain('Asks For Time asks for more time')
  expect(words).toContain('One person waits for a place')
})

test('the page costs four statements for one person as for many, and shows fifty at a time', async () => {
  const { cohortId, page, run } = await givenClosing()
  await run(`insert into accounts (id, email, name, password_hash, country_code, institution, sex, language, consented_at, created_at)
    select gen_random_uuid(), 'p' || n || '@many.example', 'Person ' || lpad(n::text, 4, '0'), '', 'LR', 'Ministry', 'female', 'en', now(), now() from generate_series(1, 120) n`)
  await run(`insert into enrolments (id, learner_id, course, content_hash, enrolled_at, last_active_at)
    select gen_random_uuid(), id, '${beforeTheTable}', '', now(), now() from accounts where email like '%@many.example'`)
  await run(
    `insert into cohort_members select '${cohortId}', id, now() from accounts where email like '%@many.example'`,
  )
  const recording = recordStatements()
  const first = await page()
  recording.stop()
  expect(recording.statements.length).toBeLessThanOrEqual(4)
  expect(first.words).toContain('Person 0001')
  expect(first.text.match(/>Person \d+<\/a>/g)).toHaveLength(50)
  const last = await page('?page=3')
  expect(last.text.match(/>Person \d+<\/a>/g)).toHaveLength(20)
  expect((await page('?page=9')).words).toContain('Nobody is in this list.')
})

test('another trainer’s cohort is not there, nor for its learners', async () => {
  const { address, programme, givenTrainer, givenMember } = await givenClosing()
  const other = await givenTrainer(programme, 'Other Trainer')
  const learner = await givenMember()
  for (const person of [other, learner]) {
    expect((await person.get(`${address}/closing`)).status).toBe(404)
    expect((await person.post(`${address}/closing`)).status).toBe(404)
    expect((await person.post(`${address}/certificates`)).status).toBe(404)
    expect((await person.get(`${address}/handover.pdf`)).status).toBe(404)
    expect((await person.get(`${address}/handover.xlsx`)).status).toBe(404)
  }
})
