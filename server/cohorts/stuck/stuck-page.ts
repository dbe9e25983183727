import type { Course } from '../../catalogue/course.ts'
import { type Phrase, quizTitle, titleOf } from '../../catalogue/titles.ts'
import { countryName } from '../../platform/words/countries.ts'
import { isoDate } from '../../platform/words/dates.ts'
import type { Language } from '../../platform/words/languages.ts'
import { hasEnded } from '../period.ts'
import type { LastLetter } from './queries.ts'
import type { Reason, ReasonKind } from './reasons.ts'
import { writtenToLately } from './send-letters.ts'
import type { StuckPerson } from './stuck-people.ts'

/** A reason with the figures of its words, and the title of its quiz in the page's language. */
export type ShownReason = { kind: ReasonKind; last_day: string; quiz: Phrase | null; figures: Figures }
type Figures = typeof noFigures
export type ShownLetter = { sent_at: Date; author: string | null; mine: boolean }
export type StuckRow = {
  id: string
  name: string
  institution: string
  country: string
  reasons: ShownReason[]
  next: Phrase | null
  last_letter: ShownLetter | null
  /** Whether a letter of today makes another one unlikely. */
  lately: boolean
}

type Reader = { accountId: string; language: Language }

export const stuckRow = (
  course: Course,
  { id, name, institution, ...person }: StuckPerson,
  { accountId, language }: Reader,
  now: Date,
): StuckRow => ({
  id,
  name,
  institution,
  country: countryName(person.country_code, language),
  reasons: person.reasons.map((reason) => shownReason(course, reason, language)),
  next: person.next && titleOf(person.next.activity, language),
  last_letter: person.last_letter && shownLetter(person.last_letter, accountId),
  lately: writtenToLately(person, now),
})

export const shownLetter = (letter: LastLetter, accountId: string): ShownLetter => ({
  sent_at: new Date(letter.sent_at),
  author: letter.author,
  mine: letter.author_id === accountId,
})

/** The words of every reason may use every figure; those that it lacks stand in none of its words. */
const noFigures = { days: 0, left: 0, total: 0, times: 0, done: 0, median: 0 }

function shownReason(course: Course, reason: Reason, language: Language): ShownReason {
  const { kind } = reason
  const shown = { kind, last_day: '', quiz: null, figures: noFigures }
  if (reason.kind === 'deadline') {
    const { last_day, days, left, total } = reason
    return { ...shown, last_day, figures: { ...noFigures, days, left, total } }
  }
  if (reason.kind === 'failed_twice') {
    const quiz = quizTitle(course, reason.quiz, language)
    return { ...shown, quiz, figures: { ...noFigures, times: reason.times } }
  }
  if (reason.kind === 'behind') {
    const { done, total, median } = reason
    return { ...shown, figures: { ...noFigures, done, total, median } }
  }
  return { ...shown, figures: { ...noFigures, days: reason.days } }
}

/** Why a list may be empty: nobody is late before the cohort opens, and after it has closed it is late for everybody. */
export function stateOf(
  cohort: { starts_on: string; ends_on: string; time_zone: string },
  now: Date,
): 'not_open' | 'open' | 'closed' {
  if (isoDate(now, cohort.time_zone) < cohort.starts_on) return 'not_open'
  return hasEnded(cohort, now) ? 'closed' : 'open'
}
