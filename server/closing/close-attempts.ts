import type { Catalogue } from '../catalogue/catalogue.ts'
import { type Db, inTransaction } from '../platform/data/database.ts'
import { close, closeIfOver, responsesOf } from '../quizzes/close-attempt.ts'
import { lockAttempt } from '../quizzes/queries.ts'
import { updateDeadline } from '../quizzes/time/queries.ts'
import { listOpenAttemptsIn } from './queries.ts'

/**
 * Hands in every attempt that is open in a cohort, each in a transaction of its own, as its quiz's rule for a deadline
 * says and with what was stored. The closing is their deadline.
 */
export async function closeAttemptsIn(
  db: Db,
  courses: Pick<Catalogue, 'find'>,
  cohortId: string,
  now: Date,
): Promise<void> {
  const courseOf = (slug: string) => courses.find(slug)
  for (const { id, learner_id } of await listOpenAttemptsIn(db, cohortId)) {
    await inTransaction(db, async (trx) => {
      const attempt = await lockAttempt(trx, id, learner_id)
      if (attempt.submitted_at || (await closeIfOver(trx, attempt, courseOf, now))) return
      const at = attempt.due_at && attempt.due_at < now ? attempt.due_at : now
      const { extra_time_percent } = attempt
      await updateDeadline(trx, id, { due_at: at, due_by: attempt.due_by ?? 'cohort', extra_time_percent })
      await close(trx, attempt, courseOf, { responses: responsesOf(attempt), by: 'deadline', at })
    })
  }
}
