import { type Course, findQuiz, type Lesson, type Quiz } from '../catalogue/course.ts'
import { type AttemptSummary, type LearningRecord, progressOf } from '../enrolments/progress.ts'
import type { AttendanceAsked } from '../enrolments/terms.ts'

/**
 * What is not there yet: lessons to mark as done, the quiz that counts with the best attempt at it so far, the graded
 * task, and workshop days to attend.
 */
export type Missing = {
  lessons: Lesson[]
  quiz: { quiz: Quiz; best: AttemptSummary | null } | null
  task: Quiz | null
  attendance: AttendanceAsked | null
}
export type Award = { met: true; best: AttemptSummary } | { met: false; missing: Missing }

/** Whether the course's award rule is met, or else exactly what is missing. */
export function awardOf(course: Course, record: LearningRecord): Award {
  const { award } = progressOf(course, record)
  if (award.met && award.best) return { met: true, best: award.best }
  const quiz = award.quizPassed ? null : { quiz: awardQuizOf(course), best: award.best }
  const attendance = award.attendance?.met ? null : award.attendance
  return { met: false, missing: { lessons: award.missingLessons, quiz, task: award.missingTask, attendance } }
}

export function awardQuizOf(course: Course): Quiz {
  const quiz = findQuiz(course, course.award.quiz)
  if (!quiz) throw new Error(`${course.slug} has no award quiz`) // the loader refuses such a course
  return quiz
}

/** How much of a course was taken part in: lessons marked as done and quizzes handed in, of those that are not optional. */
export type Participation = {
  met: boolean
  done: number
  total: number
  needed: number
  attendance: AttendanceAsked | null
}

/** Whether the rule for participation is met; null where the course confirms none. */
export function participationIn(course: Course, record: LearningRecord): Participation | null {
  const { participation } = course.award
  if (participation === undefined) return null
  const { states, award } = progressOf(course, record)
  const counted = states.filter(({ activity }) => activity.kind === 'lesson' || !activity.optional)
  const handedIn = new Set(record.attempts.flatMap(({ quiz, submitted_at }) => (submitted_at ? [quiz] : [])))
  const isDone = ({ activity, state }: (typeof states)[number]) =>
    activity.kind === 'lesson' ? state === 'done' : handedIn.has(activity.slug)
  const done = counted.filter(isDone).length
  const needed = Math.ceil(participation * counted.length - 1e-9)
  const { attendance } = award
  return {
    met: done >= needed && (attendance === null || attendance.met),
    done,
    total: counted.length,
    needed,
    attendance,
  }
}
