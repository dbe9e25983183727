type EnrolmentsTable = {
  id: string
  learner_id: string
  course: string
  content_hash: string
  enrolled_at: Date
  last_active_at: Date
  completed_at: Date | null
}

type LessonCompletionsTable = { learner_id: string; course: string; lesson: string; completed_at: Date }

type EnrolmentTermsTable = {
  learner_id: string
  course: string
  cohort_id: string
  closes_at: Date
  extra_time_percent: number
  reason: string | null
  granted_by: string | null
  granted_at: Date | null
}

/** What a cohort means for a learner's course: a view of their terms, their cohort and its workshop days. */
type CohortTermsView = {
  learner_id: string
  course: string
  cohort_id: string
  closes_at: Date
  extra_time_percent: number
  time_zone: string
  attendance_percent: number | null
  sessions: number
  attended: number
}

declare module '../platform/data/database.ts' {
  interface Tables {
    enrolments: EnrolmentsTable
    lesson_completions: LessonCompletionsTable
    enrolment_terms: EnrolmentTermsTable
    cohort_terms: CohortTermsView
  }
}
