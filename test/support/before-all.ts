import { randomBytes } from 'node:crypto'
import { migrate } from '../../server/platform/data/migrations.ts'
import { onPostgres, template, unmigratedDatabase } from './database.ts'

/** Vitest runs this once, before the test processes: they copy the database that it migrates. */
export async function setup() {
  const serverUrl = process.env.TEST_DATABASE_URL
  if (!serverUrl) {
    await template()
    return
  }
  const prefix = `third_pillar_${process.pid}_${randomBytes(3).toString('hex')}`
  process.env.TEST_DATABASE_PREFIX = prefix
  const database = await unmigratedDatabase()
  const { rows } = await database.pool.query('select current_database() as name')
  await migrate(database)
  await database.close() // a template is copied only while nobody is connected to it
  process.env.TEST_TEMPLATE_DATABASE = rows[0].name
  return () => dropAll(serverUrl, prefix)
}

async function dropAll(serverUrl: string, prefix: string) {
  const { rows } = await onPostgres(
    serverUrl,
    `select datname from pg_database where starts_with(datname, '${prefix}')`,
  )
  for (const { datname } of rows) await onPostgres(serverUrl, `drop database if exists ${datname} with (force)`)
}
