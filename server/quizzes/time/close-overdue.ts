import type { Catalogue } from '../../catalogue/catalogue.ts'
import { type Db, inTransaction } from '../../platform/data/database.ts'
import { type CourseOf, closeIfOver } from '../close-attempt.ts'
import { type AttemptRow, lockAttempt } from '../queries.ts'
import { listOverdueAttempts } from './queries.ts'

/** Closes one attempt if it is open and its time is over; false where another closed it first. */
export const closeOverdueAttempt = (
  db: Db,
  { id, learner_id }: Pick<AttemptRow, 'id' | 'learner_id'>,
  courseOf: CourseOf,
  now: Date,
): Promise<boolean> =>
  inTransaction(db, async (trx) => {
    const attempt = await lockAttempt(trx, id, learner_id)
    return !attempt.submitted_at && closeIfOver(trx, attempt, courseOf, now)
  })

const closedAtOnce = 50

/** Closes every attempt whose time is over, though nobody opens a page. Gives how many it closed. */
export async function closeOverdueAttempts(db: Db, courses: Pick<Catalogue, 'find'>, now: Date): Promise<number> {
  let closed = 0
  for (;;) {
    const overdue = await listOverdueAttempts(db, now, closedAtOnce)
    for (const attempt of overdue)
      if (await closeOverdueAttempt(db, attempt, (slug) => courses.find(slug), now)) closed += 1
    if (overdue.length < closedAtOnce) return closed
  }
}
