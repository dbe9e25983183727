import type { Db } from '../../platform/data/database.ts'
import { NotFound } from '../../platform/web/errors.ts'
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
export const listHeld = async (db: Db, learnerId: string): Promise<CredentialRecord[]> => {
  const rows = await db
    .selectFrom('credentials')
    .select('record')
    .where('learner_id', '=', learnerId)
    .where('replaced_at', 'is', null)
    .where('revoked_at', 'is', null)
    .orderBy('issued_at')
    .orderBy('id')
    .execute()
  return rows.map(({ record }) => readRecord(record))
}

export const setHidden = (db: Db, id: string, hidden_at: Date | null) =>
  db.updateTable('credentials').set({ hidden_at }).where('id', '=', id).execute()

/** Makes a link once: a second press finds the first. */
export const insertShare = (db: Db, share: { credential_id: string; secret: string; made_at: Date }) =>
  db
    .insertInto('credential_shares')
    .values(share)
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .execute()

export const deleteShare = (db: Db, credentialId: string) =>
  db.deleteFrom('credential_shares').where('credential_id', '=', credentialId).execute()

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
