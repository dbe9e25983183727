import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '../platform/data/database.ts'
import { NotFound } from '../platform/web/errors.ts'
import type { Language } from '../platform/words/languages.ts'
import type { LinkPurpose, Sex } from './tables.ts'

export type NewAccount = {
  id: string
  email: string
  name: string
  password_hash: string
  country_code: string
  institution: string
  sex: Sex
  language: Language
  consented_at: Date
  created_at: Date
}

/** False when the address already has an account: the unique index decides, whoever came first. */
export async function insertAccount(db: Db, account: NewAccount): Promise<boolean> {
  const inserted = await db
    .insertInto('accounts')
    .values({ ...account, email_confirmed_at: null })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

export const findAccountByEmail = (db: Db, email: string) =>
  db.selectFrom('accounts').selectAll().where('email', '=', email.toLowerCase()).executeTakeFirst()

export const getProfile = (db: Db, accountId: string) =>
  db
    .selectFrom('accounts')
    .leftJoin('calendar_feeds', 'calendar_feeds.account_id', 'accounts.id')
    .select(['id', 'email', 'name', 'country_code', 'institution', 'sex', 'language', 'time_zone', 'password_hash'])
    .select('calendar_feeds.made_at as calendar_made_at')
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow(() => new NotFound('account'))

export const updateProfile = (
  db: Db,
  accountId: string,
  profile: { name: string; country_code: string; institution: string; sex: Sex; language: Language },
) => db.updateTable('accounts').set(profile).where('id', '=', accountId).execute()

export const updateTimeZone = (db: Db, accountId: string, time_zone: string) =>
  db.updateTable('accounts').set({ time_zone }).where('id', '=', accountId).execute()

export const updatePassword = (db: Db, accountId: string, password_hash: string) =>
  db.updateTable('accounts').set({ password_hash }).where('id', '=', accountId).execute()

export const confirmEmail = (db: Db, accountId: string, now: Date) =>
  db
    .updateTable('accounts')
    .set({ email_confirmed_at: now })
    .where('id', '=', accountId)
    .where('email_confirmed_at', 'is', null)
    .execute()

export const insertLink = (
  db: Db,
  link: { secret_hash: Buffer; account_id: string | null; purpose: LinkPurpose; created_at: Date; expires_at: Date },
) => db.insertInto('account_links').values(link).execute()

export const findOpenLink = (db: Db, secret_hash: Buffer, purpose: LinkPurpose, now: Date) =>
  db
    .selectFrom('account_links')
    .select(['account_id'])
    .where('secret_hash', '=', secret_hash)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()

/** Marks a link as used and tells whose it is. A second use, or one too late, finds nothing. */
export const useLink = (db: Db, secret_hash: Buffer, purpose: LinkPurpose, now: Date) =>
  db
    .updateTable('account_links')
    .set({ used_at: now })
    .where('secret_hash', '=', secret_hash)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(['account_id'])
    .executeTakeFirst()

export const hasAdministrator = async (db: Db): Promise<boolean> =>
  (await db.selectFrom('role_grants').select('id').where('role', '=', 'administrator').limit(1).executeTakeFirst()) !==
  undefined

export const countAccounts = async (db: Db): Promise<number> =>
  (
    await db
      .selectFrom('accounts')
      .select((e) => e.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
  ).n

/** Grants a role once; a second grant of the same changes nothing. True when it is new. */
export async function insertGrant(
  db: Db,
  grant: {
    id: string
    account_id: string
    role: 'administrator' | 'trainer' | 'donor'
    programme_id: string | null
    granted_by: string | null
    granted_at: Date
  },
): Promise<boolean> {
  const inserted = await db
    .insertInto('role_grants')
    .values(grant)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** The session, its account and what the account may do: one statement for every page. */
export const findSession = (db: Db, id_hash: Buffer) =>
  db
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .select((e) => [
      'sessions.account_id',
      'sessions.created_at',
      'sessions.expires_at',
      'accounts.name',
      'accounts.email',
      'accounts.language',
      'accounts.country_code',
      'accounts.time_zone',
      jsonArrayFrom(
        e
          .selectFrom('role_grants')
          .select(['role', 'programme_id as programmeId'])
          .whereRef('role_grants.account_id', '=', 'accounts.id'),
      ).as('roles'),
    ])
    .where('sessions.id_hash', '=', id_hash)
    .executeTakeFirst()

export const insertSession = (
  db: Db,
  session: { id_hash: Buffer; account_id: string; created_at: Date; expires_at: Date },
) => db.insertInto('sessions').values(session).execute()

export const updateSessionExpiry = (db: Db, id_hash: Buffer, expires_at: Date) =>
  db.updateTable('sessions').set({ expires_at }).where('id_hash', '=', id_hash).execute()

export const deleteSession = (db: Db, id_hash: Buffer) =>
  db.deleteFrom('sessions').where('id_hash', '=', id_hash).execute()

export const deleteSessionsOf = (db: Db, accountId: string) =>
  db.deleteFrom('sessions').where('account_id', '=', accountId).execute()

export const deleteExpiredSessions = (db: Db, now: Date) =>
  db.deleteFrom('sessions').where('expires_at', '<', now).execute()

export const deleteExpiredLinks = (db: Db, before: Date) =>
  db.deleteFrom('account_links').where('expires_at', '<', before).execute()
