import { sql } from 'kysely'
import type { Db } from '../data/database.ts'
import type { AuditEvent } from './audit.ts'

export async function insertAuditEvent(trx: Db, { at, accountId, action, subject, details = {} }: AuditEvent) {
  await trx.insertInto('audit_events').values({ at, account_id: accountId, action, subject, details }).execute()
}

/** Makes the queue unless it is there, without leaving the caller's transaction. */
export async function ensureQueue(trx: Db, name: string, options: object) {
  await sql`select pgboss.create_queue(${name}, ${JSON.stringify(options)}::jsonb)`.execute(trx)
}
