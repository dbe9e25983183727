import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '../platform/data/database.ts'
import { NotFound } from '../platform/web/errors.ts'

export type Counts = { accounts: number; enrolments: number; cohorts: number; credentials: number }

export async function countEverything(db: Db): Promise<Counts> {
  const { rows } = await sql<Counts>`select
    (select count(*) from accounts) as accounts,
    (select count(*) from enrolments) as enrolments,
    (select count(*) from cohorts) as cohorts,
    (select count(*) from credentials where replaced_at is null) as credentials`.execute(db)
  return rows[0] ?? { accounts: 0, enrolments: 0, cohorts: 0, credentials: 0 }
}

/** The accounts whose name or address holds the text, whatever its capitals; all of them when it is empty. */
const people = (db: Db, search: string) => {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  return db
    .selectFrom('accounts')
    .$if(search !== '', (query) =>
      query.where((e) => e.or([e('accounts.name', 'ilike', pattern), e('accounts.email', 'ilike', pattern)])),
    )
}

export const countPeople = async (db: Db, search: string): Promise<number> =>
  (
    await people(db, search)
      .select((e) => e.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
  ).n

export const listPeople = (db: Db, search: string, { limit, offset }: { limit: number; offset: number }) =>
  people(db, search)
    .select((e) => [
      'accounts.id',
      'accounts.name',
      'accounts.email',
      'accounts.institution',
      'accounts.country_code',
      jsonArrayFrom(
        e
          .selectFrom('role_grants')
          .leftJoin('programmes', 'programmes.id', 'role_grants.programme_id')
          .select(['role_grants.role', 'programmes.title_en', 'programmes.title_fr'])
          .whereRef('role_grants.account_id', '=', 'accounts.id')
          .orderBy('role_grants.role')
          .orderBy('programmes.title_en'),
      ).as('grants'),
    ])
    .orderBy('accounts.name')
    .orderBy('accounts.id')
    .limit(limit)
    .offset(offset)
    .execute()

export const getPerson = (db: Db, accountId: string) =>
  db
    .selectFrom('accounts')
    .select((e) => [
      'accounts.id',
      'accounts.name',
      'accounts.email',
      'accounts.institution',
      'accounts.country_code',
      'accounts.created_at',
      'accounts.email_confirmed_at',
      jsonArrayFrom(
        e
          .selectFrom('role_grants')
          .leftJoin('programmes', 'programmes.id', 'role_grants.programme_id')
          .select([
            'role_grants.id',
            'role_grants.role',
            'role_grants.granted_at',
            'programmes.title_en',
            'programmes.title_fr',
          ])
          .whereRef('role_grants.account_id', '=', 'accounts.id')
          .orderBy('role_grants.granted_at'),
      ).as('grants'),
      jsonArrayFrom(
        e
          .selectFrom('credentials')
          .select(['credentials.code', 'credentials.course', 'credentials.revoked_at'])
          .whereRef('credentials.learner_id', '=', 'accounts.id')
          .where('credentials.replaced_at', 'is', null)
          .orderBy('credentials.issued_at', 'desc'),
      ).as('certificates'),
    ])
    .where('accounts.id', '=', accountId)
    .executeTakeFirstOrThrow(() => new NotFound('account'))

/** The administrators' grants, held until the transaction ends: two withdrawals come one after the other. */
export const lockAdministrators = (db: Db) =>
  db.selectFrom('role_grants').select('id').where('role', '=', 'administrator').orderBy('id').forUpdate().execute()

/** Takes a grant away and tells what it was; nothing when it is gone already. */
export const deleteGrant = (db: Db, id: string, accountId: string) =>
  db
    .deleteFrom('role_grants')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .returning(['role', 'programme_id'])
    .executeTakeFirst()

export type RecordedEvent = {
  id: number
  at: Date
  action: string
  /** Who acted: null for the program itself, and for an account that was erased. */
  actor: string | null
  accountId: string | null
  /** What it happened to: a name, a certificate's code, or the slug of a course. */
  subject: string | null
  /** The role that was given or taken, where it is about one. */
  role: string | null
}

/** The newest events, or those written before a given one. Names are looked up by key, for the rows shown only. */
export async function listEvents(db: Db, { before, limit }: { before: number | null; limit: number }) {
  const { rows } = await sql<RecordedEvent>`
    with page as (
      select id, at, action, account_id, subject, details,
        case when subject ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then subject::uuid end as subject_id
      from audit_events
      where ${before}::bigint is null
        or (at, id) < (select at, id from audit_events where id = ${before}::bigint)
      order by at desc, id desc
      limit ${limit}
    )
    select id, at, action, account_id as "accountId",
      (select name from accounts where accounts.id = page.account_id) as actor,
      coalesce(
        (select name from accounts where accounts.id = subject_id),
        (select name from cohorts where cohorts.id = subject_id),
        (select title_en from programmes where programmes.id = subject_id),
        (select course from attempts where attempts.id = subject_id),
        (select code from credentials where credentials.id = subject_id),
        case when subject_id is null then subject end
      ) as subject,
      details ->> 'role' as role
    from page
    order by at desc, id desc`.execute(db)
  return rows
}
