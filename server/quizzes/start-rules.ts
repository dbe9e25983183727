import type { Quiz } from '../catalogue/course.ts'
import type { AttemptSummary } from '../enrolments/progress.ts'
import type { Terms } from '../enrolments/terms.ts'
import { limits } from '../platform/web/limits.ts'
import { type Deadline, deadlineOf } from './time/deadline.ts'

export type StartRefusal = 'attempts_used' | 'attempt_too_soon' | 'cohort_closed' | 'trainer_needed'

export type Start = {
  /** Why no attempt can be started now; null when one can. */
  refusal: StartRefusal | null
  /** When the next attempt may start, while it is too soon. */
  from: Date | null
  /** When an attempt started now would end. */
  deadline: Deadline | null
  /** Null where there is no limit. */
  attemptsLeft: number | null
}

/** What a learner's cohorts mean for a start; none of them closes a renewal quiz. */
export type StartTerms = Omit<Terms, 'closesAt'> & { closesAt: Date | null }

/** Whether a learner may start an attempt at a quiz now, and until when it would last. */
export function startOf(quiz: Quiz, attempts: AttemptSummary[], terms: StartTerms | null, now: Date): Start {
  const own = attempts.filter((attempt) => attempt.quiz === quiz.slug)
  const allowed = Math.min(quiz.rules.attempts_allowed ?? limits.attemptsPerQuiz, limits.attemptsPerQuiz)
  const attemptsLeft = Math.max(0, allowed - own.length)
  const from = nextStart(own, quiz.rules.wait_minutes)
  const tooSoon = from !== null && from > now
  return {
    refusal: terms?.closed
      ? 'cohort_closed'
      : attemptsLeft === 0
        ? 'attempts_used'
        : needsTrainer(quiz) && !terms
          ? 'trainer_needed'
          : tooSoon
            ? 'attempt_too_soon'
            : null,
    from: tooSoon ? from : null,
    deadline: deadlineOf(quiz.rules, terms, now),
    attemptsLeft: quiz.rules.attempts_allowed === null ? null : attemptsLeft,
  }
}

/** Extended text is scored by the trainer of a cohort. */
const needsTrainer = ({ items }: Quiz): boolean => items.some(({ type }) => type === 'extended-text')

function nextStart(attempts: AttemptSummary[], waitMinutes: number): Date | null {
  const last = Math.max(...attempts.map(({ submitted_at }) => (submitted_at ? Date.parse(submitted_at) : 0)))
  return waitMinutes > 0 && last > 0 ? new Date(last + waitMinutes * 60_000) : null
}
