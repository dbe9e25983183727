import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { backUp, restore } from '../../server/platform/data/backup.ts'
import { givenCertificate, givenEarner } from '../certificates/holders.ts'
import { startApp } from '../support/app.ts'
import { emptyDatabase, testDatabase } from '../support/database.ts'
import { password } from '../support/givens.ts'

const dir = mkdtempSync(join(tmpdir(), 'backup-'))
const file = join(dir, 'night.backup')
afterAll(() => rmSync(dir, { recursive: true }))

async function everything() {
  const { db } = await testDatabase()
  const { rows } = await sql<{
    name: string
  }>`select tablename as name from pg_tables where schemaname = 'public'`.execute(db)
  const found: Record<string, unknown> = {}
  for (const { name } of rows)
    found[name] = (await sql`select to_jsonb(t)::text as row from ${sql.table(name)} t order by 1`.execute(db)).rows
  return found
}

test('what was there at night is there again, to the letter, and people go on where they were', async () => {
  const app = await startApp()
  const earner = await givenEarner(app, { name: 'Nguyễn Thị Minh-Châu' })
  const code = await givenCertificate(earner)
  const database = await testDatabase()
  const before = await everything()
  expect(await backUp(database, file)).toBeGreaterThan(20)
  expect(statSync(file).mode & 0o777).toBe(0o600)

  await emptyDatabase(database.db)
  await restore(database, file)
  expect(await everything()).toEqual(before)
  const browser = app.visitor()
  await browser.post('/sign-in', { email: earner.email, password })
  expect((await browser.get('/certificates')).words).toContain(code)
  await browser.post('/sign-out') // and a new audit event finds its number
  expect((await browser.get(`/verify/${code}`)).words).toContain('Nguyễn Thị Minh-Châu')
  await expect(database.db.updateTable('responses').set({ response: '"0"' }).execute()).rejects.toThrow(/submitted/)
})

test('a backup is not put over people who are there', async () => {
  const { givenPerson } = await startApp()
  await givenPerson()
  const before = await everything()
  await expect(restore(await testDatabase(), file)).rejects.toThrow('This database has people already')
  expect(await everything()).toEqual(before)
})

test.each([
  ['is cut short', () => truncateSync(file, Math.floor(statSync(file).size / 2))],
  ['is something else', () => writeFileSync(file, gzipSync('{"hello":"world"}\n'))],
  [
    'is of another version',
    () => writeFileSync(file, gzipSync('{"format":"third-pillar-backup-1","migrations":["0001"]}\n')),
  ],
  ['is no archive', () => writeFileSync(file, 'hello')],
  ['is not there', () => rmSync(file)],
  ['is empty', () => writeFileSync(file, gzipSync(''))],
])('a file that %s changes nothing', async (_, spoil) => {
  await startApp()
  spoil()
  const before = await everything()
  await expect(restore(await testDatabase(), file)).rejects.toThrow(
    /backup of|another version|cannot be restored|holds nothing/,
  )
  expect(await everything()).toEqual(before)
})
