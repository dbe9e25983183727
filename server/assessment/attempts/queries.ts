import { sql } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../platform/data/database.ts'
import { NotFound } from '../../platform/web/errors.ts'

/**
 * One attempt of a learner in a cohort, with everything that is known to have happened in it, in one statement. Times
 * in JSON are ISO texts. An attempt that was made elsewhere is not found.
 */
export const getLoggedAttempt = (db: Db, key: { cohortId: string; learnerId: string; attemptId: string }) =>
  db
    .selectFrom('attempts')
    .innerJoin('accounts', 'accounts.id', 'attempts.learner_id')
    .select([
      'accounts.name as learner',
      'attempts.quiz',
      'attempts.number',
      'attempts.items',
      'attempts.rules',
      'attempts.started_at',
      'attempts.due_at',
      'attempts.due_by',
      'attempts.extra_time_percent',
      'attempts.submitted_at',
      'attempts.closed_by',
      'attempts.score_raw',
      'attempts.score_max',
      'attempts.outcome',
      'attempts.pass_mark_scaled',
      'attempts.marking',
    ])
    .select((e) => [
      jsonArrayFrom(
        e
          .selectFrom('saves')
          .select(['saves.page', 'saves.items', 'saves.stored_at'])
          .whereRef('saves.attempt_id', '=', 'attempts.id')
          .orderBy('saves.revision'),
      ).as('saves'),
      jsonObjectFrom(
        e
          .selectFrom('time_requests')
          .select('time_requests.requested_at')
          .whereRef('time_requests.attempt_id', '=', 'attempts.id'),
      ).as('time_request'),
      jsonArrayFrom(
        e
          .selectFrom('audit_events')
          .select(['audit_events.at', 'audit_events.action', 'audit_events.details'])
          .where((w) =>
            w.or([
              w.and([w('audit_events.subject', '=', key.attemptId), w('audit_events.action', '=', 'attempt.extended')]),
              // Results of a quiz are released together: one event of the cohort names all the attempts.
              w.and([
                w('audit_events.subject', '=', key.cohortId),
                w('audit_events.action', '=', 'results.released'),
                sql<boolean>`audit_events.details @> ${JSON.stringify({ attempts: [key.attemptId] })}::jsonb`,
              ]),
            ]),
          )
          .orderBy('audit_events.id'),
      ).as('events'),
      jsonArrayFrom(
        e
          .selectFrom('marks')
          .select(['marks.item', 'marks.place', 'marks.marked_at'])
          .whereRef('marks.attempt_id', '=', 'attempts.id')
          .orderBy('marks.marked_at'),
      ).as('marks'),
      jsonArrayFrom(
        e
          .selectFrom('regraded_attempts')
          .innerJoin('regrades', 'regrades.id', 'regraded_attempts.regrade_id')
          .select([
            'regrades.item',
            'regrades.reason',
            'regrades.made_at',
            'regraded_attempts.score_raw_before',
            'regraded_attempts.score_raw_after',
            'regraded_attempts.outcome_before',
            'regraded_attempts.outcome_after',
          ])
          .whereRef('regraded_attempts.attempt_id', '=', 'attempts.id')
          .orderBy('regrades.made_at'),
      ).as('regrades'),
    ])
    .where('attempts.id', '=', key.attemptId)
    .where('attempts.learner_id', '=', key.learnerId)
    .where('attempts.cohort_id', '=', key.cohortId)
    .executeTakeFirstOrThrow(() => new NotFound('attempt'))
export type LoggedAttempt = Awaited<ReturnType<typeof getLoggedAttempt>>
