import { createReadStream, createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import type pg from 'pg'
import type { Database } from './database.ts'

/** Thrown with a sentence for the operator. Nothing was changed. */
export class CannotRestore extends Error {}

const format = 'third-pillar-backup-1'
const rowsAtOnce = 500

/**
 * Writes every table to one compressed file of JSON lines, as it stood at one moment, readable by its owner alone. It
 * can be restored on either engine. Letters that wait to be sent are not in it. Gives the number of rows.
 */
export async function backUp({ pool }: Database, file: string): Promise<number> {
  const client = await pool.connect()
  let rows = 0
  async function* lines() {
    yield `${JSON.stringify({ format, migrations: await migrationsOf(client) })}\n`
    for (const table of await tablesOf(client)) {
      yield `${JSON.stringify({ table })}\n`
      await client.query(`declare reading cursor for select to_jsonb(t) as row from ${table} t`)
      for (let batch = await fetchRows(client); batch.length > 0; batch = await fetchRows(client)) {
        rows += batch.length
        yield batch.map((row) => `${JSON.stringify(row)}\n`).join('')
      }
      await client.query('close reading')
    }
  }
  try {
    await client.query('begin isolation level repeatable read read only')
    await pipeline(Readable.from(lines()), createGzip(), createWriteStream(`${file}.part`, { mode: 0o600 }))
    await rename(`${file}.part`, file) // a file of that name is whole
    return rows
  } finally {
    await client.query('rollback')
    client.release()
  }
}

/**
 * Puts the rows of a backup into an empty, migrated database, all of them or none, and gives their number.
 * Throws CannotRestore for a file that is no backup or cut short, for other migrations, and where there are people already.
 */
export async function restore({ pool }: Database, file: string): Promise<number> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const rows = await putBack(client, file)
    await client.query('commit')
    return rows
  } catch (error) {
    await client.query('rollback')
    if (error instanceof CannotRestore || !(error instanceof Error)) throw error
    throw new CannotRestore(`${file} cannot be restored: ${error.message}. Nothing was changed.`)
  } finally {
    client.release()
  }
}

async function putBack(client: pg.PoolClient, file: string): Promise<number> {
  const tables = await tablesOf(client)
  let table = ''
  let rows = 0
  let isFirst = true
  for await (const line of linesOf(file)) {
    const entry = JSON.parse(line)
    if (isFirst) {
      refuseOthers(entry, await migrationsOf(client))
      await refuseInhabited(client)
      // Rows come back as they were, whatever a trigger would say to them today.
      for (const name of tables) await client.query(`alter table ${name} disable trigger user`)
      isFirst = false
    } else if ('table' in entry && Object.keys(entry).length === 1) {
      if (!tables.includes(entry.table))
        throw new CannotRestore(`The backup has a table that is not here: ${entry.table}.`)
      table = entry.table
    } else {
      const insert = `insert into ${table} overriding system value select * from jsonb_populate_record(null::${table}, $1)`
      await client.query({ name: `restore ${table}`, text: insert, values: [line] })
      rows += 1
    }
  }
  if (isFirst) throw new CannotRestore(`${file} holds nothing.`)
  for (const name of tables) await client.query(`alter table ${name} enable trigger user`)
  await moveIdentities(client)
  return rows
}

/** The lines of a compressed file, one after the other; throws when the file is not there, no archive or cut short. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const source = createReadStream(file)
  const unpacked = source.pipe(createGunzip())
  source.once('error', (error) => unpacked.destroy(error))
  let rest = ''
  for await (const chunk of unpacked.setEncoding('utf8')) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest) yield rest
}

const migrationsOf = async (client: pg.PoolClient): Promise<string[]> =>
  (await client.query('select name from schema_migrations order by name')).rows.map(({ name }) => name)

function refuseOthers(header: { format?: string; migrations?: string[] }, own: string[]): void {
  if (header.format !== format) throw new CannotRestore('The file is not a backup of Third Pillar.')
  if (String(header.migrations) === String(own)) return
  throw new CannotRestore('The backup was made by another version: restore it with that one, then update.')
}

async function refuseInhabited(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query('select exists (select 1 from accounts) as inhabited')
  if (rows[0].inhabited)
    throw new CannotRestore('This database has people already. A backup is restored into an empty one.')
}

const fetchRows = async (client: pg.PoolClient): Promise<object[]> =>
  (await client.query(`fetch ${rowsAtOnce} from reading`)).rows.map(({ row }) => row)

/** Our own tables, each after those that it refers to. */
async function tablesOf(client: pg.PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ name: string; needs: string[] }>(`
    select c.relname as name, array(
      select r.relname::text from pg_constraint k join pg_class r on r.oid = k.confrelid
      where k.conrelid = c.oid and k.contype = 'f' and r.oid <> c.oid) as needs
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and c.relname <> 'schema_migrations' order by c.relname`)
  const ordered: string[] = []
  while (ordered.length < rows.length) {
    const next = rows.find(({ name, needs }) => !ordered.includes(name) && needs.every((one) => ordered.includes(one)))
    if (!next) throw new Error('The tables refer to each other in a circle.')
    ordered.push(next.name)
  }
  return ordered
}

/** Numbers that the database gives go on after the highest that came back. */
async function moveIdentities(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query(`
    select table_name, column_name from information_schema.columns
    where table_schema = 'public' and is_identity = 'YES'`)
  for (const { table_name, column_name } of rows)
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), greatest((select max(${column_name}) from ${table_name}), 1))`,
      [table_name, column_name],
    )
}
