import type { Language } from '../../platform/words/languages.ts'

type CohortTeamsTable = {
  id: string
  cohort_id: string
  institution: string
  country_code: string
  contact_name: string
  contact_email: string
  language: Language
  places: number
  invited_by: string | null
  created_at: Date
  sent_at: Date
  reminded_at: Date | null
  expires_at: Date
  withdrawn_at: Date | null
}

type CohortTeamLinksTable = { secret_hash: Buffer; team_id: string; sent_at: Date }

declare module '../../platform/data/database.ts' {
  interface Tables {
    cohort_teams: CohortTeamsTable
    cohort_team_links: CohortTeamLinksTable
  }
}
