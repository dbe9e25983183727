import { sql } from 'kysely'
import type { Db } from '../../platform/data/database.ts'
import { NotFound } from '../../platform/web/errors.ts'
import type { InvitedPerson } from './check-line.ts'
import type { KnownAddress } from './outcomes.ts'
import './tables.ts'

/** What is known in a cohort of these addresses, folded; an address that is not known is not in the answer. */
export async function listKnownAddresses(db: Db, cohortId: string, emails: readonly string[]): Promise<KnownAddress[]> {
  const asked = sql<{ email: string }>`(select jsonb_array_elements_text(${JSON.stringify(emails)}::jsonb) as email)`
  const found = await db
    .selectFrom(asked.as('asked'))
    .leftJoin('accounts', 'accounts.email', 'asked.email')
    .leftJoin('invitations', (join) =>
      join.onRef('invitations.email', '=', 'asked.email').on('invitations.cohort_id', '=', cohortId),
    )
    .leftJoin('cohort_members', (join) =>
      join.onRef('cohort_members.learner_id', '=', 'accounts.id').on('cohort_members.cohort_id', '=', cohortId),
    )
    .where((e) => e.or([e('accounts.id', 'is not', null), e('invitations.id', 'is not', null)]))
    .select([
      'asked.email',
      'accounts.email_confirmed_at',
      'cohort_members.joined_at',
      'invitations.expires_at',
      'invitations.accepted_at',
      'invitations.withdrawn_at',
      'invitations.account_id',
    ])
    .execute()
  return found.map(({ email, email_confirmed_at, joined_at, expires_at, ...invitation }) => ({
    email,
    joined: joined_at !== null,
    has_account: email_confirmed_at !== null,
    invitation: expires_at && { ...invitation, expires_at },
  }))
}

type Sending = {
  cohort_id: string
  invited_by: string | null
  team_id: string | null
  sent_at: Date
  expires_at: Date
}

/**
 * Stores invitations and gives those that are new or again in force, to each of whom a letter is due. One that waits
 * or was accepted stays as it is, whoever came first.
 */
export const insertInvitations = (db: Db, people: readonly (InvitedPerson & { id: string })[], sending: Sending) =>
  db
    .insertInto('invitations')
    .values(
      people.map((person) => ({
        ...person,
        ...sending,
        created_at: sending.sent_at,
        written_at: null,
        reminded_at: null,
        accepted_at: null,
        withdrawn_at: null,
        account_id: null,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .constraint('invitations_once')
        .doUpdateSet((e) => ({
          name: e.ref('excluded.name'),
          institution: e.ref('excluded.institution'),
          country_code: e.ref('excluded.country_code'),
          language: e.ref('excluded.language'),
          sex: e.ref('excluded.sex'),
          invited_by: sending.invited_by,
          team_id: sending.team_id,
          sent_at: sending.sent_at,
          expires_at: sending.expires_at,
          written_at: null,
          reminded_at: null,
          accepted_at: null,
          withdrawn_at: null,
        }))
        .where((e) =>
          e.or([
            e('invitations.withdrawn_at', 'is not', null),
            e.and([e('invitations.accepted_at', 'is', null), e('invitations.expires_at', '<=', sending.sent_at)]),
            // Accepted by an account that was deleted since.
            e.and([e('invitations.accepted_at', 'is not', null), e('invitations.account_id', 'is', null)]),
          ]),
        ),
    )
    .returning('id')
    .execute()

export const insertLink = (db: Db, link: { secret_hash: Buffer; invitation_id: string; sent_at: Date }) =>
  db.insertInto('invitation_links').values(link).execute()

/** Whether the person of an invitation is in its cohort, by their account or by their address. */
export const isMember = sql<boolean>`exists (
  select from cohort_members m join accounts a on a.id = m.learner_id
  where m.cohort_id = invitations.cohort_id and (a.email = invitations.email or a.id = invitations.account_id))`
const isNoMember = sql<boolean>`not ${isMember}`

/** The states as the rule in invitation.ts has them, for the database to sort and count by. */
export const stateIn = (now: Date) =>
  sql<'waiting' | 'accepted' | 'expired' | 'withdrawn'>`case
    when accepted_at is not null or ${isMember} then 'accepted'
    when withdrawn_at is not null then 'withdrawn'
    when expires_at <= ${now} then 'expired'
    else 'waiting' end`

/** A cohort's invitations, those that wait first, then by name. */
export const listInvitations = (db: Db, cohortId: string, now: Date, page: { limit: number; offset: number }) =>
  db
    .selectFrom('invitations')
    .select([
      'id',
      'email',
      'name',
      'institution',
      'sent_at',
      'reminded_at',
      'expires_at',
      'accepted_at',
      'withdrawn_at',
    ])
    .select(stateIn(now).as('state'))
    .where('cohort_id', '=', cohortId)
    .orderBy(sql`array_position(array['waiting', 'expired', 'withdrawn', 'accepted'], ${stateIn(now)})`)
    .orderBy('name')
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()

export const countInvitations = (db: Db, cohortId: string, now: Date) =>
  db
    .selectFrom('invitations')
    .select((e) => [stateIn(now).as('state'), e.fn.countAll<number>().as('n')])
    .where('cohort_id', '=', cohortId)
    .groupBy('state')
    .execute()

export const getInvitation = (db: Db, cohortId: string, id: string) =>
  db
    .selectFrom('invitations')
    .select('id')
    .where('id', '=', id)
    .where('cohort_id', '=', cohortId)
    .executeTakeFirstOrThrow(() => new NotFound('invitation'))

/**
 * Puts an invitation in force again, for another letter. Nothing for one that was accepted, and for one whose letter
 * has just gone. One that was withdrawn leaves its team, which may have given the place to somebody else.
 */
export const renewInvitation = (db: Db, id: string, sending: Omit<Sending, 'cohort_id' | 'team_id'>, notAfter: Date) =>
  db
    .updateTable('invitations')
    .set({ ...sending, written_at: null, reminded_at: null, withdrawn_at: null })
    .set({ team_id: sql`case when withdrawn_at is null then team_id end` })
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where(isNoMember)
    .where((e) => e.or([e('withdrawn_at', 'is not', null), e('sent_at', '<=', notAfter)]))
    .returning('id')
    .executeTakeFirst()

/** True when it was this call that withdrew it; one that was accepted stays. */
export async function withdrawInvitation(db: Db, id: string, now: Date): Promise<boolean> {
  const updated = await db
    .updateTable('invitations')
    .set({ withdrawn_at: now })
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where(isNoMember)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** Invitations that nobody has taken up, of cohorts that are open, each with what its letter says. */
const waitingWithCohort = (db: Db) =>
  db
    .selectFrom('invitations')
    .innerJoin('cohorts', 'cohorts.id', 'invitations.cohort_id')
    .leftJoin('accounts as trainer', 'trainer.id', 'invitations.invited_by')
    .select([
      'invitations.id',
      'invitations.email',
      'invitations.name',
      'invitations.language',
      'invitations.sent_at',
      'invitations.expires_at',
      'trainer.name as trainer',
      'cohorts.name as cohort',
      'cohorts.course',
      'cohorts.starts_on',
      'cohorts.ends_on',
      'cohorts.time_zone',
    ])
    .where('invitations.accepted_at', 'is', null)
    .where('invitations.withdrawn_at', 'is', null)
    .where('cohorts.closed_at', 'is', null)

/** Those of these invitations whose letter has not been written yet; no other transaction writes it meanwhile. */
export const lockUnwritten = (db: Db, ids: readonly string[]) =>
  waitingWithCohort(db)
    .where('invitations.id', 'in', ids)
    .where('invitations.written_at', 'is', null)
    .forUpdate(['invitations'])
    .execute()

export const markWritten = (db: Db, ids: readonly string[], now: Date) =>
  db.updateTable('invitations').set({ written_at: now }).where('id', 'in', ids).execute()

/** Those whose letter went before `sentBefore` and that were not called to mind yet. */
export const listForgotten = (db: Db, sentBefore: Date, now: Date) =>
  waitingWithCohort(db)
    .where('invitations.reminded_at', 'is', null)
    .where('invitations.sent_at', '<=', sentBefore)
    .where('invitations.expires_at', '>', now)
    .where(isNoMember)
    .orderBy('invitations.sent_at')
    .execute()
export type WaitingInvitation = Awaited<ReturnType<typeof listForgotten>>[number]

/** True when the reminder is this call's to send. */
export async function markReminded(db: Db, id: string, now: Date): Promise<boolean> {
  const updated = await db
    .updateTable('invitations')
    .set({ reminded_at: now })
    .where('id', '=', id)
    .where('reminded_at', 'is', null)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}
