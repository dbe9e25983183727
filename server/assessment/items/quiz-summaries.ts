import type { Course, Quiz } from '../../catalogue/course.ts'
import { type Phrase, titleOf } from '../../catalogue/titles.ts'
import type { Language } from '../../platform/words/languages.ts'
import type { HandedIn } from './queries.ts'

/** A share in per cent, and of how many. */
export type Share = { percent: number; n: number }
export type QuizSummary = {
  slug: string
  title: Phrase
  handedIn: number
  people: number
  waiting: number
  /** Earned nothing because their time ran out. */
  voided: number
  /** Of first attempts that are marked; null where there are none. */
  mean: Share | null
  /** Null as well where there is nothing to pass. */
  passed: Share | null
}

/** What a cohort did in each quiz of its course. `attempts` have each person's first first. */
export const quizSummaries = (course: Course, attempts: readonly HandedIn[], language: Language): QuizSummary[] =>
  course.activities
    .filter((activity) => activity.kind === 'quiz')
    .map((quiz) =>
      summaryOf(
        quiz,
        attempts.filter((attempt) => attempt.quiz === quiz.slug),
        language,
      ),
    )

function summaryOf(quiz: Quiz, attempts: HandedIn[], language: Language): QuizSummary {
  const byPerson = Map.groupBy(attempts, ({ learner_id }) => learner_id)
  const first = [...byPerson.values()].flatMap(([attempt]) =>
    attempt && attempt.marking !== 'waiting' ? [attempt] : [],
  )
  return {
    slug: quiz.slug,
    title: titleOf(quiz, language),
    handedIn: attempts.length,
    people: byPerson.size,
    waiting: attempts.filter(({ marking }) => marking === 'waiting').length,
    voided: attempts.filter(({ voided }) => voided).length,
    mean: meanOf(first.map(({ score_raw, score_max }) => (score_max ? (score_raw ?? 0) / score_max : 0))),
    passed: quiz.pass_mark_scaled > 0 ? meanOf(first.map(({ outcome }) => (outcome === 'passed' ? 1 : 0))) : null,
  }
}

const meanOf = (shares: number[]): Share | null =>
  shares.length > 0
    ? { percent: (100 * shares.reduce((sum, share) => sum + share, 0)) / shares.length, n: shares.length }
    : null
