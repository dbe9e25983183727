import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Course, Phase } from '../catalogue/course.ts'
import { type Phrase, titleOf } from '../catalogue/titles.ts'
import { addressOf } from '../enrolments/addresses.ts'
import { type AttemptSummary, progressOf } from '../enrolments/progress.ts'
import type { AttendanceAsked } from '../enrolments/terms.ts'
import { certificateLanguages, type Language } from '../platform/words/languages.ts'
import { type Held, type RenewalState, renewalOf } from '../quizzes/renewal/renewal.ts'
import { awardOf, type Missing, type Participation, participationIn } from './award-rules.ts'
import type { Standing } from './queries.ts'
import type { CredentialKind } from './record.ts'
import { type State, stateOf } from './standing/state.ts'

type CourseLink = { slug: string; title: Phrase; phase: Phase }
type Step = { kind: 'lesson' | 'quiz'; title: Phrase; href: string }
/** Whether one that ends can be renewed: from when, by which quiz, and until when it then holds. */
export type RenewalShown = {
  state: RenewalState
  from: string | null
  until: string | null
  course: string
  quiz: string
}
export type CertificatesPage = {
  /** The languages in which a certificate can be had. */
  languages_of_paper: readonly Language[]
  /** Those that were not replaced. */
  certificates: {
    code: string
    kind: CredentialKind
    title: Phrase
    phase: Phase
    issued_on: string
    expires_on: string | null
    state: State
    renewal: RenewalShown | null
  }[]
  /** How many of them stand: revoked ones do not. */
  standing: number
  /** How many more the holder has hidden, each by its code. */
  hidden: string[]
  /** Courses whose certificate is earned and not yet asked for. */
  earned: (CourseLink & { kind: CredentialKind })[]
  /** The course that is closest to its certificate. */
  nearest: (CourseLink & { lessonsLeft: number; quizLeft: boolean; daysLeft: number; next: Step | null }) | null
}

export function certificatesPage(
  courses: Catalogue,
  standings: Standing[],
  { language, now }: { language: Language; now: Date },
): CertificatesPage {
  const page: CertificatesPage = {
    languages_of_paper: certificateLanguages,
    certificates: [],
    standing: 0,
    hidden: [],
    earned: [],
    nearest: null,
  }
  let nearestShare = -1
  for (const { course: slug, records, ...learning } of standings) {
    for (const { hidden, revoked_at, ...record } of records) {
      const { code, kind, course_title: text, texts_in, phase, issued_on, expires_on } = record
      const state = stateOf({ record, revoked_at, replaced_at: null }, now)
      const title = { text, language: texts_in.title }
      if (hidden) page.hidden.push(code)
      else {
        const held = { code, kind, expires_on, revoked_at }
        const renewal = renewalShown(courses.find(slug), slug, held, learning.attempts, now)
        page.certificates.push({ code, kind, title, phase, issued_on, expires_on, state, renewal })
      }
      if (state !== 'revoked') page.standing += 1
    }
    const holds = (kind: CredentialKind) => records.some((record) => record.kind === kind)
    if (holds('achievement')) continue
    const course = courses.find(slug) // a course that was taken off the shelf is passed over
    if (!course) continue
    const link = linkTo(course, language)
    const award = awardOf(course, learning)
    const { done, total, next } = progressOf(course, learning)
    if (award.met) page.earned.push({ ...link, kind: 'achievement' })
    else if (!holds('participation') && participationIn(course, learning)?.met)
      page.earned.push({ ...link, kind: 'participation' })
    if (!award.met && done / total > nearestShare) {
      nearestShare = done / total
      const step = next && { ...next.activity, title: titleOf(next.activity, language), href: addressOf(slug, next) }
      page.nearest = {
        ...link,
        lessonsLeft: award.missing.lessons.length,
        quizLeft: award.missing.quiz !== null,
        daysLeft: award.missing.attendance ? award.missing.attendance.needed - award.missing.attendance.attended : 0,
        next: step && { kind: step.kind, title: step.title, href: step.href },
      }
    }
  }
  page.certificates.sort((a, b) => b.issued_on.localeCompare(a.issued_on) || a.kind.localeCompare(b.kind))
  return page
}

/** Null for what is not renewed: what does not end, was revoked or confirms participation. */
function renewalShown(
  course: Course | undefined,
  slug: string,
  held: Held & { kind: CredentialKind },
  attempts: AttemptSummary[],
  now: Date,
): RenewalShown | null {
  if (held.kind !== 'achievement' || held.revoked_at || !held.expires_on) return null
  if (!course?.renewal) return { state: 'no-quiz', from: null, until: null, course: slug, quiz: '' }
  const { state, from, passed } = renewalOf(course, held, attempts, now)
  return { state, from, until: passed?.until ?? null, course: slug, quiz: course.renewal.slug }
}

export type NotEarnedPage = {
  course: CourseLink
  kind: CredentialKind
  /** What of the course was taken part in, for who asked for that. */
  participation: Participation | null
  task: { title: Phrase; href: string } | null
  lessons: { title: Phrase; href: string; minutes: number }[]
  quiz: { title: Phrase; href: string; pass_mark_scaled: number; best: { raw: number; max: number } | null } | null
  attendance: AttendanceAsked | null
}

/** What of participation is missing. */
export const notTakenPart = (
  course: Course,
  participation: Participation | null,
  language: Language,
): NotEarnedPage => ({
  course: linkTo(course, language),
  kind: 'participation',
  participation,
  lessons: [],
  quiz: null,
  task: null,
  attendance: participation?.attendance?.met ? null : (participation?.attendance ?? null),
})

export function notEarnedPage(course: Course, missing: Missing, language: Language): NotEarnedPage {
  const { lessons, quiz, task, attendance } = missing
  const { best } = quiz ?? {}
  return {
    course: linkTo(course, language),
    kind: 'achievement',
    participation: null,
    task: task && { title: titleOf(task, language), href: `/courses/${course.slug}/quizzes/${task.slug}` },
    lessons: lessons.map((lesson) => ({
      title: titleOf(lesson, language),
      href: `/courses/${course.slug}/lessons/${lesson.slug}`,
      minutes: lesson.minutes,
    })),
    quiz: quiz && {
      title: titleOf(quiz.quiz, language),
      href: `/courses/${course.slug}/quizzes/${quiz.quiz.slug}`,
      pass_mark_scaled: quiz.quiz.pass_mark_scaled,
      best: best ? { raw: best.score_raw ?? 0, max: best.score_max ?? 0 } : null,
    },
    attendance,
  }
}

const linkTo = (course: Course, language: Language): CourseLink => ({
  slug: course.slug,
  title: titleOf(course, language),
  phase: course.phase,
})
