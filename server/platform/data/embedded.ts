import { chmod, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import pg from 'pg'
import { columnTypes } from './column-types.ts'
import { lockDataDir } from './data-lock.ts'
import type { Engine } from './database.ts'

const major = '18' // the PostgreSQL inside the installed PGlite; a test compares them

/** The directory that holds the embedded database's files. */
export const embeddedDir = (dataDir: string): string => join(dataDir, 'database')

/**
 * Opens the embedded PostgreSQL in `dataDir/database`, made when missing. Locks it first: PGlite itself lets a second
 * process in, and one of the two then loses its writes.
 */
export async function openEmbedded({ dataDir }: { dataDir: string }): Promise<Engine> {
  const directory = embeddedDir(dataDir)
  await mkdir(directory, { recursive: true })
  await chmod(directory, 0o700) // people's answers are inside
  const unlock = lockDataDir(directory)
  try {
    await refuseOtherMajor(directory)
    const engine = overPglite(await PGlite.create(directory), { tidyAtClose: true })
    const close = () => engine.close().finally(unlock)
    return { ...engine, close }
  } catch (error) {
    unlock()
    throw error
  }
}

/** PGlite behind pg's own pool, of one connection: the embedded engine has a single session. */
export function overPglite(pglite: PGlite, { tidyAtClose }: { tidyAtClose: boolean }): Engine {
  const pool = new pg.Pool({ ...createPgConfig(pglite), max: 1, idleTimeoutMillis: 0, types: columnTypes })
  pool.on('error', () => {}) // the next query opens its connection again
  const close = async () => {
    if (tidyAtClose) await tidy(pool)
    await pool.end()
    await pglite.close()
  }
  return { pool, engine: 'embedded', tidy: () => tidy(pool), close }
}

/**
 * The single-session engine has no autovacuum and no checkpointer: without this, tables and log only grow. It waits for
 * its turn like every other query: between the messages of somebody's statement it would break that statement.
 */
async function tidy(pool: pg.Pool) {
  await pool.query('vacuum analyze')
  await pool.query('checkpoint')
}

async function refuseOtherMajor(directory: string) {
  const text = await readFile(join(directory, 'PG_VERSION'), 'utf8').catch(() => major)
  if (text.trim() === major) return
  throw new Error(
    `The database in ${directory} was made by PostgreSQL ${text.trim()}, and this program brings PostgreSQL ${major}. ` +
      'Make a backup with the version that made it, and restore it with this one.',
  )
}
