import type { Db } from '../../platform/data/database.ts'
import { NotFound } from '../../platform/web/errors.ts'
import { readRecord } from '../record.ts'
import type { RevocationReason } from '../tables.ts'
import type { Issued } from './state.ts'

const issued = (db: Db) =>
  db
    .selectFrom('credentials')
    .leftJoin('credentials as successor', 'successor.id', 'credentials.replaced_by')
    .select([
      'credentials.id',
      'credentials.record',
      'credentials.course',
      'credentials.issued_at',
      'credentials.status_index',
      'credentials.learner_id',
      'credentials.revoked_at',
      'credentials.revocation_reason',
      'credentials.replaced_at',
      'credentials.replacement_kind',
      'successor.code as replaced_by',
    ])
type Row = Awaited<ReturnType<ReturnType<typeof issued>['executeTakeFirstOrThrow']>>
const readIssued = ({ record, ...row }: Row): Issued => ({ ...row, record: readRecord(record) })

/** For anyone who holds the code: what was issued and what became of it. One statement. */
export async function findIssued(db: Db, code: string): Promise<Issued | null> {
  const found = await issued(db).where('credentials.code', '=', code).executeTakeFirst()
  return found ? readIssued(found) : null
}

/** For administrators, who may open every certificate. */
export const getIssued = async (db: Db, code: string): Promise<Issued> =>
  readIssued(
    await issued(db)
      .where('credentials.code', '=', code)
      .executeTakeFirstOrThrow(() => new NotFound('certificate')),
  )

/** What a learner was issued in a cohort, the newest first: what they earned elsewhere is not its trainers'. */
export const listIssuedIn = async (db: Db, key: { cohortId: string; learnerId: string }): Promise<Issued[]> =>
  (
    await issued(db)
      .where('credentials.cohort_id', '=', key.cohortId)
      .where('credentials.learner_id', '=', key.learnerId)
      .orderBy('credentials.issued_at', 'desc')
      .orderBy('credentials.id', 'desc')
      .execute()
  ).map(readIssued)

/** The name of somebody in a cohort. */
export const getMemberName = (db: Db, key: { cohortId: string; learnerId: string }) =>
  db
    .selectFrom('cohort_members')
    .innerJoin('accounts', 'accounts.id', 'cohort_members.learner_id')
    .select('accounts.name')
    .where('cohort_members.cohort_id', '=', key.cohortId)
    .where('cohort_members.learner_id', '=', key.learnerId)
    .executeTakeFirstOrThrow(() => new NotFound('member'))

/** Held until the transaction ends: two who correct or revoke at the same time come one after the other. */
export async function lockIssued(db: Db, id: string) {
  const { record, ...row } = await db
    .selectFrom('credentials')
    .select(['id', 'record', 'learner_id', 'course', 'cohort_id', 'revoked_at', 'replaced_at', 'replaced_by'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow(() => new NotFound('certificate'))
  return { ...row, record: readRecord(record) }
}

/** The name on a credential. */
export async function getNameOn(db: Db, id: string): Promise<string> {
  const { record } = await db.selectFrom('credentials').select('record').where('id', '=', id).executeTakeFirstOrThrow()
  return record.name
}

/** Makes room for a corrected or renewed one: only what is not replaced counts as held. */
export const updateReplaced = (db: Db, id: string, kind: 'correction' | 'renewal', now: Date) =>
  db
    .updateTable('credentials')
    .set({ replaced_at: now, replacement_kind: kind })
    .where('id', '=', id)
    .where('replaced_at', 'is', null)
    .execute()

/** Names the one that stands in its place, now that it is there. */
export const updateSuccessor = (db: Db, id: string, successorId: string) =>
  db.updateTable('credentials').set({ replaced_by: successorId }).where('id', '=', id).execute()

export const updateRevoked = (
  db: Db,
  id: string,
  revoked: { revoked_at: Date; revoked_by: string; revocation_reason: RevocationReason },
) => db.updateTable('credentials').set(revoked).where('id', '=', id).where('revoked_at', 'is', null).execute()

/** Who is told what became of their certificate, and in which language; nobody once the account is erased. */
export const findHolder = (db: Db, learnerId: string) =>
  db.selectFrom('accounts').select(['name', 'email', 'language']).where('id', '=', learnerId).executeTakeFirst()
export type Holder = NonNullable<Awaited<ReturnType<typeof findHolder>>>
