import { smallestGroup } from './indicators.ts'
import type { Counts } from './queries.ts'

/** A number of people as the public sees it: so many or more, in tens; null for fewer than ten. */
export type Rounded = number | null
export type PublicResults = {
  at: Date
  programmes: number
  people: { measure: 'enrolled' | 'completed' | 'certified'; count: Rounded }[]
}

/**
 * Rounds every number of people down to tens. Who knows the figures of all programmes but one can then work out that
 * one's only to within ten people. Programmes are no people; they are counted as they are.
 */
export function publicResults({ programmes, ...counts }: Counts & { programmes: number }, at: Date): PublicResults {
  const round = (count: number): Rounded => (count < smallestGroup ? null : Math.floor(count / 10) * 10)
  const shown = ['enrolled', 'completed', 'certified'] as const
  return { at, programmes, people: shown.map((measure) => ({ measure, count: round(counts[measure]) })) }
}
