import pg from 'pg'
import { columnTypes } from './column-types.ts'
import type { Engine } from './database.ts'

const oldestMajor = 15

/** A pool of 10 on a PostgreSQL server. A statement has 15 s: no page needs more, and a stuck one must let go. */
export async function openPostgresql(databaseUrl: string): Promise<Engine> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 10,
    types: columnTypes,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'third-pillar',
  })
  // An idle connection that breaks is replaced at the next query; unheard, it would end the process.
  pool.on('error', () => {})
  try {
    const { rows } = await pool.query('show server_version_num')
    const major = Math.floor(Number(rows[0].server_version_num) / 10_000)
    if (major < oldestMajor) throw new Error(`it is version ${major}, and version ${oldestMajor} or newer is needed`)
  } catch (error) {
    await pool.end()
    throw new Error(`Cannot use the PostgreSQL database at ${withoutPassword(databaseUrl)}: ${reasonOf(error)}.`, {
      cause: error,
    })
  }
  return { pool, engine: 'postgresql', tidy: async () => {}, close: () => pool.end() }
}

// A refused connection to a name with several addresses is an AggregateError, whose own message is empty.
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}

function withoutPassword(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return 'DATABASE_URL'
  const url = new URL(databaseUrl)
  return `${url.host}${url.pathname}`
}
