import type { Key } from '../platform/words/messages.ts'

/** Groups of fewer people than this are never shown. */
export const smallestGroup = 10

export const measures = ['enrolled', 'active', 'completed', 'certified'] as const
export type Measure = (typeof measures)[number]

export type Indicator = {
  id: Measure
  title: Key
  definition: Key
  /** What one person must have to be counted; everyone is counted once, in however many cohorts they are. */
  counted: string
  /** The indicator whose people these are some of; null for the widest. */
  within: Measure | null
}

/** Each number of a report has its one definition here. The words say to readers what `counted` says to us. */
export const indicators: Record<Measure, Indicator> = {
  enrolled: {
    id: 'enrolled',
    title: 'indicator.enrolled.title',
    definition: 'indicator.enrolled.definition',
    counted: 'a membership of one of the programme’s cohorts, and an enrolment in the course of that cohort',
    within: null,
  },
  active: {
    id: 'active',
    title: 'indicator.active.title',
    definition: 'indicator.active.definition',
    counted: 'such an enrolment in which something was stored after it was made',
    within: 'enrolled',
  },
  completed: {
    id: 'completed',
    title: 'indicator.completed.title',
    definition: 'indicator.completed.definition',
    counted: 'such an enrolment whose completed_at is set, which happens when the award rule is first met',
    within: 'active',
  },
  certified: {
    id: 'certified',
    title: 'indicator.certified.title',
    definition: 'indicator.certified.definition',
    counted: 'such an enrolment that is completed, and a credential for its course',
    within: 'completed',
  },
}

/** What becomes of an indicator for one group of people: a number, or why there is none. */
export type Figure = { shown: number } | { hidden: 'small' | 'dependent' }
