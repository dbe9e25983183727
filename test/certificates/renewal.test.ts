import { expect, test } from 'vitest'
import { listWithdrawn } from '../../server/certificates/badge/queries.ts'
import { assessed } from '../support/assessment.ts'
import { recordStatements } from '../support/database.ts'
import { htmlMistakes } from '../support/html.ts'
import { corrected } from './cohort-holders.ts'
import { codesIn, download, wordsOf } from './holders.ts'
import { givenRenewing, otherCourses, quizAddress, renewal, renewingCourses } from './renewing.ts'

test('before its time the quiz and its button say from which day the certificate can be renewed', async () => {
  const { givenHolder, on, attempts } = await givenRenewing()
  const amina = await givenHolder()
  await on('2026-07-03', amina)
  expect((await amina.get('/certificates')).words).toContain('It can be renewed from 4 July 2026 on.')
  const page = await amina.get(quizAddress)
  expect(page.words).toContain(`Yours, ${amina.code}, holds until 2 September 2026.`)
  expect(page.words).toContain('Your certificate can be renewed from 4 July 2026 on')
  expect(page.text).not.toContain(`action="${quizAddress}/attempts"`)
  const early = await amina.post(`${quizAddress}/attempts`)
  expect([early.status, early.words]).toEqual([409, expect.stringContaining('from 4 July 2026 on')])
  const press = await amina.post(renewal)
  expect([press.status, press.words]).toEqual([409, expect.stringContaining('from 4 July 2026 on')])
  expect(await attempts()).toEqual([])

  await on('2026-07-04', amina)
  const list = await amina.get('/certificates')
  expect(list.text).toMatch(new RegExp(`href="${quizAddress}">Renew<`))
  expect((await amina.get(quizAddress)).text).toContain(`action="${quizAddress}/attempts"`)
  expect((await amina.post(`${quizAddress}/attempts`)).status).toBe(303)
})

test('who passes gets, by one press, a new record that counts from the old last day, and the old one leads to it', async () => {
  const { app, givenHolder, on, pass, rows, lettersTo } = await givenRenewing()
  const amina = await givenHolder()
  const [before] = await rows()
  await on('2026-07-10', amina)
  const review = await amina.get(await pass(amina, 1))
  expect(review.text).toContain(`<a class="button" href="${quizAddress}">`)
  for (const page of ['/certificates', quizAddress]) {
    const { text, words } = await amina.get(page)
    expect(text).toContain(`action="${renewal}"`)
    expect(words).toContain('The renewed certificate holds until 2 March 2027.')
  }
  const again = await amina.post(`${quizAddress}/attempts`)
  expect([again.status, again.words]).toEqual([409, expect.stringContaining('You have passed this quiz')])

  expect(await amina.post(renewal)).toMatchObject({ status: 303, location: '/certificates' })
  const [old, renewed] = await rows()
  expect(old).toEqual({
    ...before,
    replaced_at: app.clock.now(),
    replaced_by: renewed?.id,
    replacement_kind: 'renewal',
  })
  expect(renewed?.record).toEqual({
    ...old?.record,
    code: renewed?.code,
    issued_on: '2026-07-10',
    expires_on: '2027-03-02',
    renewal: { renews: amina.code, score_raw: 1, score_max: 2, pass_mark_scaled: 0.5 },
  })
  const { learner_id, course, cohort_id, kind } = old ?? {}
  const stands = { learner_id, course, cohort_id, kind, expires_on: '2027-03-02', replaced_at: null, revoked_at: null }
  expect(renewed).toMatchObject(stands)
  const code = renewed?.code ?? ''
  expect(codesIn((await amina.get('/certificates')).text)).toEqual([code])
  expect((await amina.get('/certificates')).words).toContain('It can be renewed from 1 January 2027 on.')

  const words = wordsOf((await download(app, amina, code)).file)
  for (const part of [
    'All lessons; final quiz 4 of 4',
    `renews ${amina.code}`,
    '10 July 2026, valid until 2 March 2027',
  ])
    expect(words).toContain(part)
  const audit = await app.db.selectFrom('audit_events').selectAll().where('action', '=', 'credential.renewed').execute()
  expect(audit).toMatchObject([{ account_id: amina.id, subject: old?.id, details: { replaced_by: code } }])
  const admin = await app.givenAdministrator()
  expect((await admin.get('/admin/audit')).words).toContain(`Renewed a certificate ${amina.code}`)
  expect((await admin.get(`/admin/certificates/${amina.code}`)).words).toContain(`Replaced by ${code}`)
  const letter = (await lettersTo(amina)).at(-1)
  expect(letter?.subject).toBe('Your certificate is renewed until 2 March 2027: Assessed course')
  for (const part of [amina.code, code, '/certificates']) expect(letter?.text).toContain(part)
})

test('of one that had expired the new one counts from the day of passing', async () => {
  const { givenHolder, on, pass, rows } = await givenRenewing()
  const amina = await givenHolder()
  await on('2026-10-31', amina)
  expect((await amina.get('/certificates')).text).toMatch(new RegExp(`href="${quizAddress}">Renew<`))
  await pass(amina)
  await amina.post(renewal)
  expect((await rows()).map(({ expires_on }) => expires_on)).toEqual(['2026-09-02', '2027-04-30'])
})

test('passed in time and asked for late, it counts from the old last day; not when that has ended as well', async () => {
  const { givenHolder, on, pass, rows } = await givenRenewing()
  const [amina, kofi] = [await givenHolder(), await givenHolder({ name: 'Kofi Mensah' })]
  await on('2026-09-02', amina, kofi)
  for (const person of [amina, kofi]) await pass(person)
  await on('2027-03-02', amina)
  expect((await amina.post(renewal)).status).toBe(303)
  await on('2027-03-03', kofi)
  const late = await kofi.post(renewal)
  expect([late.status, late.words]).toEqual([409, expect.stringContaining('The renewal quiz is not passed yet')])
  await pass(kofi)
  await kofi.post(renewal)
  expect((await rows()).map(({ expires_on }) => expires_on)).toEqual([
    '2026-09-02',
    '2026-09-02',
    '2027-03-02',
    '2027-09-03',
  ])
})

test('pressed twice, and twice at once, there is one new certificate and one letter', async () => {
  const { givenHolder, on, pass, rows, lettersTo } = await givenRenewing()
  const amina = await givenHolder({ language: 'fr' })
  await on('2026-08-01', amina)
  await pass(amina)
  const answers = await Promise.all([1, 2, 3].map(() => amina.post(renewal)))
  answers.push(await amina.post(renewal))
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303])
  expect(await rows()).toHaveLength(2)
  const told = (await lettersTo(amina)).filter(({ subject }) => subject.startsWith('Votre certificat est renouvelé'))
  expect(told.map(({ subject }) => subject)).toEqual([
    'Votre certificat est renouvelé jusqu’au 2 mars 2027\u00a0: Cours évalué',
  ])
})

test('the quiz renews nothing until it is passed', async () => {
  const { givenHolder, on, pass, rows } = await givenRenewing()
  const amina = await givenHolder()
  await on('2026-08-01', amina)
  for (const step of [() => amina.post(`${quizAddress}/attempts`), () => pass(amina, 2)]) {
    await step()
    const answer = await amina.post(renewal)
    expect([answer.status, answer.words]).toEqual([409, expect.stringContaining('is not passed yet')])
  }
  expect((await amina.get('/certificates')).text).not.toContain(`action="${renewal}"`)
  expect(await rows()).toHaveLength(1)
})

test('who never had the certificate is led to the course, and an unknown course is not there', async () => {
  const { app, on, attempts } = await givenRenewing()
  const [stranger, learner] = [await app.givenPerson(), await app.givenPerson()]
  await learner.post(`/courses/${assessed}/enrolment`)
  await on('2026-08-01', stranger, learner)
  for (const person of [stranger, learner]) {
    const page = await person.get(quizAddress)
    expect(page.words).toContain('You hold no certificate of achievement of this course.')
    expect(page.text).not.toContain(`action="${quizAddress}/attempts"`)
    for (const address of [`${quizAddress}/attempts`, renewal]) {
      const answer = await person.post(address)
      expect([answer.status, answer.words]).toEqual([409, expect.stringContaining('You hold no certificate')])
    }
  }
  expect((await learner.post('/courses/none/certificate/renewal')).status).toBe(404)
  expect(await attempts()).toEqual([])
})

test('one that was issued without a last day needs no renewal', async () => {
  const { givenHolder, become, on } = await givenRenewing('', otherCourses('hours: 2'))
  const amina = await givenHolder()
  become(renewingCourses())
  await on('2026-08-01', amina)
  expect((await amina.get(quizAddress)).words).toContain('Your certificate does not end')
  expect((await amina.post(`${quizAddress}/attempts`)).words).toContain('there is nothing to renew')
  expect((await amina.get('/certificates')).words).not.toContain('renewed')
})

test('a revocation while the quiz is taken leaves nothing to renew, and says so', async () => {
  const { app, asAdministrator, givenHolder, on, rows } = await givenRenewing()
  const [amina, admin] = [await givenHolder(), await asAdministrator()]
  await on('2026-08-01', amina, admin)
  const location = (await amina.post(`${quizAddress}/attempts`)).location ?? ''
  await admin.post(`/admin/certificates/${amina.code}/revocation`, { revocation_reason: 'issued_in_error' })
  await amina.post(`${location}/submission`, await app.rightForm(location))
  for (const address of [renewal, `${quizAddress}/attempts`]) {
    const answer = await amina.post(address)
    expect([answer.status, answer.words]).toEqual([409, expect.stringContaining('This certificate was revoked')])
  }
  expect((await amina.get(quizAddress)).words).toContain('This certificate was revoked')
  expect(await rows()).toMatchObject([{ code: amina.code, replaced_at: null }])
})

test('a correction while the quiz is taken is kept: the corrected certificate is renewed, under the right name', async () => {
  const { app, asAdministrator, givenHolder, on, rows } = await givenRenewing()
  const [amina, admin] = [await givenHolder(), await asAdministrator()]
  await on('2026-08-01', amina, admin)
  const location = (await amina.post(`${quizAddress}/attempts`)).location ?? ''
  await admin.post(`/admin/certificates/${amina.code}/correction`, corrected)
  await amina.post(`${location}/submission`, await app.rightForm(location))
  await amina.post(renewal)
  const [first, second, third] = await rows()
  expect([first?.replacement_kind, first?.replaced_by]).toEqual(['correction', second?.id])
  expect([second?.replacement_kind, second?.replaced_by]).toEqual(['renewal', third?.id])
  expect(third?.record).toMatchObject({ name: corrected.name, renewal: { renews: second?.code } })
  await admin.post(`/admin/certificates/${third?.code}/correction`, { ...corrected, name: 'Amina Sow' })
  expect((await rows()).at(-1)?.record).toMatchObject({ name: 'Amina Sow', renewal: { renews: second?.code } })
})

test('attempts are counted anew for each renewal, and an earlier pass renews nothing', async () => {
  const { givenHolder, on, pass, rows } = await givenRenewing('attempts_allowed: 2\n')
  const amina = await givenHolder()
  await on('2026-08-01', amina)
  await pass(amina, 2)
  await pass(amina)
  await amina.post(renewal)
  await on('2027-02-01', amina)
  expect((await amina.post(renewal)).words).toContain('is not passed yet')
  expect((await amina.get(quizAddress)).words).toContain('You may try 2 times; the best attempt counts. 2 are left.')
  await pass(amina, 2)
  await pass(amina, 2)
  expect((await amina.post(`${quizAddress}/attempts`)).words).toContain('No more attempts at this quiz')
  expect(await rows()).toHaveLength(2)
})

test('whoever checks the old code is led to the new one, and the new one names the old', async () => {
  const { app, givenHolder, on, pass, rows } = await givenRenewing()
  const amina = await givenHolder()
  await amina.post(`/certificates/${amina.code}/share`)
  const shared = /\/shared\/[\w-]+/.exec((await amina.get(`/certificates/${amina.code}/sharing`)).text)?.[0] ?? ''
  await on('2026-08-01', amina)
  await pass(amina)
  await amina.post(renewal)
  const code = (await rows())[1]?.code ?? ''
  const visitor = app.visitor()
  const old = await visitor.get(`/verify/${amina.code}`)
  expect(old.words).toContain('On 1 August 2026, because it was renewed.')
  expect(old.text).toContain(`href="/verify/${code}"`)
  const renewed = await visitor.get(`/verify/${code}`)
  expect(renewed.words).toContain('This certificate is valid')
  expect(renewed.words).toContain(`Renews ${amina.code} Valid until 2 March 2027`)
  expect(renewed.words).toContain('Renewal quiz 2 of 2 points, pass mark 50%')
  const json = async (of: string) => {
    const answer = await visitor.get(`/verify/${of}`, { accept: 'application/json' })
    return JSON.parse(answer.text)
  }
  expect(await json(amina.code)).toMatchObject({ state: 'replaced', replaced_by: { code } })
  expect(await json(code)).toMatchObject({ state: 'valid', record: { renewal: { renews: amina.code } } })
  expect((await visitor.get(shared)).words).toContain(code)
  expect((await download(app, amina, amina.code)).status).toBe(409)

  const place = (await rows())[0]?.status_index
  expect(await listWithdrawn(app.db, 0)).toEqual([{ place, since: app.clock.now() }])
  const badge = JSON.parse((await visitor.get(`/certificates/${code}.json`)).text)
  expect(badge.validUntil).toBe('2027-03-02T23:59:59Z')
  expect(badge.credentialSubject.achievement.criteria.narrative).toContain(`Renews ${amina.code}: the renewal quiz`)
})

test('a course that takes its renewal quiz away leaves the certificate and says that it is not renewed', async () => {
  const { app, givenHolder, become, on, pass } = await givenRenewing()
  const amina = await givenHolder()
  await on('2026-08-01', amina)
  await pass(amina)
  become(otherCourses())
  const page = await amina.get('/certificates')
  expect(page.words).toContain('The course offers no renewal.')
  expect((await download(app, amina, amina.code)).status).toBe(200)
  expect((await amina.get(quizAddress)).status).toBe(404)
  const answer = await amina.post(renewal)
  expect([answer.status, answer.words]).toEqual([409, expect.stringContaining('The course offers no renewal')])
  expect((await app.visitor().get(`/courses/${assessed}`)).words).toContain('The course does not offer to renew it.')
})

test('the course says before anybody enrols how its certificate is renewed, in both languages', async () => {
  const { app } = await givenRenewing()
  const visitor = app.visitor()
  expect((await visitor.get(`/courses/${assessed}`)).words).toContain(
    'From 60 days before that day you renew it with a shorter quiz: 2 questions, passed with 50% of the points.',
  )
  expect((await visitor.get(`/courses/${assessed}?lang=fr`)).words).toContain(
    'Dès 60 jours avant cette date, vous le renouvelez par une évaluation plus courte',
  )
})

test('the pages of certificates, of the quiz and of its review take one statement beside the session', async () => {
  const { givenHolder, on, pass } = await givenRenewing()
  const amina = await givenHolder()
  await on('2026-08-01', amina)
  const review = await pass(amina)
  for (const [address, count] of [
    ['/certificates', 1],
    [quizAddress, 1],
    [review, 1],
  ] as const) {
    const { statements, stop } = recordStatements()
    await amina.get(address)
    stop()
    expect([address, statements.filter((sql) => !sql.includes('from "sessions"')).length]).toEqual([address, count])
  }
})

test('its pages are sound in every state', async () => {
  const { app, givenHolder, on, pass, rows } = await givenRenewing()
  const [amina, stranger] = [await givenHolder({ language: 'fr' }), await app.givenPerson()]
  const mistakes: string[] = []
  const look = async (...addresses: string[]) => {
    for (const address of addresses) {
      const { status, text } = await amina.get(address)
      expect([address, status]).toEqual([address, 200])
      mistakes.push(...(await htmlMistakes(text)))
    }
  }
  await look('/certificates', quizAddress, `/courses/${assessed}`)
  await on('2026-08-01', amina, stranger)
  await look('/certificates', quizAddress)
  await look(await pass(amina), '/certificates', quizAddress)
  await amina.post(renewal)
  await look('/certificates', quizAddress, ...(await rows()).map(({ code }) => `/verify/${code}`))
  mistakes.push(...(await htmlMistakes((await stranger.get(quizAddress)).text)))
  expect(mistakes).toEqual([])
})
