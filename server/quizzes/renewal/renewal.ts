import type { Course } from '../../catalogue/course.ts'
import { type AttemptSummary, bestAttempt } from '../../enrolments/progress.ts'
import type { Terms } from '../../enrolments/terms.ts'
import { Refusal, type RefusalCode } from '../../platform/web/errors.ts'
import { isoDate, monthsAfter } from '../../platform/words/dates.ts'
import type { StartTerms } from '../start-rules.ts'

/** From how many days before its last day a certificate can be renewed, as its holder is told. */
const renewedDaysBefore = 60
const dayMs = 86_400_000

/** The certificate of achievement that somebody holds of a course, as far as its renewal depends on it. */
export type Held = { code: string; expires_on: string | null; revoked_at: Date | null }
export type RenewalState = 'no-quiz' | 'no-certificate' | 'revoked' | 'endless' | 'early' | 'open' | 'passed'
type Attempt = Pick<AttemptSummary, 'quiz' | 'submitted_at' | 'outcome' | 'score_raw' | 'score_max'>
export type Renewal<A extends Attempt = AttemptSummary> = {
  state: RenewalState
  held: Held | null
  /** The first day on which it can be renewed; null for what never can. */
  from: string | null
  /** The attempts at the quiz that are about this renewal, and not about an earlier one. */
  attempts: A[]
  /** The attempt that renews, and the last day of what is issued for it. */
  passed: { attempt: A; until: string } | null
}

/**
 * Whether a certificate can be renewed now: from 60 days before its last day on, also after it. What was passed on or
 * before that day counts from it, and later from the day of passing; until what it earned has ended, too.
 */
export function renewalOf<A extends Attempt>(
  course: Pick<Course, 'renewal' | 'valid_months'>,
  held: Held | null,
  attempts: A[],
  now: Date,
): Renewal<A> {
  const { renewal, valid_months } = course
  const none = { held, from: null, attempts: [], passed: null }
  if (!renewal || !valid_months) return { ...none, state: 'no-quiz' }
  if (!held) return { ...none, state: 'no-certificate' }
  if (held.revoked_at) return { ...none, state: 'revoked' }
  const { expires_on: last } = held
  if (last === null) return { ...none, state: 'endless' }
  const from = isoDate(new Date(Date.parse(last) - renewedDaysBefore * dayMs))
  if (isoDate(now) < from) return { ...none, from, state: 'early' }
  const own = attempts.filter(
    ({ quiz, submitted_at }) =>
      quiz === renewal.slug && (submitted_at === null || isoDate(new Date(submitted_at)) >= from),
  )
  const untilOf = ({ submitted_at }: A) => {
    const day = isoDate(new Date(submitted_at ?? now))
    return monthsAfter(day > last ? day : last, valid_months)
  }
  const standing = own.filter((attempt) => attempt.outcome === 'passed' && untilOf(attempt) >= isoDate(now))
  const attempt = bestAttempt(standing, renewal.slug)
  const passed = attempt && { attempt, until: untilOf(attempt) }
  return { state: passed ? 'passed' : 'open', held, from, attempts: own, passed }
}

const reasons: Record<Exclude<RenewalState, 'open' | 'early'>, RefusalCode> = {
  'no-quiz': 'renewal_not_offered',
  'no-certificate': 'renewal_without_certificate',
  revoked: 'certificate_revoked',
  endless: 'renewal_not_needed',
  passed: 'renewal_passed',
}

/** Why no attempt at the renewal quiz can be begun; null when one can. */
export function refusalOf({ state, from }: Pick<Renewal, 'state' | 'from'>): Refusal | null {
  if (state === 'open') return null
  return state === 'early' ? new Refusal(409, 'renewal_early', from) : new Refusal(409, reasons[state])
}

/** A renewal belongs to no cohort: none closes it, and the time that a learner was granted holds on. */
export const withoutClosing = (terms: Terms | null): StartTerms | null =>
  terms && { ...terms, closesAt: null, closed: false }
