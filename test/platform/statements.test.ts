import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { compiledOnce } from '../../server/platform/data/compiled-once.ts'
import type { Db } from '../../server/platform/data/database.ts'
import { startApp } from '../support/app.ts'
import { testDatabase } from '../support/database.ts'

test('a query that is built once takes other values at each call, in the place of each', async () => {
  const { db } = await startApp()
  const echo = compiledOnce((on: Db, first: string, second: string) =>
    on.selectNoFrom([
      sql<string>`${second}::text`.as('b'),
      sql<string>`${first}::text`.as('a'),
      sql<number>`${7}::int`.as('same'),
      sql<string>`${first}::text`.as('again'),
    ]),
  )
  expect(await echo(db, 'x', 'y')).toEqual([{ a: 'x', b: 'y', same: 7, again: 'x' }])
  expect(await echo(db, 'value 1', 'z')).toEqual([{ a: 'value 1', b: 'z', same: 7, again: 'value 1' }])
})

test('thousands of statements that come once do not keep one that comes again from being prepared', async () => {
  const { db } = await startApp()
  const { pool } = await testDatabase()
  const raw = (text: string) =>
    db.executeQuery({ sql: text, parameters: [1], query: { kind: 'RawNode' } as never, queryId: { queryId: '' } })
  for (let n = 0; n < 1_600; n += 1) await raw(`select ${n}::bigint - ${Date.now()} + $1::int as once`)
  const text = `select ${Date.now()}::bigint - $1::int as again`
  for (let n = 0; n < 3; n += 1) await raw(text)
  const { rows } = await pool.query('select statement from pg_prepared_statements')
  expect(rows.filter(({ statement }) => statement === text).length).toBeGreaterThan(0)
})

test('a statement that comes again is prepared on its connection, and one of a kind is not', async () => {
  const { db } = await startApp()
  const { pool } = await testDatabase()
  const text = `select ${Date.now()}::bigint + $1::int as n`
  const run = () =>
    db.executeQuery({ sql: text, parameters: [1], query: { kind: 'RawNode' } as never, queryId: { queryId: '' } })
  const prepared = async () =>
    (await pool.query('select statement from pg_prepared_statements')).rows.filter(
      ({ statement }) => statement === text,
    )
  await run()
  expect(await prepared()).toHaveLength(0)
  await run()
  await run()
  expect((await prepared()).length).toBeGreaterThan(0)
})
