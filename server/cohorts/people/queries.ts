import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import { selectWork } from '../../enrolments/queries.ts'
import type { Db } from '../../platform/data/database.ts'
import { NotFound } from '../../platform/web/errors.ts'
import { selectSessions } from '../attendance/queries.ts'
import { selectPapers } from '../stuck/queries.ts'

/** The people of a cohort, each with what they did in its course and nothing else of theirs. One statement. */
export const selectMembers = (db: Db, cohort: { id: string; course: string }) =>
  db
    .selectFrom('cohort_members')
    .innerJoin('accounts', 'accounts.id', 'cohort_members.learner_id')
    .leftJoin('enrolments', (join) =>
      join.onRef('enrolments.learner_id', '=', 'cohort_members.learner_id').on('enrolments.course', '=', cohort.course),
    )
    .where('cohort_members.cohort_id', '=', cohort.id)
    .select([
      'cohort_members.learner_id as id',
      'cohort_members.joined_at',
      'accounts.name',
      'accounts.institution',
      'accounts.country_code',
      'enrolments.last_active_at',
    ])
    .select(selectWork())
    .select(selectSessions())
    .select((e) =>
      jsonArrayFrom(
        e
          .selectFrom('time_requests')
          .innerJoin('attempts', 'attempts.id', 'time_requests.attempt_id')
          .leftJoin('enrolment_terms', (join) =>
            join
              .onRef('enrolment_terms.learner_id', '=', 'attempts.learner_id')
              .onRef('enrolment_terms.cohort_id', '=', 'attempts.cohort_id'),
          )
          .select(['time_requests.requested_at', 'attempts.quiz', 'attempts.due_at'])
          .whereRef('attempts.learner_id', '=', 'cohort_members.learner_id')
          .whereRef('attempts.cohort_id', '=', 'cohort_members.cohort_id')
          .where('attempts.submitted_at', 'is', null)
          .where((w) =>
            w.or([
              w('enrolment_terms.granted_at', 'is', null),
              w('enrolment_terms.granted_at', '<', w.ref('time_requests.requested_at')),
            ]),
          )
          .orderBy('time_requests.requested_at'),
      ).as('time_requests'),
    )

export const listMembers = (db: Db, cohort: { id: string; course: string }) => selectMembers(db, cohort).execute()
export type Member = Awaited<ReturnType<typeof listMembers>>[number]

/** One of them, with what the cohort means for them alone, and what the trainers wrote about and to them. */
export const getMember = (db: Db, cohort: { id: string; course: string }, learnerId: string) =>
  selectMembers(db, cohort)
    .select((e) =>
      jsonObjectFrom(
        e
          .selectFrom('enrolment_terms')
          .leftJoin('accounts as giver', 'giver.id', 'enrolment_terms.granted_by')
          .select([
            'enrolment_terms.closes_at',
            'enrolment_terms.extra_time_percent',
            'enrolment_terms.reason',
            'enrolment_terms.granted_at',
            'giver.name as granted_by',
          ])
          .whereRef('enrolment_terms.learner_id', '=', 'cohort_members.learner_id')
          .whereRef('enrolment_terms.cohort_id', '=', 'cohort_members.cohort_id'),
      ).as('term'),
    )
    .select(selectPapers(cohort.course))
    .where('cohort_members.learner_id', '=', learnerId)
    .executeTakeFirstOrThrow(() => new NotFound('member'))
