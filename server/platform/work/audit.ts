import type { GeneratedAlways, JSONColumnType } from 'kysely'
import type { Db } from '../data/database.ts'
import { insertAuditEvent } from './queries.ts'

export type AuditEvents = {
  id: GeneratedAlways<number>
  at: Date
  account_id: string | null
  action: string
  subject: string
  details: JSONColumnType<object, object, object>
}

declare module '../data/database.ts' {
  interface Tables {
    audit_events: AuditEvents
  }
}

/**
 * `accountId`: who acted, null for the program itself. `action`: what happened, as `credential.issued`.
 * `subject`: what it happened to, as `credential:<id>`. `details`: facts worth keeping; no secrets, no addresses.
 */
export type AuditEvent = {
  at: Date
  accountId: string | null
  action: string
  subject: string
  details?: Record<string, unknown>
}

/** Records that something was done; called inside the transaction that does it. */
export const audit = (trx: Db, event: AuditEvent): Promise<void> => insertAuditEvent(trx, event)
