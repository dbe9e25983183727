import { expect, test } from 'vitest'
import { beforeTheTable } from '../support/cohorts.ts'
import { givenClosing } from './closing-givens.ts'

const list = '/admin/cohorts/closed'

test('an administrator opens a closed cohort again with a reason, and everything in it is as it was', async () => {
  const given = await givenClosing()
  const { app, address, trainer, cohortId, asAdministrator, givenMember, close, page } = given
  const learner = await givenMember()
  const admin = await asAdministrator()
  expect((await admin.get(list)).words).toContain('No cohort is closed.')
  await close({ early: 'yes' })
  expect((await admin.get('/admin')).text).toContain(`href="${list}"`)
  expect((await admin.get(list)).words).toMatch(/Deal team Kandra 2026 .* Closed on 2 March 2026 by Joseph Okra\./)

  const reopening = `/admin/cohorts/${cohortId}/reopening`
  const short = await admin.post(reopening, { reason: 'Because' })
  expect(short.status).toBe(422)
  expect(short.words).toContain('Say why in 10 to 500 characters')
  expect(short.text).toContain('Because</textarea>')
  expect((await page()).words).toContain('Closed on')

  const reason = 'Two names were missing from the list of the second day.'
  expect(await admin.post(reopening, { reason })).toMatchObject({ status: 303, location: list })
  expect((await admin.post(reopening, { reason })).status).toBe(303)
  const events = await app.db.selectFrom('audit_events').selectAll().where('action', '=', 'cohort.reopened').execute()
  expect(events).toMatchObject([{ account_id: admin.id, subject: cohortId, details: { reason } }])
  expect((await admin.get('/admin/audit')).words).toContain('Closed cohort opened again')

  const day = { title: 'Day 2', held_on: '2026-03-03', from_time: '09:00', to_time: '16:30', place: 'Room 9' }
  expect((await trainer.post(`${address}/sessions`, day)).status).toBe(303)
  // What an early closing had ended runs again until the cohort's last day.
  expect((await learner.post(`/courses/${beforeTheTable}/quizzes/people/attempts`)).status).toBe(303)
  expect((await close({ early: 'yes' })).status).toBe(303)
  expect((await page()).words).toContain('Closed on')
})

test('nobody else can, and what is no cohort is not there', async () => {
  const { trainer, cohortId, asAdministrator, close, page } = await givenClosing()
  await close({ early: 'yes' })
  const reason = 'I should like to change it after all.'
  expect((await trainer.post(`/admin/cohorts/${cohortId}/reopening`, { reason })).status).toBe(404)
  expect((await trainer.get(list)).status).toBe(404)
  expect((await page()).words).toContain('Closed on')
  const admin = await asAdministrator()
  const none = '/admin/cohorts/00000000-0000-4000-8000-000000000000/reopening'
  expect((await admin.post(none, { reason })).status).toBe(404)
})
