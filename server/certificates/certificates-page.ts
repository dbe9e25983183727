import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Course, Phase } from '../catalogue/course.ts'
import { type Phrase, titleOf } from '../catalogue/titles.ts'
import { addressOf } from '../enrolments/addresses.ts'
import { progressOf } from '../enrolments/progress.ts'
import type { AttendanceAsked } from '../enrolments/terms.ts'
import type { Language } from '../platform/words/languages.ts'
import { awardOf, type Missing, type Participation, participationIn } from './award-rules.ts'
import type { Standing } from './queries.ts'
import type { CredentialKind } from './record.ts'

type CourseLink = { slug: string; title: Phrase; phase: Phase }
type Step = { kind: 'lesson' | 'quiz'; title: Phrase; href: string }
export type CertificatesPage = {
  certificates: { code: string; kind: CredentialKind; title: Phrase; phase: Phase; issued_on: string }[]
  /** How many more the holder has hidden, each by its code. */
  hidden: string[]
  /** Courses whose certificate is earned and not yet asked for. */
  earned: (CourseLink & { kind: CredentialKind })[]
  /** The course that is closest to its certificate. */
  nearest: (CourseLink & { lessonsLeft: number; quizLeft: boolean; daysLeft: number; next: Step | null }) | null
}

export function certificatesPage(courses: Catalogue, standings: Standing[], language: Language): CertificatesPage {
  const page: CertificatesPage = { certificates: [], hidden: [], earned: [], nearest: null }
  let nearestShare = -1
  for (const { course: slug, records, ...learning } of standings) {
    for (const { code, kind, course_title: text, language: of, phase, issued_on, hidden } of records)
      if (hidden) page.hidden.push(code)
      else page.certificates.push({ code, kind, title: { text, language: of }, phase, issued_on })
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
  page.certificates.sort((a, b) => b.issued_on.localeCompare(a.issued_on))
  return page
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
