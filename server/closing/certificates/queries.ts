import { expressionBuilder, sql } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { Issued } from '../../certificates/badge/badge.ts'
import { readRecord } from '../../certificates/record.ts'
import type { Db, Tables } from '../../platform/data/database.ts'
import type { Language } from '../../platform/words/languages.ts'
import type { Outcome } from '../tables.ts'

/** The last run of the row's cohort: how far it is, and whom it refused. Times in JSON are ISO texts. */
export function selectLastRun() {
  const e = expressionBuilder<Tables, 'cohorts'>()
  return jsonObjectFrom(
    e
      .selectFrom('certificate_runs')
      .leftJoin('accounts as starter', 'starter.id', 'certificate_runs.started_by')
      .select((r) => {
        const people = r
          .selectFrom('certificate_run_people')
          .whereRef('certificate_run_people.run_id', '=', 'certificate_runs.id')
        return [
          'certificate_runs.id',
          'certificate_runs.started_at',
          'certificate_runs.ended_at',
          'starter.name as started_by',
          people
            .select((p) => p.fn.countAll<number>().as('n'))
            .$asScalar()
            .$notNull()
            .as('total'),
          people
            .where('outcome', '=', 'issued')
            .select((p) => p.fn.countAll<number>().as('n'))
            .$asScalar()
            .$notNull()
            .as('issued'),
          people
            .select((p) => p.fn.max('settled_at').as('at'))
            .$asScalar()
            .as('last_settled_at'),
          jsonArrayFrom(
            people
              .innerJoin('accounts', 'accounts.id', 'certificate_run_people.learner_id')
              .where('outcome', '=', 'refused')
              .select(['accounts.id', 'accounts.name', 'certificate_run_people.reason'])
              .orderBy('accounts.name'),
          ).as('refused'),
        ]
      })
      .whereRef('certificate_runs.cohort_id', '=', 'cohorts.id')
      .orderBy('certificate_runs.started_at', 'desc')
      .limit(1),
  ).as('run')
}

/** Begins a run unless one is under way; true when it was this call. */
export async function insertRun(
  db: Db,
  run: {
    id: string
    cohort_id: string
    started_by: string
    started_at: Date
    language: Language | null
    also_in: Language | null
  },
): Promise<boolean> {
  const inserted = await db
    .insertInto('certificate_runs')
    .values({ ...run, ended_at: null })
    .onConflict((conflict) => conflict.column('cohort_id').where('ended_at', 'is', null).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** Adds the people of a run, each not yet settled. */
export const insertRunPeople = (db: Db, runId: string, learnerIds: string[]) =>
  db
    .insertInto('certificate_run_people')
    .columns(['run_id', 'learner_id'])
    .expression((e) =>
      e
        .selectFrom(sql<{ id: string }>`unnest(${learnerIds}::uuid[])`.as<'asked'>(sql`asked(id)`))
        .select([sql<string>`${runId}::uuid`.as('run_id'), 'asked.id']),
    )
    .execute()

export const findRun = (db: Db, id: string) =>
  db
    .selectFrom('certificate_runs')
    .innerJoin('cohorts', 'cohorts.id', 'certificate_runs.cohort_id')
    .select(['certificate_runs.id', 'certificate_runs.cohort_id', 'certificate_runs.ended_at', 'cohorts.course'])
    .select(['certificate_runs.language', 'certificate_runs.also_in'])
    .where('certificate_runs.id', '=', id)
    .executeTakeFirst()

/** Somebody of a run who is not settled yet, held until the transaction ends; nobody whom another process holds. */
export const lockUnsettled = (db: Db, runId: string) =>
  db
    .selectFrom('certificate_run_people')
    .innerJoin('accounts', 'accounts.id', 'certificate_run_people.learner_id')
    .select(['accounts.id', 'accounts.name', 'accounts.email', 'accounts.language'])
    .where('certificate_run_people.run_id', '=', runId)
    .where('certificate_run_people.outcome', 'is', null)
    .orderBy('certificate_run_people.learner_id')
    .limit(1)
    .forUpdate(['certificate_run_people'])
    .skipLocked()
    .executeTakeFirst()
export type Recipient = NonNullable<Awaited<ReturnType<typeof lockUnsettled>>>

type Settled = { outcome: Outcome; reason: string | null; settled_at: Date }
export const updateSettled = (db: Db, key: { run_id: string; learner_id: string }, settled: Settled) =>
  db
    .updateTable('certificate_run_people')
    .set(settled)
    .where('run_id', '=', key.run_id)
    .where('learner_id', '=', key.learner_id)
    .where('outcome', 'is', null)
    .execute()

/** Ends a run in which everybody is settled. */
export const closeRun = (db: Db, id: string, now: Date) =>
  db
    .updateTable('certificate_runs')
    .set({ ended_at: now })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('certificate_run_people')
            .select('certificate_run_people.learner_id')
            .whereRef('certificate_run_people.run_id', '=', 'certificate_runs.id')
            .where('certificate_run_people.outcome', 'is', null),
        ),
      ),
    )
    .execute()

/** The certificates of a cohort's people for its course that stand, by the holder's name as it was issued. */
export const listIssued = async (db: Db, cohort: { id: string; course: string }): Promise<Issued[]> => {
  const rows = await db
    .selectFrom('cohort_members')
    .innerJoin('credentials', 'credentials.learner_id', 'cohort_members.learner_id')
    .select(['credentials.record', 'credentials.course', 'credentials.issued_at', 'credentials.status_index'])
    .where('cohort_members.cohort_id', '=', cohort.id)
    .where('credentials.course', '=', cohort.course)
    .where('credentials.kind', '=', 'achievement')
    .where('credentials.replaced_at', 'is', null)
    .where('credentials.revoked_at', 'is', null)
    .execute()
  const order = new Intl.Collator('en')
  return rows
    .map(({ record, ...row }) => ({ ...row, record: readRecord(record) }))
    .sort((a, b) => order.compare(a.record.name, b.record.name))
}
