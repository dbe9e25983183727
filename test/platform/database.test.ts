import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { inTransaction, openDatabase } from '../../server/platform/data/database.ts'
import { audit } from '../../server/platform/work/audit.ts'
import { emptyDatabase, recordStatements, testDatabase } from '../support/database.ts'

test('values arrive as the same JavaScript types on either engine', async () => {
  const { db } = await testDatabase()
  const { rows } = await sql`select 5::int8 as int8, count(*) as count, 0.25::numeric as numeric, 7::int4 as int4,
    date '2026-02-28' as date, timestamptz '2026-02-28 12:00:00+02' as timestamptz, '{"a":[1]}'::jsonb as jsonb,
    array[1,null]::int8[] as int8s, array[1.5]::numeric[] as numerics, array[date '2026-02-28'] as dates, true as yes,
    '\\xff00'::bytea as bytes`.execute(db)
  expect(rows[0]).toEqual({
    int8: 5,
    count: 1,
    numeric: 0.25,
    int4: 7,
    date: '2026-02-28',
    timestamptz: new Date('2026-02-28T10:00:00Z'),
    jsonb: { a: [1] },
    int8s: [1, null],
    numerics: [1.5],
    dates: ['2026-02-28'],
    yes: true,
    bytes: Buffer.from([255, 0]),
  })
})

test('an integer that a number cannot hold is refused, and the next query works', async () => {
  const { db } = await testDatabase()
  await expect(sql`select 9007199254740993::int8`.execute(db)).rejects.toThrow('too large')
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
})

const event = { at: new Date('2026-03-01T08:00:00Z'), accountId: null, action: 'course.read', subject: 'course:one' }

test('an audit event is read back as it was written', async () => {
  const { db } = await testDatabase()
  await emptyDatabase(db)
  await audit(db, { ...event, details: { pages: 2 } })
  const { account_id, id, ...rest } = await db.selectFrom('audit_events').selectAll().executeTakeFirstOrThrow()
  expect(rest).toEqual({ at: event.at, action: event.action, subject: event.subject, details: { pages: 2 } })
})

test('an action inside an action is undone with it', async () => {
  const { db } = await testDatabase()
  await emptyDatabase(db)
  const outer = inTransaction(db, async (trx) => {
    await inTransaction(trx, (inner) => audit(inner, event))
    throw new Error('changed my mind')
  })
  await expect(outer).rejects.toThrow('changed my mind')
  expect(await db.selectFrom('audit_events').selectAll().execute()).toEqual([])
})

test('every statement is told to who listens, also the one that fails', async () => {
  const { db } = await testDatabase()
  const recorder = recordStatements()
  await sql`select 1`.execute(db)
  await sql`select nonsense`.execute(db).catch(() => {})
  recorder.stop()
  await sql`select 2`.execute(db)
  expect(recorder.statements).toEqual(['select 1', 'select nonsense'])
})

async function dataDir() {
  const directory = await mkdtemp(join(tmpdir(), 'data-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return directory
}

test('putting the database in order at night breaks nobody’s statement', async () => {
  const database = await testDatabase()
  await emptyDatabase(database.db)
  const event = { at: new Date('2026-03-02T09:00:00Z'), accountId: null, action: 'tried' }
  const night = async () => {
    await inTransaction(database.db, (trx) => audit(trx, { ...event, subject: 'night' }))
    await database.tidy()
  }
  for (let nights = 0; nights < 5; nights += 1) await Promise.all([night(), night(), night()])
  expect(await database.db.selectFrom('audit_events').select('id').execute()).toHaveLength(15)
})

test('the embedded database keeps what was written and leaves no lock behind', async () => {
  const options = { databaseUrl: null, dataDir: await dataDir() }
  const first = await openDatabase(options)
  await sql`create table notes as select 'kept' as text`.execute(first.db)
  await first.close()
  expect(await readdir(options.dataDir)).toEqual(['database'])

  const second = await openDatabase(options)
  expect((await sql`select text from notes`.execute(second.db)).rows).toEqual([{ text: 'kept' }])
  await second.close()
  await second.close()

  await writeFile(join(options.dataDir, 'database', 'PG_VERSION'), '17\n')
  await expect(openDatabase(options)).rejects.toThrow('was made by PostgreSQL 17')
  expect(await readdir(options.dataDir)).toEqual(['database'])
})

test('a server that is not there is named without its password', async () => {
  const databaseUrl = 'postgres://someone:secret@127.0.0.1:1/training'
  const refused = await openDatabase({ databaseUrl, dataDir: '' }).catch((error: Error) => error.message)
  expect(refused).toContain('127.0.0.1:1/training')
  expect(refused).toContain('ECONNREFUSED')
  expect(refused).not.toContain('secret')
})
