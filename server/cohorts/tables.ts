import type { Generated } from 'kysely'
import type { Language } from '../platform/words/languages.ts'

type ProgrammesTable = {
  id: string
  title_en: string
  title_fr: string
  funder: string
  starts_on: string
  ends_on: string
  created_at: Date
}

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
  /** Counts the times the settings were stored. */
  version: number
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
    cohorts: CohortsTable
    cohort_trainers: CohortTrainersTable
    cohort_members: CohortMembersTable
  }
}
