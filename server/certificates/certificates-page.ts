import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Course, Phase } from '../catalogue/course.ts'
import { type Phrase, titleOf } from '../catalogue/titles.ts'
import { addressOf } from '../enrolments/addresses.ts'
import { progressOf } from '../enrolments/progress.ts'
import type { AttendanceAsked } from '../enrolments/terms.ts'
import type { Language } from '../platform/words/languages.ts'
import { awardOf, type Missing } from './award-rules.ts'
import type { Standing } from './queries.ts'

type CourseLink = { slug: string; title: Phrase; phase: Phase }
type Step = { kind: 'lesson' | 'quiz'; title: Phrase; href: string }
export type CertificatesPage = {
  certificates: { code: string; title: Phrase; phase: Phase; issued_on: string }[]
  /** Courses whose certificate is earned and not yet asked for. */
  earned: CourseLink[]
  /** The course that is closest to its certificate. */
  nearest: (CourseLink & { lessonsLeft: number; quizLeft: boolean; daysLeft: number; next: Step | null }) | null
}

export function certificatesPage(courses: Catalogue, standings: Standing[], language: Language): CertificatesPage {
  const page: CertificatesPage = { certificates: [], earned: [], nearest: null }
  let nearestShare = -1
  for (const { course: slug, record, ...learning } of standings) {
    if (record) {
      const title = { text: record.course_title, language: record.language }
      page.certificates.push({ code: record.code, title, phase: record.phase, issued_on: record.issued_on })
      continue
    }
    const course = courses.find(slug) // a course that was taken off the shelf is passed over
    if (!course) continue
    const link = linkTo(course, language)
    const award = awardOf(course, learning)
    const { done, total, next } = progressOf(course, learning)
    if (award.met) page.earned.push(link)
    else if (done / total > nearestShare) {
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
  return page
}

export type NotEarnedPage = {
  course: CourseLink
  lessons: { title: Phrase; href: string; minutes: number }[]
  quiz: { title: Phrase; href: string; pass_mark_scaled: number; best: { raw: number; max: number } | null } | null
  attendance: AttendanceAsked | null
}

export function notEarnedPage(course: Course, missing: Missing, language: Language): NotEarnedPage {
  const { lessons, quiz, attendance } = missing
  const { best } = quiz ?? {}
  return {
    course: linkTo(course, language),
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
