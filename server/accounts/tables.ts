import type { Generated } from 'kysely'
import type { Role } from '../platform/web/access.ts'
import type { Language } from '../platform/words/languages.ts'

export const sexes = ['female', 'male', 'undisclosed'] as const
export type Sex = (typeof sexes)[number]

type AccountsTable = {
  id: string
  email: string
  name: string
  password_hash: string
  country_code: string
  institution: string
  sex: Sex
  language: Language
  /** An IANA name; empty for the zone of the country. */
  time_zone: Generated<string>
  consented_at: Date
  email_confirmed_at: Date | null
  created_at: Date
}

type SessionsTable = { id_hash: Buffer; account_id: string; created_at: Date; expires_at: Date }

export type LinkPurpose = 'confirmation' | 'password' | 'first-administrator'
type AccountLinksTable = {
  secret_hash: Buffer
  account_id: string | null
  purpose: LinkPurpose
  created_at: Date
  expires_at: Date
  used_at: Generated<Date | null>
}

/** The secret address of a person's calendar; its hash alone is kept. */
type CalendarFeedsTable = { account_id: string; secret_hash: Buffer; made_at: Date }

type RoleGrantsTable = {
  id: string
  account_id: string
  role: Role
  programme_id: string | null
  granted_by: string | null
  granted_at: Date
}

declare module '../platform/data/database.ts' {
  interface Tables {
    accounts: AccountsTable
    sessions: SessionsTable
    account_links: AccountLinksTable
    role_grants: RoleGrantsTable
    calendar_feeds: CalendarFeedsTable
  }
}
