import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../platform/data/database.ts'

/** Makes the address of somebody's calendar, in place of the one that there was. */
export const putFeed = (db: Db, feed: { account_id: string; secret_hash: Buffer; made_at: Date }) =>
  db
    .insertInto('calendar_feeds')
    .values(feed)
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(feed))
    .execute()

/** True when there was an address to end. */
export async function deleteFeed(db: Db, accountId: string): Promise<boolean> {
  const deleted = await db.deleteFrom('calendar_feeds').where('account_id', '=', accountId).executeTakeFirst()
  return deleted.numDeletedRows === 1n
}

/**
 * Whose calendar an address is, and their cohorts: those they are in, with the day that is theirs, and those they lead.
 * One statement; times in JSON are ISO texts.
 */
export const findCalendar = (db: Db, secretHash: Buffer) =>
  db
    .selectFrom('calendar_feeds')
    .innerJoin('accounts', 'accounts.id', 'calendar_feeds.account_id')
    .where('calendar_feeds.secret_hash', '=', secretHash)
    .select((e) => [
      'accounts.language',
      jsonArrayFrom(
        e
          .selectFrom('cohorts')
          .leftJoin('enrolment_terms', (join) =>
            join
              .onRef('enrolment_terms.cohort_id', '=', 'cohorts.id')
              .onRef('enrolment_terms.learner_id', '=', 'accounts.id'),
          )
          .select((c) => [
            'cohorts.id',
            'cohorts.name',
            'cohorts.course',
            'cohorts.ends_on',
            'cohorts.time_zone',
            'enrolment_terms.closes_at',
            jsonArrayFrom(
              c
                .selectFrom('cohort_sessions')
                .select([
                  'cohort_sessions.id',
                  'cohort_sessions.title',
                  'cohort_sessions.place',
                  'cohort_sessions.held_on',
                  'cohort_sessions.from_time',
                  'cohort_sessions.to_time',
                  'cohort_sessions.starts_at',
                  'cohort_sessions.ends_at',
                  'cohort_sessions.revision',
                  'cohort_sessions.cancelled_at',
                ])
                .whereRef('cohort_sessions.cohort_id', '=', 'cohorts.id')
                .orderBy('cohort_sessions.starts_at'),
            ).as('sessions'),
          ])
          .where((w) =>
            w.or([
              w(
                'cohorts.id',
                'in',
                w
                  .selectFrom('cohort_members')
                  .select('cohort_members.cohort_id')
                  .whereRef('cohort_members.learner_id', '=', 'accounts.id'),
              ),
              w(
                'cohorts.id',
                'in',
                w
                  .selectFrom('cohort_trainers')
                  .innerJoin('cohorts as led', 'led.id', 'cohort_trainers.cohort_id')
                  .innerJoin('role_grants', (join) =>
                    join
                      .onRef('role_grants.account_id', '=', 'cohort_trainers.trainer_id')
                      .onRef('role_grants.programme_id', '=', 'led.programme_id')
                      .on('role_grants.role', '=', 'trainer'),
                  )
                  .select('cohort_trainers.cohort_id')
                  .whereRef('cohort_trainers.trainer_id', '=', 'accounts.id'),
              ),
            ]),
          )
          .orderBy('cohorts.starts_on'),
      ).as('cohorts'),
    ])
    .executeTakeFirst()
export type FoundCalendar = NonNullable<Awaited<ReturnType<typeof findCalendar>>>
