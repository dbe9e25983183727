import type { Course } from '../catalogue/course.ts'
import { type Phrase, titleOf } from '../catalogue/titles.ts'
import { type Award, awardOf, type Missing } from '../certificates/award-rules.ts'
import { type Attendance, attendanceOf } from '../cohorts/attendance/attendance.ts'
import { columnsOf } from '../cohorts/gradebook/columns.ts'
import type { AttemptSummary } from '../enrolments/progress.ts'
import type { AttendanceAsked } from '../enrolments/terms.ts'
import { missingGlyphs } from '../platform/documents/fonts.ts'
import type { Language } from '../platform/words/languages.ts'
import type { ClosingMember } from './queries.ts'

type Points = { raw: number; max: number }
/** What of the award rule somebody has not met. */
export type Lacking = {
  lessons: { place: string; title: Phrase }[]
  /** The quiz that counts: the best attempt that is marked, whether one is open, and whether one waits for marking. */
  quiz: { pass_mark_scaled: number; best: Points | null; open: boolean; waiting: boolean } | null
  attendance: AttendanceAsked | null
}

/**
 * `earned`: to be issued now. `unprintable`: earned, but no font of ours can print the name. `revoked`: issued and taken
 * back, and not to be issued again.
 */
export const standings = ['missing', 'earned', 'unprintable', 'issued', 'revoked'] as const
export type ClosingStanding = (typeof standings)[number]

export type ClosingPerson = {
  id: string
  name: string
  institution: string
  days: Attendance
  standing: ClosingStanding
  /** Of the certificate that was issued. */
  code: string | null
  lacking: Lacking | null
}

/** Who has earned the certificate of the course and was issued none; printable or not. */
export const isDue = (course: Course, member: ClosingMember): boolean => !member.code && awardOf(course, member).met

/** For a whole cohort: what is the same for everybody is worked out once. */
export function closingPeople(course: Course, members: ClosingMember[], language: Language): ClosingPerson[] {
  const places = new Map(columnsOf(course, language).map(({ id, place }) => [id, place]))
  const lackingOf = (missing: Missing, member: ClosingMember): Lacking => ({
    lessons: missing.lessons.map((lesson) => ({
      place: places.get(`lesson-${lesson.slug}`) ?? '',
      title: titleOf(lesson, language),
    })),
    quiz: missing.quiz && {
      pass_mark_scaled: missing.quiz.quiz.pass_mark_scaled,
      best: pointsOf(missing.quiz.best),
      ...stateOf(member.attempts.filter(({ quiz }) => quiz === course.award.quiz)),
    },
    attendance: missing.attendance,
  })
  return members.map((member) => {
    const award = awardOf(course, member)
    return {
      id: member.id,
      name: member.name,
      institution: member.institution,
      days: daysOf(member),
      standing: standingOf(member, award),
      code: member.code,
      lacking: award.met || member.code ? null : lackingOf(award.missing, member),
    }
  })
}

function standingOf({ code, revoked_at, name }: ClosingMember, award: Award): ClosingStanding {
  if (code) return revoked_at ? 'revoked' : 'issued'
  if (!award.met) return 'missing'
  return missingGlyphs(name).length > 0 ? 'unprintable' : 'earned'
}

/** Of all its sessions that were not cancelled: when a cohort closes none is still to come. */
export const daysOf = ({ sessions }: Pick<ClosingMember, 'sessions'>): Attendance =>
  attendanceOf(
    sessions.map(({ id }) => id),
    sessions.flatMap(({ id, attended }) => (attended ? [id] : [])),
  )

export const pointsOf = (best: AttemptSummary | null): Points | null =>
  best && { raw: best.score_raw ?? 0, max: best.score_max ?? 0 }

const stateOf = (attempts: AttemptSummary[]) => ({
  open: attempts.some(({ submitted_at }) => !submitted_at),
  waiting: attempts.some(({ submitted_at, outcome }) => submitted_at && !outcome),
})
