import { hasEnded } from '../cohorts/period.ts'
import { mayChange } from '../cohorts/settings/trainers/trainers.ts'
import { type Problems, readTyped, type Typed } from '../platform/web/forms.ts'
import type { StoredClosing } from './queries.ts'

type Calendar = { ends_on: string; time_zone: string }

/** What a trainer says they know before a cohort closes all the same, each by a tick of its own. */
export const obstacles = ['early', 'later', 'unmarked'] as const
export type Obstacle = (typeof obstacles)[number]

/** What stands in the way of closing now. */
export const obstaclesTo = (
  { later, unmarked }: Pick<StoredClosing, 'later' | 'unmarked'>,
  cohort: Calendar,
  now: Date,
): Obstacle[] => {
  const there = { early: !hasEnded(cohort, now), later: later.length > 0, unmarked: unmarked > 0 }
  return obstacles.filter((one) => there[one])
}

/** The form's ticks. */
export const readTicks = (body: unknown): Typed => readTyped(body, obstacles)

/** A sentence for each obstacle that nobody ticked. */
export const untickedProblems = (there: Obstacle[], typed: Typed): Problems =>
  Object.fromEntries(there.flatMap((one) => (typed[one] === 'yes' ? [] : [[one, `closing.${one}.missing` as const]])))

/** The lead closes; where nobody leads who is still a trainer of the programme, any of the cohort's trainers. */
export const mayClose = ({ trainers }: Pick<StoredClosing, 'trainers'>, id: string): boolean =>
  mayChange(
    trainers.map((trainer) => ({ ...trainer, in_cohort: true })),
    id,
  )
