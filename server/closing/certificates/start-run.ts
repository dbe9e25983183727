import type { LanguageChoice } from '../../certificates/language-choice.ts'
import { type Db, inTransaction } from '../../platform/data/database.ts'
import { newId } from '../../platform/data/ids.ts'
import type { Language } from '../../platform/words/languages.ts'
import { audit } from '../../platform/work/audit.ts'
import type { Jobs } from '../../platform/work/jobs.ts'
import { insertRun, insertRunPeople } from './queries.ts'

export const certificatesJob = 'certificates-of-cohort'
export type CertificatesDue = { runId: string }

type Start = {
  cohortId: string
  trainerId: string
  learnerIds: string[]
  languages: LanguageChoice<Language | null>
}

/** Begins to issue these people's certificates, by a job; while a run of the cohort is under way nothing more begins. */
export const startRun = (
  db: Db,
  jobs: Pick<Jobs, 'send'>,
  { cohortId, trainerId, learnerIds, languages }: Start,
  now: Date,
): Promise<void> =>
  inTransaction(db, async (trx) => {
    if (learnerIds.length === 0) return
    const runId = newId()
    const { language, also: also_in } = languages
    const run = { id: runId, cohort_id: cohortId, started_by: trainerId, started_at: now, language, also_in }
    if (!(await insertRun(trx, run))) return
    await insertRunPeople(trx, runId, learnerIds)
    await sendRun(trx, jobs, runId)
    const details = { people: learnerIds.length }
    const action = 'certificates.issued_in_one_press'
    await audit(trx, { at: now, accountId: trainerId, action, subject: cohortId, details })
  })

/** Leaves the job of a run that was begun; run twice, it issues nothing twice. */
export const sendRun = (trx: Db, jobs: Pick<Jobs, 'send'>, runId: string): Promise<void> => {
  const due: CertificatesDue = { runId }
  return jobs.send(trx, certificatesJob, due)
}
