import type { ColumnType, JSONColumnType } from 'kysely'
import type { QuizRules } from '../catalogue/course.ts'
import type { Outcome } from '../enrolments/progress.ts'
import type { Language } from '../platform/words/languages.ts'
import type { Correction, Corrections, NewKey } from './corrections.ts'
import type { Response } from './item-type.ts'
import type { ShownItem } from './item-types.ts'

type AttemptsTable = {
  id: string
  learner_id: string
  course: string
  quiz: string
  number: number
  language: Language
  content_hash: string
  seed: string
  cohort_id: string | null
  items: JSONColumnType<ShownItem[], string, never>
  rules: JSONColumnType<QuizRules, string, never>
  pass_mark_scaled: number
  extra_time_percent: number
  started_at: Date
  due_at: Date | null
  due_by: 'time-limit' | 'cohort' | null
  /** Counts the saves that stored something. */
  revision: ColumnType<number, never, number>
  submitted_at: Date | null
  closed_by: 'learner' | 'deadline' | null
  score_raw: number | null
  score_max: number | null
  outcome: Outcome | null
  marking: 'waiting' | 'released' | null
  corrections: JSONColumnType<Corrections, string | undefined, string>
}

type ResponsesTable = {
  attempt_id: string
  item: string
  response: ColumnType<Response, string, string>
  revision: number
  page: string | null
  stored_at: Date
}

type SavesTable = {
  attempt_id: string
  revision: number
  page: string
  sequence: number | null
  items: string[]
  stored_at: Date
}

type TimeRequestsTable = { attempt_id: string; requested_at: Date }

type MarksTable = {
  attempt_id: string
  item: string
  place: 1 | 2
  marker_id: string | null
  /** The level reached in each criterion, counted from 0. */
  levels: JSONColumnType<number[], string, string>
  raw: number
  comment: string
  marked_at: Date
}

type RegradesTable = {
  id: string
  cohort_id: string
  course: string
  quiz: string
  item: string
  content_hash: string
  /** With the key as it was stated, for attempts in another language or order. */
  correction: JSONColumnType<Correction & { stated: NewKey }, string, never>
  reason: string
  made_by: string | null
  made_at: Date
}

type RegradedAttemptsTable = {
  regrade_id: string
  attempt_id: string
  score_raw_before: number
  outcome_before: Outcome | null
  score_raw_after: number
  outcome_after: Outcome | null
}

declare module '../platform/data/database.ts' {
  interface Tables {
    attempts: AttemptsTable
    responses: ResponsesTable
    saves: SavesTable
    time_requests: TimeRequestsTable
    marks: MarksTable
    regrades: RegradesTable
    regraded_attempts: RegradedAttemptsTable
  }
}
