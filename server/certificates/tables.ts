import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import type { CredentialKind, StoredRecord } from './record.ts'

export const revocationReasons = ['issued_in_error', 'academic_dishonesty', 'holder_request'] as const
export type RevocationReason = (typeof revocationReasons)[number]

type CredentialsTable = {
  id: string
  code: string
  /** Null once the holder's account is erased. */
  learner_id: string | null
  course: string
  record: JSONColumnType<StoredRecord, string, never>
  issued_at: Date
  /** The last day on which it holds, YYYY-MM-DD. */
  expires_on: Generated<string | null>
  kind: Generated<CredentialKind>
  /** The cohort in which it was earned; null for who took the course alone. */
  cohort_id: Generated<string | null>
  revoked_at: Generated<Date | null>
  revoked_by: Generated<string | null>
  revocation_reason: Generated<RevocationReason | null>
  replaced_at: Generated<Date | null>
  /** The one that stands in its place: written after that one is there. */
  replaced_by: Generated<string | null>
  replacement_kind: Generated<'correction' | 'renewal' | null>
  /** Since when its holder does not show it. */
  hidden_at: Generated<Date | null>
  /** Its bit in the status list. */
  status_index: GeneratedAlways<number>
}

declare module '../platform/data/database.ts' {
  interface Tables {
    credentials: CredentialsTable
  }
}
