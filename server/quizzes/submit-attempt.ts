import type { Course } from '../catalogue/course.ts'
import { touchEnrolment } from '../enrolments/queries.ts'
import { type Db, inTransaction } from '../platform/data/database.ts'
import { Conflict } from '../platform/web/errors.ts'
import { close, closeIfOver, responsesOf } from './close-attempt.ts'
import { isInDoubt } from './item-types.ts'
import {
  type AttemptRow,
  deleteResponses,
  getLastSequence,
  insertSave,
  listItemsChangedElsewhere,
  lockAttempt,
  putResponses,
} from './queries.ts'
import type { Responses } from './scoring.ts'
import { digestOf, readResponses } from './sent-responses.ts'

type Sent = { attemptId: string; learnerId: string; body: unknown; now: Date }
type CourseOf = (slug: string) => Course | undefined
export type Kept = {
  answered: number
  total: number
  /** The places, from 1, of items with a number that can be read in two ways, or in none. */
  unclear: number[]
  /** Whether it came after the deadline, within the grace. */
  late: boolean
  revision: number
  due_at: Date | null
  /** What is stored now, by item, in short: the page says so when it sends again. */
  shown: Record<string, string>
  /** The places, from 1, of items that another page has changed since this one saw them. */
  elsewhere: number[]
}

/**
 * Stores what was sent for an open attempt, and says how it stands now. What a page sends twice is stored once, and what
 * it sent earlier never overwrites what it sent later. Conflict: attempt_submitted, attempt_over.
 */
export async function saveResponses(
  db: Db,
  courseOf: CourseOf,
  { attemptId, learnerId, body, now }: Sent,
): Promise<Kept> {
  const kept = await inTransaction(db, async (trx) => {
    const attempt = await lockAttempt(trx, attemptId, learnerId)
    if (attempt.submitted_at) return attempt.closed_by === 'deadline' ? 'attempt_over' : 'attempt_submitted'
    if (await closeIfOver(trx, attempt, courseOf, now)) return 'attempt_over'
    await touchEnrolment(trx, learnerId, attempt.course, now)
    return storeSent(trx, attempt, body, now)
  })
  // Thrown here, so that a closing stands though the save is refused.
  if (typeof kept === 'string') throw new Conflict(kept)
  return kept
}

type Submitted = Pick<Kept, 'total' | 'unclear'> & { answer: 'submitted' | 'unclear' | 'over' }

/**
 * Stores what came with the press, marks the attempt and closes it, once. A number that can be read in two ways is
 * asked back first: then nothing is closed, and the answer is `unclear`. After the deadline's grace nothing is stored:
 * the attempt is closed as its rule says, and the answer is `over`.
 */
export const submitAttempt = (
  db: Db,
  courseOf: CourseOf,
  { attemptId, learnerId, body, now }: Sent,
): Promise<Submitted> =>
  inTransaction(db, async (trx) => {
    const attempt = await lockAttempt(trx, attemptId, learnerId)
    const closed = (answer: 'submitted' | 'over') => ({ answer, total: attempt.items.length, unclear: [] })
    if (attempt.submitted_at) return closed(attempt.closed_by === 'deadline' ? 'over' : 'submitted')
    if (await closeIfOver(trx, attempt, courseOf, now)) return closed('over')
    const { unclear, total, responses } = await storeSent(trx, attempt, body, now)
    if (unclear.length > 0) return { answer: 'unclear', total, unclear }
    await close(trx, attempt, courseOf, { responses, by: 'learner', at: now })
    return closed('submitted')
  })

/** Stores what a form sent for an attempt that is held, unless it was stored before. */
async function storeSent(
  trx: Db,
  attempt: AttemptRow,
  body: unknown,
  now: Date,
): Promise<Kept & { responses: Responses }> {
  const { page, sequence, seen, given, cleared } = readResponses(attempt.items, body)
  const isNew = sequence === null || sequence > (await getLastSequence(trx, attempt.id, page))
  const changed = isNew ? [...given.keys(), ...cleared] : []
  const responses = responsesOf(attempt)
  const revision = attempt.revision + (changed.length > 0 ? 1 : 0)
  if (changed.length > 0) {
    const save = { attemptId: attempt.id, revision, page, sequence, now }
    await insertSave(trx, save, changed)
    await putResponses(trx, save, given)
    await deleteResponses(trx, attempt.id, cleared)
    for (const [item, response] of given) responses[item] = response
    for (const item of cleared) delete responses[item]
  }
  const { items, language, due_at } = attempt
  const newer = attempt.revision > seen ? await listItemsChangedElsewhere(trx, attempt.id, page, seen) : []
  const elsewhere = newer.filter((item) => !changed.includes(item))
  return {
    answered: Object.keys(responses).length,
    total: items.length,
    unclear: items.flatMap((item, index) => (isInDoubt(item, responses[item.id], language) ? [index + 1] : [])),
    late: due_at !== null && now > due_at,
    revision,
    due_at,
    shown: Object.fromEntries(Object.entries(responses).map(([item, response]) => [item, digestOf(response)])),
    elsewhere: items.flatMap(({ id }, index) => (elsewhere.includes(id) ? [index + 1] : [])),
    responses,
  }
}
