import { expect, test } from 'vitest'
import { limits } from '../../server/platform/web/limits.ts'
import { audit } from '../../server/platform/work/audit.ts'
import { startApp } from '../support/app.ts'
import { aProgramme, cohortGivens } from '../support/cohorts.ts'
import { recordStatements } from '../support/database.ts'

test('people are found by a part of their name or address, whatever its capitals', async () => {
  const { givenAdministrator, givenPerson } = await startApp()
  const admin = await givenAdministrator()
  await givenPerson({ name: 'Daouda Kessai', email: 'dk_1@finance.example' })
  await givenPerson({ name: 'Amina Darwe', email: 'ad41@mines.example' })
  const found = async (search: string) => (await admin.get(`/admin/people?search=${encodeURIComponent(search)}`)).words
  expect(await found('kess')).toContain('One person found')
  expect(await found('AD41@')).toContain('Amina Darwe')
  expect(await found('k_1')).toContain('One person found')
  expect(await found('%')).toContain('Nobody found')
  expect(await found('\\')).toContain('Nobody found')
})

test('a long list comes in pages that say where they are', async () => {
  const { givenAdministrator, givenPerson } = await startApp()
  const admin = await givenAdministrator()
  for (let n = 0; n < limits.listLength; n += 1) await givenPerson({ name: `Person ${String(n).padStart(3, '0')}` })
  const first = await admin.get('/admin/people')
  expect(first.words).toContain('1 to 50 of 51, by name')
  const next = /href="([^"]+)" rel="next"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const last = await admin.get(next)
  expect(last.words).toContain('51 to 51 of 51')
  expect(last.text).not.toContain('rel="next"')
  expect((await admin.get('/admin/people?page=9')).words).toContain('The list ends before this page')
})

test.each(['/admin/people?page=-1', '/admin/people?page=x', '/admin/people?page=', '/admin/audit?before=0'])(
  '%s is refused as unreadable',
  async (path) => {
    const { givenAdministrator } = await startApp()
    expect((await (await givenAdministrator()).get(path)).status).toBe(400)
  },
)

test('the audit trail shows the newest first and leads on to the earlier ones', async () => {
  const { givenAdministrator, db, clock } = await startApp()
  const admin = await givenAdministrator()
  for (let n = 0; n < limits.listLength; n += 1)
    await audit(db, { at: clock.now(), accountId: null, action: `thing.${n}`, subject: 'thing' })
  clock.pass(1000)
  await admin.post('/admin/programmes', aProgramme)
  const { words, text } = await admin.get('/admin/audit')
  expect(words).toMatch(/Ada Ministrator Created a programme Contracts that hold .* the program itself thing\.49/)
  expect(words).not.toContain('thing.0 ')
  const earlier = /href="([^"]+)" rel="next"/.exec(text)?.[1] ?? ''
  const page = await admin.get(earlier)
  expect(page.words).toContain('thing.0 ')
  expect(page.words).not.toContain('thing.1 ')
})

test('a programme is created once, with both its titles', async () => {
  const app = await startApp()
  const admin = await cohortGivens(app).asAdministrator()
  expect((await admin.get('/admin/programmes')).words).toContain('There is none yet.')
  expect((await admin.submit('/admin/programmes', aProgramme)).words).toContain('Contracts that hold')
  expect((await admin.get('/admin/programmes?lang=fr')).words).toContain('Des contrats qui tiennent')
  const again = await admin.post('/admin/programmes?lang=en', { ...aProgramme, funder: '' })
  expect(again.status).toBe(422)
  expect(again.words).toContain('Say who pays')
  const taken = await admin.post('/admin/programmes', aProgramme)
  expect(taken.status).toBe(422)
  expect(taken.words).toContain('There is a programme of this title already')
})

test('the overview counts what is here, and every page stays within four statements', async () => {
  const app = await startApp()
  const givens = cohortGivens(app)
  const programme = await givens.givenProgramme()
  const trainer = await givens.givenTrainer(programme)
  await givens.givenCohort(trainer, programme)
  const admin = await givens.asAdministrator()
  expect((await admin.get('/admin')).words).toContain('Accounts 2 Enrolments 0 Cohorts 1 Certificates issued 0')
  for (const path of ['/admin', '/admin/people', `/admin/people/${trainer.id}`, '/admin/programmes', '/admin/audit']) {
    app.clock.pass(6_000) // what the sessions remember is forgotten, so that theirs counts too
    const { statements, stop } = recordStatements()
    await admin.get(path)
    stop()
    expect(statements.length, path).toBeLessThanOrEqual(4)
  }
})
