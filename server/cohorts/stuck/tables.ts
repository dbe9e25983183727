import type { ReasonKind } from './reasons.ts'

type CohortNotesTable = {
  id: string
  cohort_id: string
  learner_id: string
  author_id: string | null
  text: string
  written_at: Date
}

type CohortLettersTable = {
  id: string
  cohort_id: string
  learner_id: string
  author_id: string | null
  /** The same in all letters that one press sent. */
  press: string
  reasons: ReasonKind[]
  subject: string
  text: string
  sent_at: Date
}

declare module '../../platform/data/database.ts' {
  interface Tables {
    cohort_notes: CohortNotesTable
    cohort_letters: CohortLettersTable
  }
}
