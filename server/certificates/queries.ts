import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { selectWork } from '../enrolments/queries.ts'
import type { Db } from '../platform/data/database.ts'
import { Conflict, NotFound } from '../platform/web/errors.ts'
import type { Issued } from './badge/badge.ts'
import { type CredentialKind, type CredentialRecord, readRecord } from './record.ts'

/** Issues once: the second of two at the same time matches the first one's row. True when it was this call. */
export async function insertCredential(
  db: Db,
  {
    record,
    ...credential
  }: {
    id: string
    learner_id: string
    course: string
    cohort_id: string | null
    record: CredentialRecord
    issued_at: Date
  },
): Promise<boolean> {
  const inserted = await db
    .insertInto('credentials')
    .values({
      ...credential,
      code: record.code,
      kind: record.kind,
      expires_on: record.expires_on,
      record: JSON.stringify(record),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** The learner's credential of a course, revoked or not: what it replaced is not it. */
export const findCredential = (db: Db, learnerId: string, course: string, kind: CredentialKind = 'achievement') =>
  db
    .selectFrom('credentials')
    .select(['code', 'revoked_at'])
    .where('learner_id', '=', learnerId)
    .where('course', '=', course)
    .where('kind', '=', kind)
    .where('replaced_at', 'is', null)
    .orderBy('issued_at', 'desc')
    .executeTakeFirst()

/**
 * The holder is part of the key: somebody else's certificate is not found, rather than forbidden.
 * Conflict: certificate_revoked, certificate_replaced.
 */
export async function getIssuedOfHolder(db: Db, code: string, learnerId: string): Promise<Issued> {
  const { record, revoked_at, replaced_at, ...row } = await db
    .selectFrom('credentials')
    .select(['record', 'course', 'issued_at', 'status_index', 'revoked_at', 'replaced_at'])
    .where('code', '=', code)
    .where('learner_id', '=', learnerId)
    .executeTakeFirstOrThrow(() => new NotFound('certificate'))
  if (revoked_at) throw new Conflict('certificate_revoked')
  if (replaced_at) throw new Conflict('certificate_replaced')
  return { ...row, record: readRecord(record) }
}

/** The pass mark that an attempt was marked by. */
export const getPassMark = (db: Db, attemptId: string) =>
  db
    .selectFrom('attempts')
    .select('pass_mark_scaled')
    .where('id', '=', attemptId)
    .executeTakeFirstOrThrow(() => new NotFound('attempt'))

/** The cohort in which a learner took the course, the one joined last where there are several. */
export const findCohortOfLearner = (db: Db, learnerId: string, course: string) =>
  db
    .selectFrom('cohort_members')
    .innerJoin('cohorts', 'cohorts.id', 'cohort_members.cohort_id')
    .innerJoin('programmes', 'programmes.id', 'cohorts.programme_id')
    .select(['cohorts.id', 'cohorts.name', 'programmes.title_en', 'programmes.title_fr', 'programmes.signatories'])
    .where('cohort_members.learner_id', '=', learnerId)
    .where('cohorts.course', '=', course)
    .orderBy('cohort_members.joined_at', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Every course a learner takes: what was done in it, and what was issued for it and stands. One statement. */
export async function listStandings(db: Db, learnerId: string) {
  const rows = await db
    .selectFrom('enrolments')
    .select('enrolments.course')
    .select((e) =>
      jsonArrayFrom(
        e
          .selectFrom('credentials')
          .select(['credentials.record', 'credentials.hidden_at', 'credentials.revoked_at'])
          .whereRef('credentials.learner_id', '=', 'enrolments.learner_id')
          .whereRef('credentials.course', '=', 'enrolments.course')
          .where('credentials.replaced_at', 'is', null)
          .orderBy('credentials.issued_at', 'desc'),
      ).as('issued'),
    )
    .select(selectWork())
    .where('enrolments.learner_id', '=', learnerId)
    .orderBy('enrolments.last_active_at', 'desc')
    .execute()
  return rows.map(({ issued, ...learning }) => ({
    ...learning,
    records: issued.map(({ record, hidden_at, revoked_at }) => ({
      ...readRecord(record),
      hidden: hidden_at !== null,
      revoked_at: revoked_at ? new Date(revoked_at) : null,
    })),
  }))
}
export type Standing = Awaited<ReturnType<typeof listStandings>>[number]
