import { createHash, randomBytes } from 'node:crypto'
import { existsSync, openAsBlob } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { sql } from 'kysely'
import pg from 'pg'
import { type Database, type Db, openDatabase, withKysely } from '../../server/platform/data/database.ts'
import { overPglite } from '../../server/platform/data/embedded.ts'
import { migrate, readMigrations } from '../../server/platform/data/migrations.ts'

const listeners = new Set<(sql: string) => void>()
const onQuery = (text: string) => {
  for (const listener of listeners) listener(text)
}

/** Writes down the SQL of every statement until `stop`, for tests that count them. */
export function recordStatements() {
  const statements: string[] = []
  const listener = (text: string) => void statements.push(text)
  listeners.add(listener)
  return { statements, stop: () => listeners.delete(listener) }
}

let shared: Promise<Database> | undefined

/**
 * The migrated database that all tests of this process share: PGlite, or, when TEST_DATABASE_URL is set, a database of
 * this process's own on that server. Nobody closes it; a test that needs an untouched one begins with `emptyDatabase`.
 */
export function testDatabase(): Promise<Database> {
  const url = process.env.TEST_DATABASE_URL
  shared ??= url ? onServer(url) : onPglite()
  return shared
}

const emptied = new WeakMap<Db, { tables: string[]; sequences: string[]; times: number }>()
/** Deleted rows stay in the files until then; truncating takes ten times as long, as every index gets a new file. */
const truncateEvery = 40

/** Empties every table but the list of migrations and what pg-boss keeps about its queues. */
export async function emptyDatabase(db: Db) {
  const known = emptied.get(db) ?? { ...(await listTables(db)), times: 0 }
  emptied.set(db, known)
  const { tables, sequences } = known
  if (known.times++ % truncateEvery === 0)
    await sql.raw(`truncate ${tables.join(', ')} restart identity cascade`).execute(db)
  else await sql.raw(deletion(tables, sequences)).execute(db)
}

/** As a replica does it: no foreign key and no trigger is asked, since all tables are emptied together. */
const deletion = (tables: string[], sequences: string[]) => `do $$
  declare
    one text;
    filled boolean;
  begin
    perform set_config('session_replication_role', 'replica', true);
    foreach one in array array['${tables.join("','")}'] loop
      execute 'select exists (select from ' || one || ')' into filled;
      if filled then execute 'delete from ' || one; end if;
    end loop;
    foreach one in array array['${sequences.join("','")}'] loop perform setval(one, 1, false); end loop;
    perform set_config('session_replication_role', 'origin', true);
  end $$`

async function listTables(db: Db) {
  const { rows } = await sql<{ name: string; kind: 'r' | 'S' }>`
    select format('%I.%I', nspname, relname) as name, relkind as kind
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname = 'public' and relkind in ('r', 'S') and relname <> 'schema_migrations'`.execute(db)
  const named = (wanted: 'r' | 'S') => rows.flatMap(({ name, kind }) => (kind === wanted ? [name] : []))
  return { tables: [...named('r'), 'pgboss.job_common'], sequences: named('S') }
}

async function onPglite(): Promise<Database> {
  const file = await template()
  const pglite = await PGlite.create({ loadDataDir: await openAsBlob(file) })
  return withKysely(overPglite(pglite, { tidyAtClose: false }), onQuery)
}

const cacheDir = fileURLToPath(new URL('../../node_modules/.cache/third-pillar/', import.meta.url))

/** A migrated PGlite as a file, made once for each state of the migrations: loading it takes a tenth of making it. */
export async function template(): Promise<string> {
  const file = join(cacheDir, `${await fingerprint()}.tar`)
  if (existsSync(file)) return file
  const pglite = await PGlite.create()
  const database = withKysely(overPglite(pglite, { tidyAtClose: false }))
  await migrate(database)
  const dump = await pglite.dumpDataDir('none')
  await database.close()
  await mkdir(cacheDir, { recursive: true })
  for (const old of await readdir(cacheDir)) await rm(join(cacheDir, old), { force: true })
  const unfinished = `${file}.${process.pid}` // renamed when whole: another process may be looking
  await writeFile(unfinished, Buffer.from(await dump.arrayBuffer()))
  await rename(unfinished, file)
  return file
}

async function fingerprint(): Promise<string> {
  const { dependencies } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'))
  const versions = [dependencies['pg-boss'], dependencies['@electric-sql/pglite']]
  const hash = createHash('sha256').update(versions.join())
  for (const { name, sha256 } of await readMigrations()) hash.update(name).update(sha256)
  return hash.digest('hex').slice(0, 16)
}

async function onServer(serverUrl: string): Promise<Database> {
  const from = process.env.TEST_TEMPLATE_DATABASE
  const database = await createOnServer(serverUrl, from)
  if (!from) await migrate(database)
  return database
}

/** A database of the caller's own on either engine, with nothing in it: not even migrated. The caller closes it. */
export async function unmigratedDatabase(): Promise<Database> {
  const url = process.env.TEST_DATABASE_URL
  if (url) return createOnServer(url)
  return withKysely(overPglite(await PGlite.create(), { tidyAtClose: false }))
}

async function createOnServer(serverUrl: string, from = 'template1'): Promise<Database> {
  const name = `${process.env.TEST_DATABASE_PREFIX ?? 'third_pillar'}_${process.pid}_${randomBytes(3).toString('hex')}`
  await onPostgres(serverUrl, `create database ${name} template ${from}`)
  const url = new URL(serverUrl)
  url.pathname = name
  return openDatabase({ databaseUrl: url.href, dataDir: '', onQuery })
}

/** One statement on the server that TEST_DATABASE_URL names, outside any test's own database. */
export async function onPostgres(serverUrl: string, statement: string) {
  const client = new pg.Client(serverUrl)
  await client.connect()
  try {
    return await client.query(statement)
  } finally {
    await client.end()
  }
}
