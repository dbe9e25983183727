import type { Course } from '../catalogue/course.ts'
import { noteActivity } from '../enrolments/complete-course.ts'
import { touchEnrolment } from '../enrolments/queries.ts'
import { type Db, inTransaction } from '../platform/data/database.ts'
import { Conflict } from '../platform/web/errors.ts'
import { audit } from '../platform/work/audit.ts'
import { promptOf } from './item-types.ts'
import { closeAttempt, deleteResponses, getAttempt, lockAttempt, putResponses } from './queries.ts'
import { outcomeOf, scoreAttempt } from './scoring.ts'
import { readResponses } from './sent-responses.ts'

type Sent = { attemptId: string; learnerId: string; body: unknown; now: Date }

/** Stores what was sent for an open attempt, and counts what is answered now. After submission nothing is stored. */
export const saveResponses = (
  db: Db,
  { attemptId, learnerId, body, now }: Sent,
): Promise<{ answered: number; total: number }> =>
  inTransaction(db, async (trx) => {
    const attempt = await lockAttempt(trx, attemptId, learnerId)
    if (attempt.submitted_at) throw new Conflict('attempt_submitted')
    const { given, cleared } = readResponses(attempt.items, body)
    await putResponses(trx, attemptId, given, now)
    await deleteResponses(trx, attemptId, cleared)
    await touchEnrolment(trx, learnerId, attempt.course, now)
    const answered = new Set([...Object.keys(attempt.stored.responses), ...given.keys()]).difference(new Set(cleared))
    return { answered: answered.size, total: attempt.items.length }
  })

/**
 * Stores what came with the press, marks the attempt and closes it, once. A number that can be read in two ways is
 * asked back first: then nothing is closed, and the answer is `unclear`.
 */
export const submitAttempt = (
  db: Db,
  courseOf: (slug: string) => Course | undefined,
  { attemptId, learnerId, body, now }: Sent,
): Promise<'submitted' | 'unclear'> =>
  inTransaction(db, async (trx) => {
    const attempt = await lockAttempt(trx, attemptId, learnerId)
    if (attempt.submitted_at) return 'submitted'
    const { given, cleared } = readResponses(attempt.items, body)
    await putResponses(trx, attemptId, given, now)
    await deleteResponses(trx, attemptId, cleared)

    const { items, language, stored } = await getAttempt(trx, attemptId, learnerId)
    const prompts = items.map((item) => promptOf(item, stored.responses[item.id], language))
    if (prompts.some((prompt) => prompt.type === 'numeric' && prompt.unclear)) return 'unclear'

    const score = scoreAttempt(items, stored.responses, language)
    await closeAttempt(trx, attemptId, score, outcomeOf(score, attempt.pass_mark_scaled), now)
    await audit(trx, { at: now, accountId: learnerId, action: 'attempt.submitted', subject: attemptId })
    const course = courseOf(attempt.course)
    if (course) await noteActivity(trx, learnerId, course, now)
    return 'submitted'
  })
