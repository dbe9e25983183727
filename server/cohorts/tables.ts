import type { ColumnType, Generated } from 'kysely'
import type { Language } from '../platform/words/languages.ts'
import type { Signatory, TargetIndicator } from './programmes/aims.ts'

type ProgrammesTable = {
  id: string
  title_en: string
  title_fr: string
  funder: string
  starts_on: string
  ends_on: string
  /** As `XM-DAC-12345-2026`; empty where there is none. */
  iati_identifier: Generated<string>
  /** Whether its donors may read countries by name. */
  countries_named: Generated<boolean>
  /** Who signs its certificates. */
  signatories: ColumnType<Signatory[], string | undefined, string>
  /** Counts the times it was stored. */
  version: Generated<number>
  created_at: Date
}

type ProgrammeCountriesTable = { programme_id: string; country_code: string }

/** How many people an indicator is to reach. */
type ProgrammeTargetsTable = { programme_id: string; indicator: TargetIndicator; target: number }

/** What a column of the database fills in where a cohort is begun without it. */
type CohortSettings = {
  host_institution: string
  place: string
  language: Language
  /** Null where everybody who comes has a place. */
  capacity: number | null
  not_started_days: number
  quiet_days: number
  modules_behind: number
  deadline_days: number
  deadline_left_percent: number
  /** What its people write and do stays in the house, and no donor reads their countries by name. */
  confidential: boolean
  /** The share of its sessions that the award asks for; null where it asks for none. */
  attendance_percent: number | null
  /** Counts the times the settings were stored. */
  version: number
  /** Null while it is open. From then on the database refuses every change to what belongs to the cohort. */
  closed_at: Date | null
  closed_by: string | null
}

type CohortsTable = {
  id: string
  programme_id: string
  course: string
  name: string
  join_code: string
  starts_on: string
  ends_on: string
  time_zone: string
  created_by: string | null
  created_at: Date
} & { [Column in keyof CohortSettings]: Generated<CohortSettings[Column]> }

type CohortTrainersTable = { cohort_id: string; trainer_id: string; lead: Generated<boolean> }

type CohortMembersTable = { cohort_id: string; learner_id: string; joined_at: Date }

declare module '../platform/data/database.ts' {
  interface Tables {
    programmes: ProgrammesTable
    programme_countries: ProgrammeCountriesTable
    programme_targets: ProgrammeTargetsTable
    cohorts: CohortsTable
    cohort_trainers: CohortTrainersTable
    cohort_members: CohortMembersTable
  }
}
