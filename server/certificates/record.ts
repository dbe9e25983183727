import type { Phase } from '../catalogue/course.ts'
import type { Language } from '../platform/words/languages.ts'

/** What was issued, kept as it stood on that day: the certificate and the verification page show these fields and no others. */
export type CredentialRecord = {
  /** The verification code. */
  code: string
  name: string
  course_title: string
  course_summary: string
  phase: Phase
  hours: number
  lessons: number
  objectives: string[]
  pass_mark_scaled: number
  score_raw: number
  score_max: number
  language: Language
  /** A date, YYYY-MM-DD. */
  issued_on: string
  issuer: string
  programme: string | null
  cohort: string | null
  /** The course as it was taken. */
  content_hash: string
}
