import type { Language } from '../platform/words/languages.ts'

export type Outcome = 'issued' | 'refused'

/** One press that issues everybody's certificates; a cohort has one at a time. */
type CertificateRunsTable = {
  id: string
  cohort_id: string
  started_by: string | null
  started_at: Date
  ended_at: Date | null
  /** In which language its certificates are issued; null for each person's own. */
  language: Language | null
  /** A second one beside it. */
  also_in: Language | null
}

/** Whose certificate a run issues, and what became of it; `outcome` is null until then, `reason` where it was refused. */
type CertificateRunPeopleTable = {
  run_id: string
  learner_id: string
  outcome: Outcome | null
  reason: string | null
  settled_at: Date | null
}

declare module '../platform/data/database.ts' {
  interface Tables {
    certificate_runs: CertificateRunsTable
    certificate_run_people: CertificateRunPeopleTable
  }
}
