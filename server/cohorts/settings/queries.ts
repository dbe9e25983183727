import type { Db } from '../../platform/data/database.ts'
import { NotFound } from '../../platform/web/errors.ts'
import type { CohortChange } from './settings-form.ts'

/**
 * Holds a cohort's row until the transaction ends: who joins, who changes its settings and who changes its trainers
 * come one after the other. Rows that only refer to the cohort do not wait.
 */
export const lockCohort = (db: Db, id: string) =>
  db
    .selectFrom('cohorts')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow(() => new NotFound('cohort'))
export type StoredCohort = Awaited<ReturnType<typeof lockCohort>>

/** Stores settings as the next version. That no two cohorts of a programme have one name is the constraint's to say. */
export const updateCohort = (db: Db, id: string, values: CohortChange) =>
  db
    .updateTable('cohorts')
    .set((e) => ({ ...values, version: e('version', '+', 1) }))
    .where('id', '=', id)
    .execute()

/** Whether somebody is in the cohort, or waits for a place: from then on its course stays. */
export async function isTaken(db: Db, cohortId: string): Promise<boolean> {
  const { taken } = await db
    .selectNoFrom((e) =>
      e
        .or([
          e.exists(e.selectFrom('cohort_members').select('learner_id').where('cohort_id', '=', cohortId)),
          e.exists(e.selectFrom('cohort_waiting').select('learner_id').where('cohort_id', '=', cohortId)),
        ])
        .as('taken'),
    )
    .executeTakeFirstOrThrow()
  return Boolean(taken)
}

/**
 * Gives the cohort's new closing to everybody whose own is not a later one: to whom had the cohort's, and to whom had
 * longer than that and would now have less than the cohort.
 */
export const updateClosing = (db: Db, cohortId: string, { before, after }: { before: Date; after: Date }) =>
  db
    .updateTable('enrolment_terms')
    .set({ closes_at: after })
    .where('cohort_id', '=', cohortId)
    .where((e) => e.or([e('closes_at', '<=', before), e('closes_at', '<', after)]))
    .execute()

/** The attempts that are open in a cohort's course, of the cohort's people: whose they are, and under which cohort. */
export const listOpenAttempts = (db: Db, cohortId: string) =>
  db
    .selectFrom('enrolment_terms')
    .innerJoin('attempts', (join) =>
      join
        .onRef('attempts.learner_id', '=', 'enrolment_terms.learner_id')
        .onRef('attempts.course', '=', 'enrolment_terms.course'),
    )
    .select(['attempts.learner_id', 'attempts.cohort_id'])
    .distinct()
    .where('enrolment_terms.cohort_id', '=', cohortId)
    .where('attempts.submitted_at', 'is', null)
    .where('attempts.cohort_id', 'is not', null)
    .orderBy('attempts.learner_id')
    .orderBy('attempts.cohort_id')
    .$narrowType<{ cohort_id: string }>()
    .execute()
