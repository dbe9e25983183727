import type { ColumnType, JSONColumnType } from 'kysely'
import type { Outcome } from '../enrolments/progress.ts'
import type { Language } from '../platform/words/languages.ts'
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
  items: JSONColumnType<ShownItem[], string, never>
  pass_mark_scaled: number
  started_at: Date
  submitted_at: Date | null
  score_raw: number | null
  score_max: number | null
  outcome: Outcome | null
}

type ResponsesTable = {
  attempt_id: string
  item: string
  response: ColumnType<Response, string, string>
  stored_at: Date
}

declare module '../platform/data/database.ts' {
  interface Tables {
    attempts: AttemptsTable
    responses: ResponsesTable
  }
}
