import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../server/platform/data/database.ts'
import { migrate } from '../../server/platform/data/migrations.ts'
import { unmigratedDatabase } from '../support/database.ts'

let database: Database
let dir: string

beforeAll(async () => {
  database = await unmigratedDatabase()
})
afterAll(() => database.close())

beforeEach(async () => {
  await sql`drop schema if exists pgboss, public cascade`.execute(database.db)
  await sql`create schema public`.execute(database.db)
  dir = await mkdtemp(join(tmpdir(), 'migrations-'))
})
afterEach(async () => {
  await rm(dir, { recursive: true })
})

const write = (name: string, text: string) => writeFile(join(dir, name), text)

test('files are applied in order, once', async () => {
  await write('0002-more.sql', "insert into notes values ('two'); insert into notes values ('three');")
  await write('0001-notes.sql', '-- Notes, because.\ncreate table notes (text text);')
  expect(await migrate(database, dir)).toEqual(['0001-notes.sql', '0002-more.sql'])
  expect(await migrate(database, dir)).toEqual([])
  expect((await sql`select text from notes`.execute(database.db)).rows).toHaveLength(2)
})

test('two processes that start together apply each file once', async () => {
  await write('0001-notes.sql', 'create table notes (text text); select pg_sleep(0.05);')
  const both = await Promise.all([migrate(database, dir), migrate(database, dir)])
  expect(both.flat()).toEqual(['0001-notes.sql'])
})

test('a file that was edited after it was applied is refused', async () => {
  await write('0001-notes.sql', 'create table notes (text text);')
  await migrate(database, dir)
  await write('0001-notes.sql', 'create table notes (text text);\r\n'.trimEnd())
  expect(await migrate(database, dir)).toEqual([])
  await write('0001-notes.sql', 'create table notes (text text, at date);')
  await expect(migrate(database, dir)).rejects.toThrow('0001-notes.sql was edited')
})

test('a file that fails is named with its line, and leaves nothing of itself', async () => {
  await write('0001-notes.sql', 'create table notes (text text);\n\ninsert into nots values (1);')
  await expect(migrate(database, dir)).rejects.toThrow('Migration 0001-notes.sql failed at line 3')
  await write('0001-notes.sql', 'create table notes (text text);')
  expect(await migrate(database, dir)).toEqual(['0001-notes.sql'])
})

test('a database that is newer than the program is refused', async () => {
  await write('0001-notes.sql', 'create table notes (text text);')
  await migrate(database, dir)
  await rm(join(dir, '0001-notes.sql'))
  await expect(migrate(database, dir)).rejects.toThrow('run a newer version')
})

test('a file with a name that has no place in the order is refused', async () => {
  await write('notes.sql', 'select 1;')
  await expect(migrate(database, dir)).rejects.toThrow('not named like')
})
