import type { Db } from '../../platform/data/database.ts'

/** Who signs today for the programme of a cohort; nothing for a certificate that was earned alone. */
export const findSignatories = (db: Db, cohortId: string | null) =>
  db
    .selectFrom('cohorts')
    .innerJoin('programmes', 'programmes.id', 'cohorts.programme_id')
    .select('programmes.signatories')
    .where('cohorts.id', '=', cohortId)
    .executeTakeFirst()
