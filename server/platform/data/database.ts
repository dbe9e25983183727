import { Kysely, PostgresDialect, sql } from 'kysely'
import type pg from 'pg'
import { openEmbedded } from './embedded.ts'
import { openPostgresql } from './postgresql.ts'
import { preparing } from './prepared.ts'

/** Every table, each added by the feature that owns it: `declare module '…/database.ts' { interface Tables { … } }`. */
// biome-ignore lint/suspicious/noEmptyInterface: features extend it, which only an interface allows.
export interface Tables {}

export type Db = Kysely<Tables>

/** An open database. Nothing may use `db` or `pool` after `close`, which may be called twice. */
export type Database = {
  db: Db
  pool: pg.Pool
  engine: 'embedded' | 'postgresql'
  /** What a server does by itself and the embedded engine does not: clears dead rows, shortens its log. For the night. */
  tidy(): Promise<void>
  close(): Promise<void>
}

export type DatabaseOptions = {
  /** `postgres://…`, or null for the embedded database. */
  databaseUrl: string | null
  /** Where the embedded database lives (in `database/` below it). Not touched when there is a URL. */
  dataDir: string
  /** Told the SQL of every statement that goes through `db`, failed ones included. */
  onQuery?: (sql: string) => void
}

/**
 * Opens PostgreSQL when there is a URL, else the embedded database. On both engines int8 and numeric arrive as
 * number, date as 'YYYY-MM-DD', timestamptz as Date, jsonb as object.
 * Throws an Error whose message is a sentence for the operator; DataDirInUse when another process has the directory.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const opened = options.databaseUrl
    ? await openPostgresql(options.databaseUrl)
    : await openEmbedded({ dataDir: options.dataDir })
  return withKysely(opened, options.onQuery)
}

/** An open engine: its pool and the way to close it. */
export type Engine = Omit<Database, 'db'>

export function withKysely(engine: Engine, onQuery?: (sql: string) => void): Database {
  const dialect = new PostgresDialect({ pool: preparing(engine.pool) })
  const db: Db = new Kysely(onQuery ? { dialect, log: (event) => onQuery(event.query.sql) } : { dialect })
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= engine.close()
    return closing
  }
  return { db, pool: engine.pool, engine: engine.engine, tidy: engine.tidy, close }
}

/** Runs `work` in one transaction. Called with a transaction it joins it, so actions can be made of actions. */
export const inTransaction = <T>(db: Db, work: (trx: Db) => Promise<T>): Promise<T> =>
  db.isTransaction ? work(db) : db.transaction().execute(work)

/**
 * Whether an error says that a row would break the constraint of that name. The transaction it comes from has ended, so
 * it is asked outside.
 */
export const breaks = (error: unknown, constraint: string): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === constraint

/** Throws when the database does not answer. */
export const pingDatabase = (db: Db) => sql`select 1`.execute(db)
