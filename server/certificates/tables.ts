import type { JSONColumnType } from 'kysely'
import type { CredentialRecord } from './record.ts'

type CredentialsTable = {
  id: string
  code: string
  learner_id: string
  course: string
  record: JSONColumnType<CredentialRecord, string, never>
  issued_at: Date
}

declare module '../platform/data/database.ts' {
  interface Tables {
    credentials: CredentialsTable
  }
}
