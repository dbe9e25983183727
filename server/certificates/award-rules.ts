import { type Course, findQuiz, type Lesson, type Quiz } from '../catalogue/course.ts'
import { type AttemptSummary, type LearningRecord, progressOf } from '../enrolments/progress.ts'
import type { AttendanceAsked } from '../enrolments/terms.ts'

/**
 * What is not there yet: lessons to mark as done, the quiz that counts with the best attempt at it so far, and workshop
 * days to attend.
 */
export type Missing = {
  lessons: Lesson[]
  quiz: { quiz: Quiz; best: AttemptSummary | null } | null
  attendance: AttendanceAsked | null
}
export type Award = { met: true; best: AttemptSummary } | { met: false; missing: Missing }

/** Whether the course's award rule is met, or else exactly what is missing. */
export function awardOf(course: Course, record: LearningRecord): Award {
  const { award } = progressOf(course, record)
  if (award.met && award.best) return { met: true, best: award.best }
  const quiz = award.quizPassed ? null : { quiz: awardQuizOf(course), best: award.best }
  const attendance = award.attendance?.met ? null : award.attendance
  return { met: false, missing: { lessons: award.missingLessons, quiz, attendance } }
}

export function awardQuizOf(course: Course): Quiz {
  const quiz = findQuiz(course, course.award.quiz)
  if (!quiz) throw new Error(`${course.slug} has no award quiz`) // the loader refuses such a course
  return quiz
}
