import type { Course } from '../catalogue/course.ts'
import { noteActivity } from '../enrolments/complete-course.ts'
import { touchEnrolment } from '../enrolments/queries.ts'
import { type Db, inTransaction } from '../platform/data/database.ts'
import { Conflict } from '../platform/web/errors.ts'
import type { Language } from '../platform/words/languages.ts'
import { audit } from '../platform/work/audit.ts'
import { promptOf, type ShownItem } from './item-types.ts'
import { closeAttempt, deleteResponses, lockAttempt, putResponses } from './queries.ts'
import { outcomeOf, type Responses, scoreAttempt } from './scoring.ts'
import { readResponses } from './sent-responses.ts'

type Sent = { attemptId: string; learnerId: string; body: unknown; now: Date }
type Held = { id: string; items: ShownItem[]; language: Language; stored: { responses: Responses } }
type Kept = { answered: number; total: number; unclear: boolean }

/** Stores what was sent for an open attempt, and counts what is answered now. After submission nothing is stored. */
export const saveResponses = (db: Db, { attemptId, learnerId, body, now }: Sent): Promise<Kept> =>
  inTransaction(db, async (trx) => {
    const attempt = await lockAttempt(trx, attemptId, learnerId)
    if (attempt.submitted_at) throw new Conflict('attempt_submitted')
    const responses = await storeSent(trx, attempt, body, now)
    await touchEnrolment(trx, learnerId, attempt.course, now)
    return {
      answered: Object.keys(responses).length,
      total: attempt.items.length,
      unclear: isUnclear(attempt, responses),
    }
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
    const { items, language } = attempt
    const responses = await storeSent(trx, attempt, body, now)
    if (isUnclear(attempt, responses)) return 'unclear'

    const score = scoreAttempt(items, responses, language)
    await closeAttempt(trx, attemptId, score, outcomeOf(score, attempt.pass_mark_scaled), now)
    await audit(trx, { at: now, accountId: learnerId, action: 'attempt.submitted', subject: attemptId })
    const course = courseOf(attempt.course)
    if (course) await noteActivity(trx, learnerId, course, now)
    return 'submitted'
  })

/** Whether a number that was given can be read in two ways, or in none. */
const isUnclear = ({ items, language }: Held, responses: Responses): boolean =>
  items
    .map((item) => promptOf(item, responses[item.id], language))
    .some((prompt) => prompt.type === 'numeric' && prompt.unclear !== null)

/** Stores what a form sent for an attempt that is held, and gives all of its responses as they now are. */
async function storeSent(trx: Db, { id, items, stored }: Held, body: unknown, now: Date): Promise<Responses> {
  const { given, cleared } = readResponses(items, body)
  await putResponses(trx, id, given, now)
  await deleteResponses(trx, id, cleared)
  const responses = { ...stored.responses, ...Object.fromEntries(given) }
  for (const item of cleared) delete responses[item]
  return responses
}
