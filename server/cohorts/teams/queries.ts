import { type ExpressionBuilder, sql } from 'kysely'
import type { Db, Tables } from '../../platform/data/database.ts'
import { NotFound } from '../../platform/web/errors.ts'
import { isMember } from '../roster/queries.ts'
import type { TeamDetails } from './team-form.ts'
import './tables.ts'

/** Whom the team's contact has named, but for those who were taken back. */
const named = (e: ExpressionBuilder<Tables, 'cohort_teams'>) =>
  e
    .selectFrom('invitations')
    .whereRef('invitations.team_id', '=', 'cohort_teams.id')
    .where('invitations.withdrawn_at', 'is', null)

/** How many places of the row's team are taken. */
const countNamed = (e: ExpressionBuilder<Tables, 'cohort_teams'>) =>
  named(e)
    .select((i) => i.fn.countAll<number>().as('n'))
    .$asScalar()
    .$notNull()

/** A cohort's teams, by the institution's name. */
export const listTeams = (db: Db, cohortId: string, page: { limit: number; offset: number }) =>
  db
    .selectFrom('cohort_teams')
    .select((e) => [
      'id',
      'institution',
      'contact_name',
      'contact_email',
      'places',
      'sent_at',
      'reminded_at',
      'expires_at',
      'withdrawn_at',
      countNamed(e).as('named'),
      named(e)
        .where((i) => i.or([i('invitations.accepted_at', 'is not', null), isMember]))
        .select((i) => i.fn.countAll<number>().as('n'))
        .$asScalar()
        .$notNull()
        .as('joined'),
    ])
    .where('cohort_id', '=', cohortId)
    .orderBy('institution')
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()

export const countTeams = async (db: Db, cohortId: string): Promise<number> =>
  (
    await db
      .selectFrom('cohort_teams')
      .select((e) => e.fn.countAll<number>().as('n'))
      .where('cohort_id', '=', cohortId)
      .executeTakeFirstOrThrow()
  ).n

export const getTeam = (db: Db, cohortId: string, id: string) =>
  db
    .selectFrom('cohort_teams')
    .select('id')
    .where('id', '=', id)
    .where('cohort_id', '=', cohortId)
    .executeTakeFirstOrThrow(() => new NotFound('team'))

/** The places that a contact already has for an institution; nobody names people for them meanwhile. */
export const lockTeamOf = (db: Db, cohortId: string, contact: Pick<TeamDetails, 'contact_email' | 'institution'>) =>
  db
    .selectFrom('cohort_teams')
    .selectAll()
    .where('cohort_id', '=', cohortId)
    .where('contact_email', '=', contact.contact_email)
    .where('institution', '=', contact.institution)
    .forNoKeyUpdate()
    .executeTakeFirst()

/** The addresses that take a team's places. */
export const listNamedAddresses = async (db: Db, teamId: string): Promise<string[]> =>
  (
    await db
      .selectFrom('invitations')
      .select('email')
      .where('team_id', '=', teamId)
      .where('withdrawn_at', 'is', null)
      .execute()
  ).map(({ email }) => email)

type Sending = { invited_by: string; sent_at: Date; expires_at: Date }

export const insertTeam = (db: Db, team: TeamDetails & Sending & { id: string; cohort_id: string; created_at: Date }) =>
  db
    .insertInto('cohort_teams')
    .values({ ...team, reminded_at: null, withdrawn_at: null })
    .execute()

/** Gives a team that had lapsed other details, and puts it in force again. */
export const updateTeam = (db: Db, id: string, team: TeamDetails & Sending) =>
  db
    .updateTable('cohort_teams')
    .set({ ...team, reminded_at: null, withdrawn_at: null })
    .where('id', '=', id)
    .execute()

/** Puts a team in force again, for another letter; false when one has just gone. */
export async function renewTeam(db: Db, id: string, sending: Sending, notAfter: Date): Promise<boolean> {
  const updated = await db
    .updateTable('cohort_teams')
    .set({ ...sending, reminded_at: null, withdrawn_at: null })
    .where('id', '=', id)
    .where((e) => e.or([e('withdrawn_at', 'is not', null), e('sent_at', '<=', notAfter)]))
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** True when it was this call that withdrew it. */
export async function withdrawTeam(db: Db, id: string, now: Date): Promise<boolean> {
  const updated = await db
    .updateTable('cohort_teams')
    .set({ withdrawn_at: now })
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

export const insertTeamLink = (db: Db, link: { secret_hash: Buffer; team_id: string; sent_at: Date }) =>
  db.insertInto('cohort_team_links').values(link).execute()

/** What a team's letter says. */
export const getTeamForLetter = (db: Db, id: string) =>
  db
    .selectFrom('cohort_teams')
    .innerJoin('cohorts', 'cohorts.id', 'cohort_teams.cohort_id')
    .leftJoin('accounts as trainer', 'trainer.id', 'cohort_teams.invited_by')
    .select((e) => [
      'cohort_teams.institution',
      'cohort_teams.contact_name',
      'cohort_teams.contact_email',
      'cohort_teams.language',
      'cohort_teams.places',
      'cohort_teams.expires_at',
      'trainer.name as trainer',
      'cohorts.name as cohort',
      'cohorts.course',
      'cohorts.starts_on',
      'cohorts.ends_on',
      'cohorts.time_zone',
      countNamed(e).as('named'),
    ])
    .where('cohort_teams.id', '=', id)
    .executeTakeFirstOrThrow(() => new NotFound('team'))
export type TeamForLetter = Awaited<ReturnType<typeof getTeamForLetter>>

/** Teams with places left whose letter went before `sentBefore` and that were not called to mind yet. */
export const listForgottenTeams = (db: Db, sentBefore: Date, now: Date) =>
  db
    .selectFrom('cohort_teams')
    .innerJoin('cohorts', 'cohorts.id', 'cohort_teams.cohort_id')
    .select(['cohort_teams.id', 'cohorts.ends_on', 'cohorts.time_zone'])
    .where('cohorts.closed_at', 'is', null)
    .where('cohort_teams.withdrawn_at', 'is', null)
    .where('cohort_teams.reminded_at', 'is', null)
    .where('cohort_teams.sent_at', '<=', sentBefore)
    .where('cohort_teams.expires_at', '>', now)
    .where((e) => e(countNamed(e), '<', sql.ref<number>('cohort_teams.places')))
    .orderBy('cohort_teams.sent_at')
    .execute()

/** True when the reminder is this call's to send. */
export async function markTeamReminded(db: Db, id: string, now: Date): Promise<boolean> {
  const updated = await db
    .updateTable('cohort_teams')
    .set({ reminded_at: now })
    .where('id', '=', id)
    .where('reminded_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}
