import type { Phrase } from '../../catalogue/titles.ts'
import type { Outcome } from '../../enrolments/progress.ts'
import type { Language } from '../../platform/words/languages.ts'
import { withCorrection } from '../../quizzes/corrections.ts'
import type { Response } from '../../quizzes/item-type.ts'
import { keyOf, type Prompt, promptOf, reviewOf, type ShownItem, type TypeName } from '../../quizzes/item-types.ts'
import type { RegradeRow } from './queries.ts'
import { passesNoLonger, type Regrade } from './regrade.ts'
import { canStateKey, type Sample } from './sample-item.ts'

/** What is right in an item, in words: part by part where it has parts. */
export type KeyInWords = {
  kind: 'waived' | 'trainer' | 'key'
  type: TypeName
  language: Language
  key: string[]
  parts: { part: string; key: string }[]
}
export type ItemHeading = {
  id: string
  place: number
  prompt: Phrase
  key: KeyInWords
}
/** Points as they are shown, to the hundredth. */
type Result = { raw: number; outcome: Outcome | null }
export type RegradedRow = {
  learner: { id: string; name: string }
  number: number
  max: number
  before: Result
  after: Result
}
export type PastRegrade = {
  id: string
  made_at: Date
  /** Null for who has no account any more. */
  made_by: string | null
  reason: string
  key: KeyInWords
  rows: RegradedRow[]
}

export function keyInWords(item: ShownItem, language: Language): KeyInWords {
  const { type } = item
  const said = { type, language: type === 'true-false' ? language : item.language, key: [], parts: [] }
  if (item.waived) return { ...said, kind: 'waived' }
  if (type === 'extended-text') return { ...said, kind: 'trainer' }
  const { key, parts } = reviewOf(item, undefined, language)
  // A review names one spelling; who corrects has to see them all.
  if (type === 'short-text') return { ...said, kind: 'key', key: item.accepted }
  return { ...said, kind: 'key', key, parts: parts.map((one) => ({ part: one.part, key: one.key })) }
}

export const itemHeading = ({ item, correction, place }: Sample, language: Language): ItemHeading => ({
  id: item.id,
  place,
  prompt: { text: item.prompt, language: item.language },
  key: keyInWords(withCorrection(item, correction), language),
})

/** The item as a learner answers it, filled with the present key or with what was typed; null where no key can be given. */
export function keyPrompt({ item, correction }: Sample, typed: Response | null, language: Language): Prompt | null {
  if (!canStateKey(item, language)) return null
  const present = withCorrection(item, correction)
  // Another accepted spelling is added to those there are: the field waits for it.
  const key = item.type === 'short-text' ? null : keyOf(present, language)
  return promptOf(present, typed ?? key ?? undefined, language)
}

/** Those whose points or outcome a regrade changes. */
export const regradedRows = ({ attempts }: Regrade, language: Language): RegradedRow[] =>
  attempts
    .flatMap(({ attempt, result }) =>
      result?.changes
        ? [
            {
              learner: { id: attempt.learner_id, name: attempt.name },
              number: attempt.number,
              max: attempt.score_max ?? 0,
              before: shown(result.before),
              after: shown(result.after),
            },
          ]
        : [],
    )
    .sort(byName(language))

/** Those who no longer pass, though they have completed the course. */
export const completedNames = ({ attempts }: Regrade, language: Language): string[] => [
  ...new Set(
    attempts
      .filter((one) => passesNoLonger(one) && one.attempt.completed_at !== null)
      .map(({ attempt }) => attempt.name)
      .sort(new Intl.Collator(language).compare),
  ),
]

export const pastRegrades = (rows: readonly RegradeRow[], { item }: Sample, language: Language): PastRegrade[] =>
  rows.map(({ id, made_at, made_by, reason, correction, attempts }) => ({
    id,
    made_at,
    made_by,
    reason,
    key: keyInWords(withCorrection(item, correction), language),
    rows: attempts
      .map((attempt) => ({
        learner: { id: attempt.learner_id, name: attempt.name },
        number: attempt.number,
        max: attempt.score_max ?? 0,
        before: shown({ raw: attempt.score_raw_before, outcome: attempt.outcome_before }),
        after: shown({ raw: attempt.score_raw_after, outcome: attempt.outcome_after }),
      }))
      .sort(byName(language)),
  }))

const shown = ({ raw, outcome }: Result): Result => ({ raw: Math.round(raw * 100) / 100, outcome })

function byName(language: Language) {
  const order = new Intl.Collator(language)
  return (a: RegradedRow, b: RegradedRow) => order.compare(a.learner.name, b.learner.name) || a.number - b.number
}
