import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../../platform/data/database.ts'
import { NotFound } from '../../../platform/web/errors.ts'
import { selectTrainers } from '../../queries.ts'
import { stateIn } from '../../roster/queries.ts'

/** What who holds a letter's link may know: the cohort, the places, and of whom they named the name and the state. */
export const findTeam = (db: Db, secret_hash: Buffer, now: Date) =>
  db
    .selectFrom('cohort_team_links')
    .innerJoin('cohort_teams', 'cohort_teams.id', 'cohort_team_links.team_id')
    .innerJoin('cohorts', 'cohorts.id', 'cohort_teams.cohort_id')
    .innerJoin('programmes', 'programmes.id', 'cohorts.programme_id')
    .select((e) => [
      'cohort_teams.id',
      'cohort_teams.institution',
      'cohort_teams.language',
      'cohort_teams.places',
      'cohort_teams.expires_at',
      'cohort_teams.withdrawn_at',
      'cohorts.name as cohort',
      'cohorts.course',
      'cohorts.starts_on',
      'cohorts.ends_on',
      'cohorts.time_zone',
      'cohorts.place',
      'cohorts.host_institution',
      'programmes.title_en',
      'programmes.title_fr',
      selectTrainers(),
      jsonArrayFrom(
        e
          .selectFrom('invitations')
          .select(['invitations.id', 'invitations.name', stateIn(now).as('state')])
          .whereRef('invitations.team_id', '=', 'cohort_teams.id')
          .orderBy('invitations.name')
          .orderBy('invitations.id'),
      ).as('people'),
    ])
    .where('cohort_team_links.secret_hash', '=', secret_hash)
    .executeTakeFirst()
export type NamingTeam = NonNullable<Awaited<ReturnType<typeof findTeam>>>

/** Holds a team until the transaction ends: who names people for its last place comes in turn. */
export const lockTeam = (db: Db, id: string) =>
  db
    .selectFrom('cohort_teams')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow(() => new NotFound('team'))

/** Somebody whom the team's contact named: others are not found. */
export const getNamed = (db: Db, teamId: string, invitationId: string) =>
  db
    .selectFrom('invitations')
    .select('id')
    .where('id', '=', invitationId)
    .where('team_id', '=', teamId)
    .executeTakeFirstOrThrow(() => new NotFound('invitation'))
