import type { Db } from '../../platform/data/database.ts'
import type { Issued } from '../badge/badge.ts'
import { readRecord } from '../record.ts'
import './tables.ts'

type Offer = { credential_id: string; learner_id: string; secret_hash: Buffer; expires_at: Date }

/** Makes an offer; the one before of the same certificate, and its token, are good no more. */
export const putOffer = (db: Db, offer: Offer) =>
  db
    .insertInto('wallet_offers')
    .values(offer)
    .onConflict((conflict) =>
      conflict.column('credential_id').doUpdateSet({ ...offer, token_hash: null, token_expires_at: null }),
    )
    .execute()

/** True while an offer waits for its wallet and its certificate holds. */
export async function isOpenOffer(db: Db, secretHash: Buffer, now: Date): Promise<boolean> {
  const found = await db
    .selectFrom('wallet_offers')
    .innerJoin('credentials', 'credentials.id', 'wallet_offers.credential_id')
    .select('wallet_offers.credential_id')
    .where('secret_hash', '=', secretHash)
    .where('token_hash', 'is', null)
    .where('wallet_offers.expires_at', '>', now)
    .where('revoked_at', 'is', null)
    .where('replaced_at', 'is', null)
    .executeTakeFirst()
  return found !== undefined
}

/** Exchanges an offer for a token, once: of two who come with the same offer one finds it. */
export const takeOffer = (
  db: Db,
  secretHash: Buffer,
  token: { token_hash: Buffer; token_expires_at: Date },
  now: Date,
): Promise<{ credential_id: string; learner_id: string } | undefined> =>
  db
    .updateTable('wallet_offers')
    .from('credentials')
    .set(token)
    .whereRef('credentials.id', '=', 'wallet_offers.credential_id')
    .where('secret_hash', '=', secretHash)
    .where('token_hash', 'is', null)
    .where('wallet_offers.expires_at', '>', now)
    .where('revoked_at', 'is', null)
    .where('replaced_at', 'is', null)
    .returning(['wallet_offers.credential_id', 'wallet_offers.learner_id'])
    .executeTakeFirst()

/** The certificate that a token opens, and whether it still holds; nothing for a token that is none, or over. */
export async function findByToken(
  db: Db,
  tokenHash: Buffer,
  now: Date,
): Promise<{ issued: Issued; holds: boolean } | null> {
  const found = await db
    .selectFrom('wallet_offers')
    .innerJoin('credentials', 'credentials.id', 'wallet_offers.credential_id')
    .select(['record', 'course', 'issued_at', 'status_index', 'revoked_at', 'replaced_at'])
    .where('token_hash', '=', tokenHash)
    .where('token_expires_at', '>', now)
    .executeTakeFirst()
  if (!found) return null
  const { record, revoked_at, replaced_at, ...issued } = found
  return { issued: { ...issued, record: readRecord(record) }, holds: revoked_at === null && replaced_at === null }
}

/** Offers that nobody can use any more, and whose token is over too. */
export const deleteSpentOffers = (db: Db, now: Date) =>
  db
    .deleteFrom('wallet_offers')
    .where('expires_at', '<=', now)
    .where((row) => row.or([row('token_expires_at', 'is', null), row('token_expires_at', '<=', now)]))
    .execute()
