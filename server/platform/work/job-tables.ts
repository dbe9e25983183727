import type pg from 'pg'
import { type ConstructorOptions, PgBoss } from 'pg-boss'

type BossDatabase = NonNullable<ConstructorOptions['db']>

/** pg-boss with what suits every use here: no cron, no telemetry, no register of instances. */
export function bossOn(db: BossDatabase, options: ConstructorOptions = {}): PgBoss {
  const quiet = { schedule: false, registerInstance: false, openTelemetry: { enabled: false } }
  return new PgBoss({ db, schema: 'pgboss', ...quiet, ...options })
}

/**
 * Makes or upgrades pg-boss's tables, so that a job can be sent before the worker starts. Part of `migrate`, on the
 * connection that holds its lock: pg-boss's own lock comes too late for two processes that both make the schema.
 */
export async function installJobTables(client: pg.PoolClient) {
  const boss = bossOn({ executeSql: (text, values) => execute(client, text, values) }, { supervise: false })
  await boss.start()
  await boss.stop({ graceful: false })
}

/** The pool as pg-boss wants it. */
export const overPool = (pool: pg.Pool): BossDatabase => ({
  async executeSql(text, values) {
    const client = await pool.connect()
    try {
      return await execute(client, text, values)
    } finally {
      client.release()
    }
  },
})

// pg-boss sends whole transactions as one text. When one fails, the session stays inside it and would spoil the next
// query; on the embedded engine not even a new connection helps, for there is only one session.
async function execute(client: pg.PoolClient, text: string, values?: unknown[]) {
  try {
    return await client.query(text, values)
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}
