import type { Catalogue } from '../catalogue/catalogue.ts'
import { lockCohort } from '../cohorts/settings/queries.ts'
import { type Db, inTransaction } from '../platform/data/database.ts'
import { Conflict } from '../platform/web/errors.ts'
import type { Problems, Typed } from '../platform/web/forms.ts'
import { audit } from '../platform/work/audit.ts'
import { closeAttemptsIn } from './close-attempts.ts'
import { mayClose, obstaclesTo, untickedProblems } from './obstacles.ts'
import { closeCohort, getClosing } from './queries.ts'

type Closing = { cohort: { id: string; ends_on: string; time_zone: string }; trainerId: string; ticks: Typed }
const triesAtMost = 5

/**
 * Closes a cohort for good: hands in what is open, then closes it unless something stands in the way that nobody ticked,
 * and gives the problems. Closed again, it stays as it is. Conflict: lead_closes.
 *
 * Attempts are handed in before the transaction that closes, which holds none of them: nobody who stores a response
 * waits for it in a circle. Should one be opened in between, the database does not let the cohort close; then again.
 */
export async function closeWithAttempts(
  db: Db,
  courses: Pick<Catalogue, 'find'>,
  { cohort, trainerId, ticks }: Closing,
  now: Date,
): Promise<Problems> {
  for (let tries = 1; ; tries += 1) {
    await closeAttemptsIn(db, courses, cohort.id, now)
    const problems = await closeOnce(db, { cohort, trainerId, ticks }, now)
    if (problems) return problems
    if (tries === triesAtMost) throw new Error(`Attempts were opened in ${cohort.id} as often as they were handed in`)
  }
}

/** Null when an attempt is open that was not before. */
const closeOnce = (db: Db, { cohort: asked, trainerId, ticks }: Closing, now: Date): Promise<Problems | null> =>
  inTransaction(db, async (trx) => {
    const cohort = await lockCohort(trx, asked.id)
    const closing = await getClosing(trx, cohort, now)
    if (closing.closed_at) return {}
    if (!mayClose(closing, trainerId)) throw new Conflict('lead_closes')
    const problems = untickedProblems(obstaclesTo(closing, cohort, now), ticks)
    if (Object.keys(problems).length > 0) return problems
    if (closing.open > 0) return null
    await closeCohort(trx, cohort.id, { closed_at: now, closed_by: trainerId })
    const details = { ends_on: cohort.ends_on, unmarked: closing.unmarked, later: closing.later.length }
    await audit(trx, { at: now, accountId: trainerId, action: 'cohort.closed', subject: cohort.id, details })
    return {}
  }).catch((error: unknown) => {
    if (isOpenAttempt(error)) return null
    throw error
  })

const isOpenAttempt = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'cohorts_closed_without_open_attempts'
