import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { testDatabase } from '../support/database.ts'

// A table that is not there is a fault of ours if anything is.
afterEach(async () => {
  const { db } = await testDatabase()
  await sql`alter table if exists mislaid rename to enrolments`.execute(db)
})

test.each([
  ['en', 'We could not make this page', 'GMT'],
  ['fr', 'Nous n’avons pas pu établir cette page', 'UTC'],
] as const)(
  'a fault of ours is told in %s with a number, and nothing of its inside',
  async (language, heading, time) => {
    const { givenPerson, db } = await startApp()
    const amina = await givenPerson({ language })
    await sql`alter table enrolments rename to mislaid`.execute(db)
    const page = await amina.get('/learning')
    expect(page.status).toBe(500)
    expect(page.words).toContain(heading)
    expect(page.words).toMatch(/\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/)
    expect(page.words).toMatch(new RegExp(time))
    expect(page.text).not.toMatch(/enrolments|relation|select|\.ts:/)
  },
)

test('two faults have two numbers', async () => {
  const { givenPerson, db } = await startApp()
  const amina = await givenPerson()
  await sql`alter table enrolments rename to mislaid`.execute(db)
  const numberIn = async () => /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec((await amina.get('/learning')).words)?.[0]
  expect(await numberIn()).not.toBe(await numberIn())
})

test('whether the program runs and whether it can reach its database are two questions', async () => {
  const { visitor } = await startApp()
  expect((await visitor().get('/healthz')).text).toBe('{"status":"ok"}')
  expect((await visitor().get('/readyz')).text).toBe('{"status":"ready"}')
})
