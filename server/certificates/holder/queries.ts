import type { Db } from '../../platform/data/database.ts'
import { NotFound } from '../../platform/web/errors.ts'
import type { Issued } from '../badge/badge.ts'
import { type CredentialRecord, readRecord } from '../record.ts'
import './tables.ts'

/** One of the holder's certificates that stand, with its link; somebody else's is not found. */
export async function getHeld(db: Db, code: string, learnerId: string) {
  const { record, ...held } = await db
    .selectFrom('credentials')
    .leftJoin('credential_shares', 'credential_shares.credential_id', 'credentials.id')
    .select(['credentials.id', 'credentials.record', 'credentials.hidden_at', 'credentials.revoked_at'])
    .select(['credential_shares.secret', 'credential_shares.made_at'])
    .where('credentials.code', '=', code)
    .where('credentials.learner_id', '=', learnerId)
    .where('credentials.replaced_at', 'is', null)
    .executeTakeFirstOrThrow(() => new NotFound('certificate'))
  return { ...held, record: readRecord(record) }
}

/** All of a holder's certificates that hold, the oldest first. */
export const listHeld = async (db: Db, learnerId: string): Promise<Issued[]> => {
  const rows = await db
    .selectFrom('credentials')
    .select(['record', 'course', 'issued_at', 'status_index'])
    .where('learner_id', '=', learnerId)
    .where('replaced_at', 'is', null)
    .where('revoked_at', 'is', null)
    .orderBy('issued_at')
    .orderBy('id')
    .execute()
  return rows.map(({ record, ...row }) => ({ ...row, record: readRecord(record) }))
}

/** True when it was this call that hid it or showed it again. */
export async function setHidden(db: Db, id: string, hidden_at: Date | null): Promise<boolean> {
  const updated = await db
    .updateTable('credentials')
    .set({ hidden_at })
    .where('id', '=', id)
    .where('hidden_at', hidden_at ? 'is' : 'is not', null)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** Makes a link once: a second press finds the first. True when it was this call. */
export async function insertShare(
  db: Db,
  share: { credential_id: string; secret: string; made_at: Date },
): Promise<boolean> {
  const inserted = await db
    .insertInto('credential_shares')
    .values(share)
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** True when there was a link. */
export async function deleteShare(db: Db, credentialId: string): Promise<boolean> {
  const deleted = await db.deleteFrom('credential_shares').where('credential_id', '=', credentialId).executeTakeFirst()
  return deleted.numDeletedRows === 1n
}

/** A link goes on to the certificate that stands in the place of the one it was made for. */
export const moveShare = (db: Db, { from, to }: { from: string; to: string }) =>
  db.updateTable('credential_shares').set({ credential_id: to }).where('credential_id', '=', from).execute()

/** What a link shows; nothing for one that was taken back, or whose certificate was revoked or replaced. */
export const findShared = async (db: Db, secret: string): Promise<CredentialRecord | null> => {
  const found = await db
    .selectFrom('credential_shares')
    .innerJoin('credentials', 'credentials.id', 'credential_shares.credential_id')
    .select('credentials.record')
    .where('credential_shares.secret', '=', secret)
    .where('credentials.replaced_at', 'is', null)
    .where('credentials.revoked_at', 'is', null)
    .executeTakeFirst()
  return found ? readRecord(found.record) : null
}
