import type { Phase } from '../catalogue/course.ts'
import type { Language } from '../platform/words/languages.ts'

export const credentialKinds = ['participation', 'achievement'] as const
export type CredentialKind = (typeof credentialKinds)[number]

/** What a certificate says of its course in words of the course and of the programme. */
export type CourseTexts = {
  course_title: string
  course_summary: string
  objectives: string[]
  /** What was covered: each module with the titles of its lessons. */
  modules: { title: string; lessons: string[] }[]
  programme: string | null
  /** The language of each: that of the certificate, or English where the course does not have it. */
  texts_in: Record<TextKind, Language>
}
export const textKinds = ['title', 'summary', 'objectives', 'modules', 'lessons', 'programme'] as const
export type TextKind = (typeof textKinds)[number]

/** What was issued, kept as it stood on that day: the certificate and the verification page show these fields and no others. */
export type CredentialRecord = CourseTexts & {
  /** The verification code. */
  code: string
  kind: CredentialKind
  name: string
  phase: Phase
  /** The step of the Negotiation Support Portal's roadmap; records of the first months do not have it. */
  portal?: { stage: number; step: string }
  hours: number
  lessons: number
  /** Of a confirmation of participation: how many activities were done, and how many were needed; null for the other kind. */
  participation: { done: number; total: number; needed: number } | null
  pass_mark_scaled: number
  score_raw: number
  score_max: number
  language: Language
  /** The same in a second language, which is printed beside the first; null for a certificate in one. */
  also: ({ language: Language } & CourseTexts) | null
  /** A date, YYYY-MM-DD. */
  issued_on: string
  /** The last day on which it holds, YYYY-MM-DD; null for one that does not expire. */
  expires_on: string | null
  /** Of one that renews another: the other's code, and with which points its renewal quiz was passed. */
  renewal?: { renews: string; score_raw: number; score_max: number; pass_mark_scaled: number }
  issuer: string
  /** Who signs for the issuer, as the programme named them on that day. */
  signatories: { name: string; title: string }[]
  cohort: string | null
  /** The course as it was taken. */
  content_hash: string
}

/** The fields that a record of the first months does not have, as they were then. */
const firstMonths = {
  kind: 'achievement',
  participation: null,
  modules: [],
  expires_on: null,
  signatories: [],
  also: null,
} satisfies Partial<CredentialRecord>
type Late = keyof typeof firstMonths | 'texts_in'
/** A record as it is stored. */
export type StoredRecord = Omit<CredentialRecord, Late> & Partial<Pick<CredentialRecord, Late>>

export const readRecord = (stored: StoredRecord): CredentialRecord => ({
  ...firstMonths,
  texts_in: textsAllIn(stored.language),
  ...stored,
})

export const textsAllIn = (language: Language): Record<TextKind, Language> => ({
  title: language,
  summary: language,
  objectives: language,
  modules: language,
  lessons: language,
  programme: language,
})

/** The record as its second language tells it; null where there is none. */
export const secondEdition = (record: CredentialRecord): CredentialRecord | null =>
  record.also && { ...record, ...record.also, also: null }
