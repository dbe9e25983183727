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

declare module '../platform/data/database.ts' {
  interface Tables {
    enrolments: EnrolmentsTable
    lesson_completions: LessonCompletionsTable
  }
}
