import type { Generated } from 'kysely'
import type { Sex } from '../../accounts/tables.ts'
import type { Language } from '../../platform/words/languages.ts'

type InvitationsTable = {
  id: string
  cohort_id: string
  email: string
  name: string
  institution: string
  country_code: string
  language: Language
  sex: Sex
  invited_by: string | null
  created_at: Date
  sent_at: Date
  /** Null while the letter is due. */
  written_at: Date | null
  reminded_at: Date | null
  expires_at: Date
  accepted_at: Date | null
  withdrawn_at: Date | null
  account_id: string | null
  /** The team whose contact named the person; null for whom a trainer invited. */
  team_id: Generated<string | null>
}

type InvitationLinksTable = { secret_hash: Buffer; invitation_id: string; sent_at: Date }

declare module '../../platform/data/database.ts' {
  interface Tables {
    invitations: InvitationsTable
    invitation_links: InvitationLinksTable
  }
}
