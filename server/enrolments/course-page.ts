import { type Course, findQuiz, itemCount, type Phase, type Sector, textIn } from '../catalogue/course.ts'
import { type Phrase, titleOf } from '../catalogue/titles.ts'
import type { Language } from '../platform/words/languages.ts'
import { addressOf } from './addresses.ts'
import { type ActivityState, type AttemptSummary, type LearningRecord, nothingDone, progressOf } from './progress.ts'
import { type AttendanceAsked, closingOf } from './terms.ts'

export type CourseStep = {
  kind: 'lesson' | 'quiz'
  href: string
  title: Phrase
  state: ActivityState['state']
  current: boolean
  optional: boolean
  minutes: number | null
  items: number | null
  doneAt: Date | null
  best: AttemptSummary | null
}

export type CoursePage = {
  slug: string
  phase: Phase
  title: Phrase
  summary: Phrase
  audience: Phrase
  hours: number
  version: string
  lessons: number
  sectors: Sector[]
  languages: Language[]
  portal: { stage: number; step: string }
  objectives: Phrase[]
  /** Done and total of what is not optional. */
  modules: { title: Phrase; done: number; total: number; steps: CourseStep[] }[]
  award: {
    quiz: Phrase
    items: number
    pass_mark_scaled: number
    task: Phrase | null
    /** How long a certificate holds; null where it does not end. */
    valid_months: number | null
    /** The quiz that renews it; null where the course has none. */
    renewal: { items: number; pass_mark_scaled: number } | null
    /** The share of activities that participation asks for, 0 to 1; null where the course confirms none. */
    participation: number | null
  }
}

/** What a learner has done, for the page of the course; null for who does not take it. */
export type CourseStanding = {
  done: number
  total: number
  next: { href: string; title: Phrase; kind: 'lesson' | 'quiz' } | null
  awardMet: boolean
  lessonsDone: number
  best: AttemptSummary | null
  /** When the learner's cohort closes, by its clocks; null for who takes the course alone. */
  closing: { at: Date; time_zone: string } | null
  /** What the learner's cohort asks of workshop days. */
  attendance: AttendanceAsked | null
}

export function coursePage(course: Course, record: LearningRecord | undefined, language: Language) {
  const progress = progressOf(course, record ?? nothingDone)
  const { states, next, done, total, award } = progress
  const awardQuiz = findQuiz(course, course.award.quiz)
  if (!awardQuiz) throw new Error(`${course.slug} has no award quiz`) // the loader refuses such a course
  const task = course.award.task === undefined ? null : findQuiz(course, course.award.task)
  const lessons = course.activities.filter(({ kind }) => kind === 'lesson').length
  const page: CoursePage = {
    ...course,
    title: titleOf(course, language),
    summary: textIn(course.summary, language),
    audience: textIn(course.audience, language),
    lessons,
    objectives: course.objectives.map(({ text }) => textIn(text, language)),
    modules: course.modules.map(({ id, title }) => {
      const own = states.filter(({ activity }) => activity.module === id)
      return {
        title: textIn(title, language),
        done: own.filter((step) => !isOptional(step) && step.state === 'done').length,
        total: own.filter((step) => !isOptional(step)).length,
        steps: own.map((state) => stepOf(course.slug, state, state === next && record !== undefined, language)),
      }
    }),
    award: {
      quiz: titleOf(awardQuiz, language),
      items: itemCount(awardQuiz),
      pass_mark_scaled: awardQuiz.pass_mark_scaled,
      task: task ? titleOf(task, language) : null,
      valid_months: course.valid_months ?? null,
      renewal: course.renewal && {
        items: itemCount(course.renewal),
        pass_mark_scaled: course.renewal.pass_mark_scaled,
      },
      participation: course.award.participation ?? null,
    },
  }
  const standing: CourseStanding | null = record
    ? {
        done,
        total,
        next: next && {
          href: addressOf(course.slug, next),
          title: titleOf(next.activity, language),
          kind: next.activity.kind,
        },
        awardMet: award.met,
        lessonsDone: lessons - award.missingLessons.length,
        best: award.best,
        closing: closingOf(record.terms),
        attendance: award.attendance,
      }
    : null
  return { course: page, standing }
}

const isOptional = ({ activity }: ActivityState): boolean => activity.kind === 'quiz' && activity.optional

function stepOf(course: string, step: ActivityState, current: boolean, language: Language): CourseStep {
  const { activity, state } = step
  return {
    kind: activity.kind,
    href: addressOf(course, step),
    title: titleOf(activity, language),
    state,
    current,
    optional: isOptional(step),
    minutes: activity.kind === 'lesson' ? activity.minutes : null,
    items: activity.kind === 'quiz' ? itemCount(activity) : null,
    doneAt: 'at' in step && step.at ? new Date(step.at) : null,
    best: 'best' in step ? step.best : null,
  }
}
