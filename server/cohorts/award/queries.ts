import type { Db } from '../../platform/data/database.ts'

type Passed = { cohortId: string; course: string; quiz: string; among?: string[] | undefined }

/** The cohort's people whose course is not complete though they passed its award quiz; in the order of their ids. */
export const listPassed = (db: Db, { cohortId, course, quiz, among }: Passed) =>
  db
    .selectFrom('cohort_members')
    .innerJoin('enrolments', 'enrolments.learner_id', 'cohort_members.learner_id')
    .select('cohort_members.learner_id')
    .where('cohort_members.cohort_id', '=', cohortId)
    .where('enrolments.course', '=', course)
    .where('enrolments.completed_at', 'is', null)
    .where((e) =>
      e.exists(
        e
          .selectFrom('attempts')
          .select('attempts.id')
          .whereRef('attempts.learner_id', '=', 'cohort_members.learner_id')
          .where('attempts.course', '=', course)
          .where('attempts.quiz', '=', quiz)
          .where('attempts.outcome', '=', 'passed'),
      ),
    )
    .$if(among !== undefined, (query) => query.where('cohort_members.learner_id', '=', (e) => e.fn.any(e.val(among))))
    .orderBy('cohort_members.learner_id')
    .execute()
