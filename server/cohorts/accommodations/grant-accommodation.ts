import { findRecord } from '../../enrolments/queries.ts'
import { termsOf } from '../../enrolments/terms.ts'
import { type Db, inTransaction } from '../../platform/data/database.ts'
import { NotFound } from '../../platform/web/errors.ts'
import { audit } from '../../platform/work/audit.ts'
import { extendOpenAttempts } from '../../quizzes/time/extend-attempts.ts'
import type { AccommodationDetails } from './accommodation.ts'
import { updateTerm } from './queries.ts'

type Grant = AccommodationDetails & { cohort: { id: string; course: string }; learnerId: string; trainerId: string }

/**
 * Gives a learner more time in a cohort, in the attempts that are open as in those to come. The reason stays with the
 * learner's row: it may be private, and the audit trail has other readers.
 */
export const grantAccommodation = (
  db: Db,
  { cohort, learnerId, trainerId, reason, closes_at, extra_time_percent }: Grant,
  now: Date,
): Promise<void> =>
  inTransaction(db, async (trx) => {
    const grant = { extra_time_percent, closes_at, reason, granted_by: trainerId, granted_at: now }
    if (!(await updateTerm(trx, { learner_id: learnerId, cohort_id: cohort.id }, grant))) throw new NotFound('term')
    const details = { cohort_id: cohort.id, extra_time_percent, closes_at }
    await audit(trx, { at: now, accountId: trainerId, action: 'accommodation.granted', subject: learnerId, details })
    const record = await findRecord(trx, learnerId, cohort.course)
    const terms = termsOf(record?.terms ?? [], now)
    await extendOpenAttempts(trx, { learnerId, cohortId: cohort.id, grantedBy: trainerId, terms, now })
  })
