import { expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { cohortGivens } from '../support/cohorts.ts'
import type { Person } from '../support/givens.ts'

async function givenCohort() {
  const app = await startApp()
  const givens = cohortGivens(app)
  const programme = await givens.givenProgramme()
  const lead = await givens.givenTrainer(programme)
  const { address, code } = await givens.givenCohort(lead, programme)
  const colleague = await givens.givenTrainer(programme, 'Grace Toweh')
  const add = (by: Person, person: Person) => by.post(`${address}/trainers`, { trainer_id: person.id })
  const hand = (by: Person, person: Person) => by.post(`${address}/trainers/${person.id}/lead`)
  const remove = (by: Person, person: Person) => by.post(`${address}/trainers/${person.id}/removal`)
  /** Who the cohort's trainers are, the lead first. */
  const rows = async () => {
    const table = app.db.selectFrom('cohort_trainers').select(['trainer_id', 'lead']).orderBy('lead', 'desc')
    return (await table.execute()).map(({ trainer_id, lead: leads }) => [trainer_id, leads])
  }
  async function withdrawRole(person: Person) {
    const admin = await givens.asAdministrator()
    const { text } = await admin.get(`/admin/people/${person.id}`)
    await admin.post(`/admin/people/${person.id}/grants/${/grants\/([\w-]+)\/withdrawal/.exec(text)?.[1]}/withdrawal`)
  }
  return { ...app, ...givens, programme, lead, colleague, address, code, add, hand, remove, rows, withdrawRole }
}

test('who begins a cohort leads it, and adds a trainer of the programme, who then sees all of it', async () => {
  const { lead, colleague, address, add, rows } = await givenCohort()
  expect((await colleague.get(address)).status).toBe(404)
  expect((await lead.get(`${address}/trainers`)).text).toContain(`<option value="${colleague.id}">Grace Toweh`)
  const { status, location } = await add(lead, colleague)
  expect([status, location]).toEqual([303, `${address}/trainers`])
  await add(lead, colleague)
  expect(await rows()).toEqual([
    [lead.id, true],
    [colleague.id, false],
  ])
  for (const page of [address, `${address}/trainers`, `${address}/settings`, `${address}/poster`])
    expect((await colleague.get(page)).status).toBe(200)
  const { words } = await colleague.get(`${address}/trainers`)
  expect(words).toMatch(/Joseph Okra .* Leads the cohort Grace Toweh/)
  expect(words).not.toContain('Remove from the cohort')
})

test('only the lead changes the trainers: another of them is told so', async () => {
  const { lead, colleague, address, add, hand, remove, rows, programme, givenTrainer } = await givenCohort()
  const third = await givenTrainer(programme, 'Third Trainer')
  await add(lead, colleague)
  const answers = [await add(colleague, third), await hand(colleague, colleague), await remove(colleague, lead)]
  for (const { status, words } of answers)
    expect([status, words]).toEqual([409, expect.stringContaining('Only the lead changes the trainers')])
  for (const answer of [await add(third, third), await hand(third, third), await remove(third, lead)])
    expect(answer.status).toBe(404)
  expect((await third.get(`${address}/trainers`)).status).toBe(404)
  expect(await rows()).toHaveLength(2)
})

test('the lead cannot leave before handing the lead to somebody', async () => {
  const { lead, colleague, address, add, hand, remove, rows, db } = await givenCohort()
  await add(lead, colleague)
  const refused = await remove(lead, lead)
  expect([refused.status, refused.words]).toEqual([409, expect.stringContaining('Hand the lead to somebody first')])
  expect((await hand(lead, colleague)).status).toBe(303)
  expect((await remove(lead, lead)).status).toBe(409)
  expect((await remove(colleague, lead)).status).toBe(303)
  expect((await remove(colleague, lead)).status).toBe(303)
  expect(await rows()).toEqual([[colleague.id, true]])
  expect((await lead.get(address)).status).toBe(404)
  const events = await db.selectFrom('audit_events').select('action').where('action', 'like', 'cohort.%').execute()
  expect(events.map(({ action }) => action)).toEqual([
    'cohort.created',
    'cohort.trainer_added',
    'cohort.lead_handed',
    'cohort.trainer_removed',
  ])
})

test('two who hand the lead on at once leave exactly one', async () => {
  const { lead, colleague, add, hand, rows, programme, givenTrainer } = await givenCohort()
  const third = await givenTrainer(programme, 'Third Trainer')
  await add(lead, colleague)
  await add(lead, third)
  const answers = await Promise.all([hand(lead, colleague), hand(lead, third)])
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
  expect((await rows()).filter(([, leads]) => leads)).toHaveLength(1)
})

test('the database itself allows one lead', async () => {
  const { lead, colleague, add, db } = await givenCohort()
  await add(lead, colleague)
  await expect(db.updateTable('cohort_trainers').set({ lead: true }).execute()).rejects.toThrow(
    'cohort_trainers_one_lead',
  )
})

test('only a trainer of the programme can be added', async () => {
  const { lead, givenPerson, givenProgramme, givenTrainer, add, hand, rows } = await givenCohort()
  const other = await givenProgramme({ title_en: 'Another programme', title_fr: 'Un autre programme' })
  const strangers = [await givenPerson({ name: 'Amina Darwe' }), await givenTrainer(other, 'Other Trainer')]
  for (const stranger of strangers) {
    const page = await add(lead, stranger)
    expect([page.status, page.words]).toEqual([422, expect.stringContaining('Choose a trainer of the programme')])
    expect((await hand(lead, stranger)).status).toBe(404)
  }
  expect(await rows()).toHaveLength(1)
})

test('who loses the role loses the cohort, and where it was the lead, another takes it', async () => {
  const { lead, colleague, address, add, hand, rows, withdrawRole, clock } = await givenCohort()
  await add(lead, colleague)
  await withdrawRole(lead)
  clock.pass(6_000) // what the sessions remember of roles is forgotten
  expect((await lead.get(address)).status).toBe(404)
  const page = await colleague.get(`${address}/trainers`)
  expect(page.words).toContain('Nobody leads it')
  expect(page.words).not.toContain('Joseph Okra')
  expect((await hand(colleague, colleague)).status).toBe(303)
  expect(await rows()).toEqual([
    [colleague.id, true],
    [lead.id, false],
  ])
})
