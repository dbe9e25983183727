import type { Generated, GeneratedAlways } from 'kysely'

/** How it is known that somebody was there: by the code on the wall, or by a trainer's list. */
export type How = 'code' | 'hand'

type CohortSessionsTable = {
  id: string
  /** Stands in the code on the wall, so that a code alone leads to its session. */
  number: GeneratedAlways<number>
  cohort_id: string
  title: string
  place: string
  held_on: string
  /** 'HH:MM:SS' by the clocks of the cohort's zone; `starts_at` and `ends_at` are the same as instants. */
  from_time: string
  to_time: string
  starts_at: Date
  ends_at: Date
  secret: string
  /** Goes up with each change: who changes an older one is told. */
  revision: Generated<number>
  created_by: string | null
  created_at: Date
  cancelled_at: Date | null
}

type SessionAttendanceTable = {
  session_id: string
  learner_id: string
  how: How
  recorded_at: Date
  recorded_by: string | null
  note: string | null
}

declare module '../../platform/data/database.ts' {
  interface Tables {
    cohort_sessions: CohortSessionsTable
    session_attendance: SessionAttendanceTable
  }
}
