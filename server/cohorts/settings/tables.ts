import type { GeneratedAlways } from 'kysely'

/** Who came when the cohort was full; `turn` is the order in which they came. */
type CohortWaitingTable = { cohort_id: string; learner_id: string; turn: GeneratedAlways<number>; asked_at: Date }

declare module '../../platform/data/database.ts' {
  interface Tables {
    cohort_waiting: CohortWaitingTable
  }
}
