import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { installJobTables } from '../work/job-tables.ts'
import type { Database } from './database.ts'

export const migrationsDir = fileURLToPath(new URL('../../../migrations/', import.meta.url))

type Migration = { name: string; sql: string; sha256: string }

/**
 * Brings the database up to date and returns the names of the files it applied: every `NNNN-name.sql` of `dir` in order,
 * each in a transaction of its own, then the job queue's own tables. Processes that start together take turns.
 * Throws an Error that names the file when its SQL fails, when an applied file was edited, and when the database knows
 * a file that this program does not.
 */
export async function migrate(database: Database, dir = migrationsDir): Promise<string[]> {
  const migrations = await readMigrations(dir)
  const client = await database.pool.connect()
  try {
    await client.query('set statement_timeout = 0') // an index on a large table takes the time it takes
    await client.query("select pg_advisory_lock(hashtext('third-pillar migrations'))")
    const applied = await applyPending(client, migrations)
    await installJobTables(client)
    return applied
  } finally {
    // A connection that broke has lost its lock anyway, and what it broke with is the error to show.
    await client.query('select pg_advisory_unlock_all(); reset statement_timeout').catch(() => {})
    client.release()
  }
}

/** The files of `dir`, in order. The hash is of the text with plain line ends, which a checkout may change. */
export async function readMigrations(dir = migrationsDir): Promise<Migration[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      if (!/^\d{4}-[a-z0-9-]+\.sql$/.test(name)) throw new Error(`Migration ${name} is not named like 0014-name.sql.`)
      const sql = (await readFile(join(dir, name), 'utf8')).replaceAll('\r\n', '\n')
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

async function applyPending(client: pg.PoolClient, migrations: Migration[]): Promise<string[]> {
  await client.query(`create table if not exists schema_migrations (
    name text not null constraint schema_migrations_pkey primary key,
    sha256 text not null,
    applied_at timestamptz not null default now()
  )`)
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from schema_migrations')
  const known = new Map(rows.map((row) => [row.name, row.sha256]))
  refuseUnknown([...known.keys()], migrations)

  const applied: string[] = []
  for (const migration of migrations) {
    const sha256 = known.get(migration.name)
    if (sha256 === undefined) {
      await apply(client, migration)
      applied.push(migration.name)
    } else if (sha256 !== migration.sha256) {
      throw new Error(
        `Migration ${migration.name} was edited after it was applied to this database. ` +
          'Put it back as it was, and make the change in a new file.',
      )
    }
  }
  return applied
}

function refuseUnknown(known: string[], migrations: Migration[]) {
  const unknown = known.find((name) => !migrations.some((migration) => migration.name === name))
  if (!unknown) return
  throw new Error(`The database has the migration ${unknown}, which this program does not know: run a newer version.`)
}

async function apply(client: pg.PoolClient, { name, sql, sha256 }: Migration) {
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query('insert into schema_migrations (name, sha256) values ($1, $2)', [name, sha256])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(
      `Migration ${name} failed${lineOf(error, sql)}: ${error instanceof Error ? error.message : error}`,
      {
        cause: error,
      },
    )
  }
}

/** PostgreSQL counts characters from 1 to the mistake; people count lines. */
function lineOf(error: unknown, sql: string): string {
  const position = error instanceof Error && 'position' in error ? Number(error.position) : Number.NaN
  return position > 0 ? ` at line ${sql.slice(0, position - 1).split('\n').length}` : ''
}
