import type { Course } from '../../catalogue/course.ts'
import { titleOf } from '../../catalogue/titles.ts'
import type { ListedSession } from '../../cohorts/attendance/queries.ts'
import { byName } from '../../cohorts/people/people.ts'
import { programmeTitle } from '../../cohorts/programmes/programmes.ts'
import type { getCohort } from '../../cohorts/queries.ts'
import { progressOf } from '../../enrolments/progress.ts'
import { countryName } from '../../platform/words/countries.ts'
import { formatDate, isoDate } from '../../platform/words/dates.ts'
import { interfaceLanguageOf, type Language } from '../../platform/words/languages.ts'
import { translator } from '../../platform/words/messages.ts'
import type { ClosingMember, StoredClosing } from '../queries.ts'
import { daysOf, pointsOf } from '../standing.ts'

export type HandoverPerson = {
  number: number
  name: string
  institution: string
  country: string
  /** Workshop days that they were at. */
  days: number
  /** Calendar days, 'YYYY-MM-DD'. */
  completed_on: string | null
  result: { raw: number; max: number } | null
  code: string | null
  issued_on: string | null
}

/** What an institution is given of a cohort: both files are drawn from this, so that they cannot disagree. */
export type Handover = {
  language: Language
  title: string
  cohort: string
  /** The day it was drawn up. */
  as_of: string
  facts: { label: string; value: string }[]
  /** Days that were not cancelled, and how many people were at each. */
  sessions: { title: string; held_on: string; place: string; attended: number }[]
  people: HandoverPerson[]
  /** A confidential cohort's results stay in the house: the column is not there, and a sentence says so. */
  confidential: boolean
}

type Stored = {
  cohort: Awaited<ReturnType<typeof getCohort>>
  closing: StoredClosing
  sessions: ListedSession[]
  members: ClosingMember[]
}

/** In the language of the cohort; days by its calendar. */
export function handoverOf({ cohort, closing, sessions, members }: Stored, course: Course, now: Date): Handover {
  const language = interfaceLanguageOf(cohort.language)
  const t = translator(language)
  const day = (instant: Date) => isoDate(instant, cohort.time_zone)
  const period = { from: formatDate(cohort.starts_on, language), to: formatDate(cohort.ends_on, language) }
  const facts = [
    { label: t('cohort.programme_id'), value: programmeTitle(cohort, language).text },
    { label: t('programme.funder'), value: closing.funder },
    { label: t('handover.cohort'), value: cohort.name },
    { label: t('cohort.course'), value: titleOf(course, language).text },
    { label: t('cohort.runs'), value: t('period.from_to', period) },
    { label: t('cohort.host_institution'), value: cohort.host_institution },
    { label: t('cohort.place'), value: cohort.place },
    { label: t('cohort.trainers'), value: closing.trainers.map(({ name }) => name).join(', ') },
    { label: t('cohort.people'), value: t('cohort.people_n', { n: members.length }) },
    { label: t('closing.issued'), value: String(members.filter(holds).length) },
  ]
  return {
    language,
    title: t('handover.title', { cohort: cohort.name }),
    cohort: cohort.name,
    as_of: day(now),
    facts: facts.filter(({ value }) => value !== ''),
    sessions: sessions
      .filter(({ cancelled_at }) => !cancelled_at)
      .map(({ title, held_on, place, attended }) => ({ title, held_on, place, attended })),
    people: members.sort(byName(language)).map((member, index) => ({
      number: index + 1,
      name: member.name,
      institution: member.institution,
      country: countryName(member.country_code, language),
      days: daysOf(member).attended,
      completed_on: member.completed_at && day(member.completed_at),
      result: cohort.confidential ? null : resultOf(course, member),
      code: holds(member) ? member.code : null,
      issued_on: holds(member) && member.issued_at ? day(member.issued_at) : null,
    })),
    confidential: cohort.confidential,
  }
}

/** Whether a certificate stands; a revoked one does not. */
const holds = ({ code, revoked_at }: ClosingMember): boolean => code !== null && revoked_at === null

/** As the certificate has it; until there is one, the best attempt at the quiz that counts. */
function resultOf(course: Course, member: ClosingMember) {
  if (member.record) return { raw: member.record.score_raw, max: member.record.score_max }
  return pointsOf(progressOf(course, member).award.best)
}
