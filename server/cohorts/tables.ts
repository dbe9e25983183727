type ProgrammesTable = {
  id: string
  title_en: string
  title_fr: string
  funder: string
  starts_on: string
  ends_on: string
  created_at: Date
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
}

type CohortTrainersTable = { cohort_id: string; trainer_id: string }

type CohortMembersTable = { cohort_id: string; learner_id: string; joined_at: Date }

declare module '../platform/data/database.ts' {
  interface Tables {
    programmes: ProgrammesTable
    cohorts: CohortsTable
    cohort_trainers: CohortTrainersTable
    cohort_members: CohortMembersTable
  }
}
