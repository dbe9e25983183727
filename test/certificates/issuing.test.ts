import { expect, test } from 'vitest'
import { issueCredential } from '../../server/certificates/issue-credential.ts'
import { startApp } from '../support/app.ts'
import { aCohort, aProgramme, beforeTheTable, cohortGivens } from '../support/cohorts.ts'
import { recordStatements } from '../support/database.ts'
import { ask, codesIn, download, givenCertificate, givenEarner, wordsOf } from './holders.ts'

test('who has met the award rule gets the certificate in one press', async () => {
  const app = await startApp()
  const amina = await givenEarner(app)
  expect((await amina.post(ask)).location).toBe('/certificates')
  const page = await amina.get('/certificates')
  expect(page.words).toContain('You have one.')
  expect(page.words).toContain('Issued on 2 March 2026')
  const [code = ''] = codesIn(page.text)
  const { status, headers, file } = await download(app, amina, code)
  expect(status).toBe(200)
  expect(headers['content-type']).toBe('application/pdf')
  expect(headers['cache-control']).toMatch('private')
  expect(headers['content-disposition']).toBe(
    `inline; filename="${code}.pdf"; filename*=UTF-8''${code}%20Amina%20Darwe.pdf`,
  )
  expect(file.length).toBeLessThan(60_000)
  const words = wordsOf(file)
  for (const part of ['Amina Darwe', 'Before the table', '5 hours, 8 lessons', 'pass mark 70%', '2 March 2026', code])
    expect(words).toContain(part)
})

test('asked eight times at once, it is issued once and everybody gets the same file', async () => {
  const app = await startApp()
  const amina = await givenEarner(app)
  const answers = await Promise.all(Array.from({ length: 8 }, () => amina.submit(ask)))
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200))
  const shown = new Set(answers.flatMap(({ text }) => codesIn(text)))
  expect(shown.size).toBe(1)
  expect(await app.db.selectFrom('credentials').select('code').execute()).toHaveLength(1)
  const [code = ''] = shown
  const files = await Promise.all(Array.from({ length: 8 }, () => download(app, amina, code)))
  expect(new Set(files.map(({ file }) => file.toString('latin1'))).size).toBe(1)
  const events = app.db.selectFrom('audit_events').select('action').where('action', '=', 'credential.issued')
  expect(await events.execute()).toHaveLength(1)
})

test('who has not earned it is told exactly what is missing, and nothing is stored', async () => {
  const app = await startApp()
  const { db, givenPerson, finishLessons, passQuiz } = app
  const amina = await givenPerson()
  await amina.post(`/courses/${beforeTheTable}/enrolment`)
  const atFirst = await amina.post(ask)
  expect(atFirst.status).toBe(409)
  expect(atFirst.words).toContain('8 lessons to mark as done')
  expect(atFirst.words).toContain('not yet handed in')
  await finishLessons(amina, beforeTheTable)
  await passQuiz(amina, beforeTheTable, 'final', 30)
  const later = await amina.post(ask)
  expect(later.words).not.toContain('to mark as done')
  expect(later.words).toMatch(/needs 70% of the points Final quiz: before the table your best so far: 0 of \d+/)
  expect(await db.selectFrom('credentials').select('code').execute()).toEqual([])
  const call = issueCredential(
    db,
    { learnerId: amina.id, course: app.courses.get(beforeTheTable), language: 'en', issuer: 'Third Pillar' },
    app.clock.now(),
  )
  await expect(call).rejects.toThrow('award_not_met')
})

test('who does not take the course is told to enrol', async () => {
  const { givenPerson } = await startApp()
  const answer = await (await givenPerson()).post(ask)
  expect(answer.status).toBe(409)
  expect(answer.words).toContain('Enrol in the course first')
})

test("somebody else's certificate is not found", async () => {
  const app = await startApp()
  const code = await givenCertificate(await givenEarner(app))
  const other = await givenEarner(app, { name: 'Kofi Mensah' })
  expect((await download(app, other, code)).status).toBe(404)
  expect((await other.get('/certificates/TP-1.pdf')).status).toBe(404)
  expect((await app.visitor().get(`/certificates/${code}.pdf`)).location).toMatch('/sign-in?next=')
})

test('a name that our fonts cannot print is refused with a reason, and nothing is stored', async () => {
  const app = await startApp()
  const person = await givenEarner(app, { name: 'ⵜⵉⵏⵀⵉⵏⴰⵏ' })
  const answer = await person.post(ask)
  expect(answer.status).toBe(409)
  expect(answer.words).toContain('Your name holds a letter that we cannot print')
  expect(await app.db.selectFrom('credentials').select('code').execute()).toEqual([])
  const profile = { country_code: 'DZ', institution: 'Ministry of Mines', sex: 'female', language: 'en' }
  await person.post('/account', { ...profile, name: 'Tin Hinan' })
  const code = await givenCertificate(person)
  expect(wordsOf((await download(app, person, code)).file)).toContain('Tin Hinan')
})

test('a French page issues a French certificate', async () => {
  const app = await startApp()
  const aya = await givenEarner(app, { name: 'Aya N’Guessan-Bénié', language: 'fr' })
  const page = await aya.submit(ask)
  expect(page.words).toContain('Délivré le 2 mars 2026')
  const [code = ''] = codesIn(page.text)
  const { file, headers } = await download(app, aya, code)
  const words = wordsOf(file)
  for (const part of ['Certificat de réussite', 'Avant la table', 'a suivi le cours', 'seuil de réussite 70 %'])
    expect(words).toContain(part)
  expect(headers['content-disposition']).toContain(
    `filename*=UTF-8''${code}%20Aya%20N%E2%80%99Guessan-B%C3%A9ni%C3%A9.pdf`,
  )
})

test('the certificate names the cohort and the programme in which the course was taken', async () => {
  const app = await startApp()
  const { givenProgramme, givenTrainer, givenCohort } = cohortGivens(app)
  const programme = await givenProgramme()
  const cohort = await givenCohort(await givenTrainer(programme), programme)
  const amina = await app.givenPerson()
  await amina.post(`/join/${cohort.code}`)
  await app.finishLessons(amina, beforeTheTable)
  await app.passQuiz(amina, beforeTheTable, 'final')
  const code = await givenCertificate(amina)
  const words = wordsOf((await download(app, amina, code)).file)
  expect(words).toContain(aCohort.name)
  expect(words).toContain(aProgramme.title_en)
})

test('without a certificate the page names the nearest course and what is left of it', async () => {
  const app = await startApp()
  const amina = await app.givenPerson()
  expect((await amina.get('/certificates')).words).toContain('A certificate is earned by taking a course to its end')
  await amina.post(`/courses/${beforeTheTable}/enrolment`)
  await amina.post(`/courses/${beforeTheTable}/lessons/why-different/completion`)
  const page = await amina.get('/certificates')
  expect(page.words).toContain('You have none yet.')
  expect(page.words).toContain('7 lessons and the final quiz are left.')
})

test('a certificate that is earned can be asked for where certificates stand', async () => {
  const amina = await givenEarner(await startApp())
  const page = await amina.get('/certificates')
  expect(page.words).toContain('One is earned: ask for it below.')
  expect(page.text).toContain(`<form method="post" action="${ask}">`)
})

test('the page of certificates takes one statement beside the session', async () => {
  const app = await startApp()
  const amina = await givenEarner(app)
  await givenCertificate(amina)
  const { statements, stop } = recordStatements()
  await amina.get('/certificates')
  stop()
  expect(statements.filter((sql) => !sql.includes('from "sessions"'))).toHaveLength(1)
})
