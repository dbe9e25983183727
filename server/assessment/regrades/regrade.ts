import type { Outcome } from '../../enrolments/progress.ts'
import {
  type Correction,
  type Corrections,
  correctedItems,
  correctionOf,
  type NewKey,
} from '../../quizzes/corrections.ts'
import type { ShownItem } from '../../quizzes/item-types.ts'
import { markedPoints } from '../../quizzes/marking.ts'
import { outcomeOf, scoreAttempt } from '../../quizzes/scoring.ts'
import type { AttemptWithItem } from './queries.ts'

type Result = { raw: number; outcome: Outcome | null }
export type RegradedAttempt = {
  attempt: AttemptWithItem
  correction: Correction
  /** What it had and what it gets; null while it is open. */
  result: { before: Result; after: Result; changes: boolean } | null
}
/** What a new key does: to the item itself, and to each attempt in which it changes the item. */
export type Regrade = { correction: Correction | null; attempts: RegradedAttempt[] }
export type Counts = { attempts: number; changed: number; passing: number; failing: number }

/** What a new key does to the item and to attempts that have it. Null for the item where nothing of it changes. */
export function regrade(
  sample: { item: ShownItem; correction: Correction | undefined },
  attempts: readonly AttemptWithItem[],
  newKey: NewKey,
): Regrade {
  const regraded = attempts.flatMap((attempt): RegradedAttempt[] => {
    const item = attempt.items.find(({ id }) => id === sample.item.id)
    const correction = item && correctionOf(item, attempt.corrections[item.id], newKey)
    if (!correction) return []
    return [{ attempt, correction, result: resultWith(attempt, { ...attempt.corrections, [item.id]: correction }) }]
  })
  return { correction: correctionOf(sample.item, sample.correction, newKey), attempts: regraded }
}

export const changesNothing = ({ correction, attempts }: Regrade): boolean =>
  correction === null && attempts.length === 0

function resultWith(attempt: AttemptWithItem, corrections: Corrections): RegradedAttempt['result'] {
  const { submitted_at, score_raw, outcome, marking, language } = attempt
  if (!submitted_at || score_raw === null) return null
  const before = { raw: score_raw, outcome }
  // Who did not hand in under a strict rule earned nothing, whatever the keys.
  if (attempt.closed_by === 'deadline' && attempt.rules.at_deadline === 'void')
    return { before, after: before, changes: false }
  const responses = Object.fromEntries(attempt.given.map(({ item, response }) => [item, response]))
  // As long as a script waits, what its markers gave so far is not in its score.
  const marked = marking === 'waiting' ? {} : markedPoints(attempt.marks)
  const score = scoreAttempt(correctedItems(attempt.items, corrections), responses, language, marked)
  const after = {
    raw: score.raw,
    outcome: marking === 'waiting' ? null : outcomeOf(score, attempt.pass_mark_scaled),
  }
  const changes = Math.abs(after.raw - before.raw) > 1e-9 || after.outcome !== before.outcome
  return { before, after: changes ? after : before, changes }
}

export const passesNow = ({ result }: RegradedAttempt): boolean =>
  result?.changes === true && result.before.outcome === 'failed' && result.after.outcome === 'passed'

export const passesNoLonger = ({ result }: RegradedAttempt): boolean =>
  result?.changes === true && result.before.outcome === 'passed' && result.after.outcome === 'failed'

/** Of how many handed in, how many change. */
export const countsOf = (attempts: readonly AttemptWithItem[], { attempts: regraded }: Regrade): Counts => ({
  attempts: attempts.filter(({ submitted_at }) => submitted_at !== null).length,
  changed: regraded.filter(({ result }) => result?.changes).length,
  passing: regraded.filter(passesNow).length,
  failing: regraded.filter(passesNoLonger).length,
})
