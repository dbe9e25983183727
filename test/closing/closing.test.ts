import { expect, test } from 'vitest'
import { beforeTheTable } from '../support/cohorts.ts'
import { givenScript } from '../support/scripts.ts'
import { afterTheEnd, givenClosing } from './closing-givens.ts'

test('after its last day the lead closes a cohort with one press, and the page says who did and when', async () => {
  const { app, address, trainer, cohortId, close, page } = await givenClosing()
  app.clock.set(afterTheEnd)
  expect(await close()).toMatchObject({ status: 303, location: `${address}/closing` })
  const { words } = await page()
  expect(words).toContain('Closed on 11 April 2026 by Joseph Okra.')
  expect(words).not.toContain('Close the cohort though')
  const events = await app.db.selectFrom('audit_events').selectAll().where('action', '=', 'cohort.closed').execute()
  expect(events).toMatchObject([{ account_id: trainer.id, subject: cohortId }])
})

test('closing twice, and twice at once, is closing once', async () => {
  const { app, close, count } = await givenClosing()
  app.clock.set(afterTheEnd)
  const answers = await Promise.all([close(), close()])
  app.clock.pass(86_400_000)
  answers.push(await close())
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
  expect(await count('audit_events', `action = 'cohort.closed'`)).toBe(1)
  expect(await count('cohorts', `closed_at = '2026-04-11T09:00:00Z'`)).toBe(1)
})

test('who does not lead is told who does, and closes nothing', async () => {
  const { app, address, programme, trainer, givenTrainer, count } = await givenClosing()
  const second = await givenTrainer(programme, 'Second Trainer')
  await trainer.post(`${address}/trainers`, { trainer_id: second.id })
  app.clock.set(afterTheEnd)
  expect((await second.get(`${address}/closing`)).words).toContain('Who leads the cohort closes it: Joseph Okra.')
  const refused = await second.post(`${address}/closing`)
  expect(refused.status).toBe(409)
  expect(refused.words).toContain('Only the lead closes a cohort')
  expect(await count('cohorts', 'closed_at is not null')).toBe(0)
  expect((await second.post(`${address}/certificates`)).status).toBe(303)
})

test('before its last day is past the page says from when, and closes only with a tick', async () => {
  const { address, code, givenMember, close, page, app, count } = await givenClosing()
  const learner = await givenMember()
  const { words } = await page()
  expect(words).toContain('The cohort can be closed from 11 April 2026.')
  expect(words).toContain('Close though it still runs until 10 April 2026')
  const again = await close()
  expect(again.status).toBe(422)
  expect(again.words).toContain('The cohort still runs: wait, or tick that you close it early')
  expect(again.text).toMatch(/<a href="#early">/)
  expect(await count('cohorts', 'closed_at is not null')).toBe(0)

  expect((await close({ early: 'yes' })).status).toBe(303)
  expect((await page()).words).toContain('Closed on 2 March 2026 by Joseph Okra.')
  const start = await learner.post(`/courses/${beforeTheTable}/quizzes/people/attempts`)
  expect(start.status).toBe(409)
  expect(start.words).toContain('Your cohort has closed')
  expect((await (await app.givenPerson()).post(`/join/${code}`)).words).toContain('This cohort has ended')
  expect((await page()).text).toContain(address)
})

test('an attempt that is open is handed in with what was stored, and nothing typed is lost', async () => {
  const { app, address, givenMember, close, page, count } = await givenClosing()
  const learner = await givenMember()
  const { location } = await learner.post(`/courses/${beforeTheTable}/quizzes/people/attempts`)
  const form = await app.rightForm(location ?? '', 1)
  await learner.post(`${location}/responses`, form)
  expect((await page()).words).toContain('The attempt that is open is handed in with what is stored')
  expect((await close()).status).toBe(422)
  expect(await count('attempts', 'submitted_at is null')).toBe(1)

  app.clock.pass(60_000)
  expect((await close({ early: 'yes' })).status).toBe(303)
  const attempt = await app.db.selectFrom('attempts').selectAll().executeTakeFirstOrThrow()
  expect(attempt).toMatchObject({ closed_by: 'deadline', submitted_at: app.clock.now(), due_at: app.clock.now() })
  expect(attempt.score_raw).toBeGreaterThan(0)
  expect((await learner.get(location ?? '')).status).toBe(200)
  expect((await learner.post(`${location}/responses`, form)).status).toBeLessThan(500)
  expect((await page()).text).toContain(address)
})

test('an attempt that goes over its time while nobody looks is handed in at its deadline, not at the closing', async () => {
  const { app, givenMember, close } = await givenClosing()
  const learner = await givenMember()
  await learner.post(`/courses/${beforeTheTable}/quizzes/people/attempts`)
  app.clock.set(afterTheEnd)
  expect((await close()).status).toBe(303)
  const { submitted_at } = await app.db.selectFrom('attempts').selectAll().executeTakeFirstOrThrow()
  expect(submitted_at).toEqual(new Date('2026-04-11T00:00:00Z'))
})

test('somebody with a later last day of their own stands in the way by name, unless it is ticked', async () => {
  const { app, address, trainer, givenMember, close, page } = await givenClosing()
  const learner = await givenMember({ name: 'Was In Hospital' })
  const accommodation = { extra_time_percent: '0', closes_on: '2026-05-20', reason: 'Was in hospital for two weeks.' }
  expect((await trainer.post(`${address}/people/${learner.id}/accommodation`, accommodation)).status).toBe(303)
  app.clock.set(afterTheEnd)
  expect((await page()).words).toContain('Was In Hospital, until 20 May 2026')
  const refused = await close()
  expect(refused.status).toBe(422)
  expect(refused.words).toContain('Some people still have time')
  expect((await close({ later: 'yes' })).status).toBe(303)
  expect((await learner.post(`/courses/${beforeTheTable}/quizzes/people/attempts`)).words).toContain(
    'Your cohort has closed',
  )
})

test('texts that wait for marking stand in the way, unless it is ticked that nobody will mark them', async () => {
  const { app, cohortId, givenMember, close } = await givenClosing()
  const learner = await givenMember()
  await givenScript(app, learner.id, cohortId)
  app.clock.set(afterTheEnd)
  const refused = await close()
  expect(refused.status).toBe(422)
  expect(refused.words).toContain('Texts wait for marking: mark them, or tick that they stay unmarked')
  expect((await close({ unmarked: 'yes' })).status).toBe(303)
})

test('the database closes no cohort in which an attempt is open', async () => {
  const { givenMember, run, cohortId } = await givenClosing()
  const learner = await givenMember()
  await learner.post(`/courses/${beforeTheTable}/quizzes/people/attempts`)
  await expect(run(`update cohorts set closed_at = now() where id = '${cohortId}'`)).rejects.toMatchObject({
    constraint: 'cohorts_closed_without_open_attempts',
  })
})

test('an invitation of a closed cohort is neither written nor called to mind, and the night’s work goes on', async () => {
  const { nightlyWork } = await import('../../server/nightly-work.ts')
  const { testDatabase } = await import('../support/database.ts')
  const { app, address, trainer, close, count } = await givenClosing()
  const invited = [2, 'Invited Person', 'invited@mines.example', 'Ministry of Mines', 'LR', 'en', '']
  await trainer.post(`${address}/invitations`, { rows: JSON.stringify([invited]) })
  const contact = { contact_name: 'Comfort Sah', contact_email: 'contact@finance.example', language: 'en' }
  await trainer.post(`${address}/teams`, { institution: 'Finance', country_code: 'LR', places: '3', ...contact })
  await app.db.updateTable('cohort_teams').set({ sent_at: app.clock.now() }).execute()
  await close({ early: 'yes' })
  expect((await app.letters()).map(({ to }) => to)).toEqual(['contact@finance.example'])
  app.clock.pass(8 * 86_400_000)
  const mail = { queue: async () => {} }
  await nightlyWork({
    database: await testDatabase(),
    clock: app.clock,
    courses: app.courses,
    mail,
    config: app.app.config,
  })
  expect(await count('invitations', 'reminded_at is null and written_at is null')).toBe(1)
  expect(await count('cohort_teams', 'reminded_at is null')).toBe(1)
})

// The embedded engine has one session, in which nobody writes at the same time.
test.runIf(process.env.TEST_DATABASE_URL)('a closing waits for who is writing, and they are in before it', async () => {
  const { app, cohortId, close, count } = await givenClosing()
  const waits = await app.givenPerson()
  const row = { cohort_id: cohortId, learner_id: waits.id, asked_at: app.clock.now() }
  let closing: ReturnType<typeof close> | undefined
  await app.db.transaction().execute(async (trx) => {
    await trx.insertInto('cohort_waiting').values(row).execute()
    closing = close({ early: 'yes' })
    await new Promise((done) => setTimeout(done, 300))
    expect(await count('cohorts', 'closed_at is not null')).toBe(0)
  })
  expect((await closing)?.status).toBe(303)
  expect(await count('cohort_waiting')).toBe(1)
})
