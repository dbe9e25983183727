import { expressionBuilder } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db, Tables } from '../../platform/data/database.ts'
import { NotFound } from '../../platform/web/errors.ts'
import { selectTrainers } from '../queries.ts'

/** Whether somebody leads the cohort of the row, and is still a trainer of its programme. */
function isLedBy(accountId: string) {
  const e = expressionBuilder<Tables, 'cohorts'>()
  const trainers = e
    .selectFrom('cohort_trainers')
    .innerJoin('role_grants', 'role_grants.account_id', 'cohort_trainers.trainer_id')
    .select('cohort_trainers.trainer_id')
    .whereRef('cohort_trainers.cohort_id', '=', 'cohorts.id')
    .whereRef('role_grants.programme_id', '=', 'cohorts.programme_id')
    .where('role_grants.role', '=', 'trainer')
    .where('cohort_trainers.trainer_id', '=', accountId)
  return e.exists(trainers).$castTo<boolean>()
}

/**
 * The cohort as one of its people meets it, for pages that add what else they show: a member, or a trainer who leads it.
 * For anybody else there is no row.
 */
export const cohortFor = (db: Db, cohortId: string, accountId: string) =>
  db
    .selectFrom('cohorts')
    .select(['cohorts.id', 'cohorts.name', 'cohorts.course', 'cohorts.time_zone', 'cohorts.confidential'])
    .select('cohorts.closed_at')
    .select(isLedBy(accountId).as('leads'))
    .where('cohorts.id', '=', cohortId)
    .where((e) =>
      e.or([
        isLedBy(accountId),
        e.exists(
          e
            .selectFrom('cohort_members')
            .select('cohort_members.learner_id')
            .whereRef('cohort_members.cohort_id', '=', 'cohorts.id')
            .where('cohort_members.learner_id', '=', accountId),
        ),
      ]),
    )

export const getCohortFor = (db: Db, cohortId: string, accountId: string) =>
  cohortFor(db, cohortId, accountId).executeTakeFirstOrThrow(() => new NotFound('cohort'))

/** What the page of a learner's cohort shows, in one statement. Times in JSON are ISO texts. */
export const getCohortPage = (db: Db, cohortId: string, accountId: string) =>
  cohortFor(db, cohortId, accountId)
    .select(['cohorts.starts_on', 'cohorts.ends_on', 'cohorts.host_institution', 'cohorts.place'])
    .select((e) => [
      selectTrainers(),
      jsonArrayFrom(
        e
          .selectFrom('cohort_messages')
          .leftJoin('accounts as author', 'author.id', 'cohort_messages.author_id')
          .select([
            'cohort_messages.id',
            'cohort_messages.subject',
            'cohort_messages.text',
            'cohort_messages.sent_at',
            'author.name as author',
          ])
          .whereRef('cohort_messages.cohort_id', '=', 'cohorts.id')
          .orderBy('cohort_messages.sent_at', 'desc')
          .orderBy('cohort_messages.id')
          .limit(newestMessages + 1),
      ).as('messages'),
      jsonArrayFrom(
        e
          .selectFrom('discussion_threads')
          .innerJoin('discussion_posts', 'discussion_posts.thread_id', 'discussion_threads.id')
          .select((p) => [
            'discussion_threads.module',
            p.fn.count<number>('discussion_threads.id').distinct().as('threads'),
            p.fn.max('discussion_posts.written_at').as('newest_at'),
          ])
          .whereRef('discussion_threads.cohort_id', '=', 'cohorts.id')
          .groupBy('discussion_threads.module')
          .orderBy('discussion_threads.module'),
      ).as('modules'),
      e
        .selectFrom('enrolment_terms')
        .select('enrolment_terms.closes_at')
        .whereRef('enrolment_terms.cohort_id', '=', 'cohorts.id')
        .where('enrolment_terms.learner_id', '=', accountId)
        .as('closes_at'),
      e
        .selectFrom('discussion_digests')
        .select('discussion_digests.wanted')
        .whereRef('discussion_digests.cohort_id', '=', 'cohorts.id')
        .where('discussion_digests.account_id', '=', accountId)
        .as('wants_letters'),
    ])
    .executeTakeFirstOrThrow(() => new NotFound('cohort'))
export type CohortPageRow = Awaited<ReturnType<typeof getCohortPage>>

/** Messages that the page of a cohort names. */
export const newestMessages = 5
