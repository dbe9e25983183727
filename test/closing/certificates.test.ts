import { expect, test } from 'vitest'
import { beforeTheTable } from '../support/cohorts.ts'
import type { Person } from '../support/givens.ts'
import { type ClosingGivens, givenClosing } from './closing-givens.ts'

/** So many earners by rows, the work of one of them copied: answering thirty quizzes would test nothing more. */
async function givenEarners({ run, givenEarner }: ClosingGivens, many: number): Promise<Person> {
  const first = await givenEarner({ name: 'Earner 01' })
  await run(`create table copies as select gen_random_uuid() as id, n from generate_series(2, ${many}) n`)
  await run(`
    insert into accounts select (jsonb_populate_record(a, jsonb_build_object('id', c.id, 'email', 'earner' || c.n || '@mines.example',
      'name', 'Earner ' || lpad(c.n::text, 2, '0'), 'language', case c.n when 2 then 'fr' when 3 then 'ar' else 'en' end))).*
      from accounts a, copies c where a.id = '${first.id}'`)
  for (const [table, own] of Object.entries({
    enrolments: true,
    cohort_members: false,
    lesson_completions: false,
    attempts: true,
  }))
    await run(`insert into ${table} select (jsonb_populate_record(r, jsonb_build_object('learner_id', c.id) ||
      ${own ? `jsonb_build_object('id', gen_random_uuid())` : `'{}'::jsonb`})).* from ${table} r, copies c where r.learner_id = '${first.id}'`)
  await run('drop table copies')
  return first
}

const press = ({ trainer, address }: ClosingGivens, form = {}) => trainer.post(`${address}/certificates`, form)

test('the press issues in the languages that the trainer chooses, or in each person’s own', async () => {
  const given = await givenClosing()
  const { app, page, count } = given
  await givenEarners(given, 2)
  expect((await page()).words).toContain('Each person’s own language')
  for (const wrong of [{ language: 'la' }, { also_in: 'xx' }, { language: 'ar', also_in: 'ar' }]) {
    const refused = await press(given, wrong)
    expect([refused.status, refused.text.includes('aria-invalid="true"')]).toEqual([422, true])
  }
  expect(await count('certificate_runs')).toBe(0)
  await press(given, { also_in: 'fr' })
  const letters = await app.letters()
  const issued = await app.db.selectFrom('credentials').select('record').execute()
  const languagesOf = new Map(issued.map(({ record }) => [record.name, [record.language, record.also?.language]]))
  expect(Object.fromEntries(languagesOf)).toEqual({ 'Earner 01': ['en', 'fr'], 'Earner 02': ['fr', undefined] })

  const other = await givenClosing()
  await givenEarners(other, 2)
  await press(other, { language: 'pt', also_in: 'ar' })
  const told = await other.app.letters()
  const both = await other.app.db.selectFrom('credentials').select('record').execute()
  expect(both.map(({ record }) => [record.language, record.also?.language])).toEqual([
    ['pt', 'ar'],
    ['pt', 'ar'],
  ])
  expect(told.find(({ to }) => to === 'earner2@mines.example')?.text).toContain('Bonjour')
  expect(letters).toHaveLength(2)
})

test('one press issues everybody’s certificate, refuses a name that cannot be printed, and goes on', async () => {
  const given = await givenClosing()
  const { app, address, trainer, page, count, run } = given
  await givenEarners(given, 30)
  await run(`update accounts set name = 'ⵜⵉⵏⵀⵉⵏⴰⵏ' where name = 'Earner 07'`)
  await given.givenMember({ name: 'Nothing Begun' })

  const answer = await press(given)
  expect(answer).toMatchObject({ status: 303, location: `${address}/closing?watch=yes#certificates` })
  const watched = await page('?watch=yes')
  expect(watched.words).toContain('Certificates are being issued')
  expect(watched.words).toContain('0 of 30.')
  expect(watched.headers.refresh).toBe('10')
  expect((await page()).headers.refresh).toBeUndefined()

  const letters = await app.letters()
  const ended = await page('?watch=yes')
  expect(ended.words).toContain('30 of 30, one of them refused.')
  expect(ended.words).toContain('ⵜⵉⵏⵀⵉⵏⴰⵏ: the certificate’s letters lack some of the name')
  expect(ended.headers.refresh).toBeUndefined()
  expect(await count('credentials')).toBe(29)
  expect(letters).toHaveLength(29)
  expect(letters.find(({ to }) => to === 'earner4@mines.example')).toMatchObject({
    subject: 'Your certificate: Before the table: mandate, team, advisers',
    text: expect.stringMatching(
      /Dear Earner 04,[\s\S]*TP-[\s\S]*third-pillar\.test\/certificates[\s\S]*third-pillar\.test\/verify\/TP-/,
    ),
  })
  expect(letters.find(({ to }) => to === 'earner2@mines.example')?.text).toContain('Bonjour Earner 02,')
  const records = await app.db.selectFrom('credentials').select('record').execute()
  expect(records.filter(({ record }) => record.language === 'fr').map(({ record }) => record.name)).toEqual([
    'Earner 02',
  ])
  expect(records.find(({ record }) => record.name === 'Earner 03')?.record.language).toBe('en')

  // Again: only who was refused is tried, and nothing is issued twice.
  app.clock.pass(1000)
  await press(given)
  expect((await app.letters()).length).toBe(29)
  expect((await page()).words).toContain('1 of 1, one of them refused.')
  expect(await count('credentials')).toBe(29)
  const audited = await app.db
    .selectFrom('audit_events')
    .selectAll()
    .where('action', 'like', 'certificates.%')
    .execute()
  expect(audited.map(({ account_id, subject, details }) => ({ account_id, subject, details }))).toEqual([
    { account_id: trainer.id, subject: given.cohortId, details: { people: 30 } },
    { account_id: trainer.id, subject: given.cohortId, details: { people: 1 } },
  ])
})

test('two presses at once begin one run, and one more while it is under way changes nothing', async () => {
  const given = await givenClosing()
  await givenEarners(given, 3)
  await Promise.all([press(given), press(given), press(given)])
  await press(given)
  expect(await given.count('certificate_runs')).toBe(1)
  expect(await given.app.letters()).toHaveLength(3)
  expect(await given.count('credentials')).toBe(3)
})

test('a run that was killed in the middle goes on where it was, and nobody gets a second certificate or letter', async () => {
  const given = await givenClosing()
  const { app, run, count, page } = given
  await givenEarners(given, 6)
  await press(given)
  // The second person's transaction cannot be written, and neither can it be said why: as if the program had died.
  await run(`create function die() returns trigger language plpgsql as $$ begin
    if exists (select 1 from certificate_run_people where outcome is not null) then raise exception 'killed'; end if;
    return new; end $$`)
  await run('create trigger die before update on certificate_run_people for each row execute function die()')
  const log = console.error
  console.error = () => {}
  await app.jobs.drain().finally(() => {
    console.error = log
  })
  expect(await count('credentials')).toBe(1)
  expect((await page()).words).toContain('1 of 6.')

  await run('drop function die() cascade')
  app.clock.pass(11 * 60_000)
  const stalled = await page('?watch=yes')
  expect(stalled.words).toContain('Issuing has stopped')
  expect(stalled.headers.refresh).toBeUndefined()
  await press(given)
  const letters = await app.letters()
  expect(new Set(letters.map(({ to }) => to)).size).toBe(6)
  expect(letters).toHaveLength(6)
  expect(await count('credentials')).toBe(6)
  expect(await count('certificate_runs')).toBe(1)
  expect((await page()).words).toContain('6 of 6.')
})

test('who has asked for their own in the meantime keeps it, and gets no letter', async () => {
  const given = await givenClosing()
  const person = await givenEarners(given, 2)
  await press(given)
  await person.post(`/courses/${beforeTheTable}/certificate`)
  expect(await given.app.letters()).toHaveLength(1)
  expect(await given.count('credentials')).toBe(2)
  expect((await given.page()).words).toContain('2 of 2.')
})

test('with nobody to issue to, a press begins nothing', async () => {
  const given = await givenClosing()
  await given.givenMember()
  expect((await press(given)).status).toBe(303)
  expect(await given.count('certificate_runs')).toBe(0)
  expect((await given.page()).words).toContain('Whoever has earned a certificate has it.')
})

test('a fault with one person is kept as such, and the others get theirs', async () => {
  const given = await givenClosing()
  const first = await givenEarners(given, 3)
  await press(given)
  await given.run(`create function fail() returns trigger language plpgsql as $$ begin
    if new.learner_id = '${first.id}' then raise exception 'no'; end if; return new; end $$`)
  await given.run('create trigger fail before insert on credentials for each row execute function fail()')
  await given.app.letters()
  await given.run('drop function fail() cascade')
  expect((await given.page()).words).toContain('3 of 3, one of them refused. ')
  expect((await given.page()).words).toContain('Earner 01: the fault is ours')
  await press(given)
  expect(await given.app.letters()).toHaveLength(3)
})
