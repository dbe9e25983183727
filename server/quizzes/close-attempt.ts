import type { Course } from '../catalogue/course.ts'
import { completeCourse, noteActivity } from '../enrolments/complete-course.ts'
import type { Db } from '../platform/data/database.ts'
import { audit } from '../platform/work/audit.ts'
import { correctedItems } from './corrections.ts'
import { type AttemptRow, closeAttempt } from './queries.ts'
import { isMarkedByTrainer, outcomeOf, type Responses, scoreAttempt } from './scoring.ts'
import { isOver } from './time/deadline.ts'

export type CourseOf = (slug: string) => Course | undefined
type Closing = { responses: Responses; by: 'learner' | 'deadline'; at: Date }

/** The attempt's responses, by item. */
export const responsesOf = ({ given }: Pick<AttemptRow, 'given'>): Responses =>
  Object.fromEntries(given.map(({ item, response }) => [item, response]))

/** Marks an attempt that is held and closes it, once, in the caller's transaction. `at` is when it was handed in. */
export async function close(trx: Db, attempt: AttemptRow, courseOf: CourseOf, { responses, by, at }: Closing) {
  const { id, learner_id, language, pass_mark_scaled, rules } = attempt
  const items = correctedItems(attempt.items, attempt.corrections)
  const score = scoreAttempt(items, responses, language)
  const counted = by === 'learner' || rules.at_deadline === 'mark' ? score : { ...score, raw: 0 }
  const waits = counted === score && items.some((item) => isMarkedByTrainer(item, responses[item.id], language))
  await closeAttempt(trx, id, {
    score: counted,
    outcome: waits ? null : outcomeOf(counted, pass_mark_scaled),
    marking: waits ? 'waiting' : null,
    closed_by: by,
    submitted_at: at,
  })
  const action = by === 'learner' ? 'attempt.submitted' : 'attempt.closed_at_deadline'
  await audit(trx, { at, accountId: learner_id, action, subject: id })
  const course = courseOf(attempt.course)
  if (course) await (by === 'learner' ? noteActivity : completeCourse)(trx, learner_id, course, at)
}

/**
 * Closes an open attempt that is held if its time is over, as its rule says, with what was stored: handed in at its
 * deadline, whenever this is called and by whichever process. Gives whether it did.
 */
export async function closeIfOver(trx: Db, attempt: AttemptRow, courseOf: CourseOf, now: Date): Promise<boolean> {
  if (!attempt.due_at || !isOver(attempt, now)) return false
  await close(trx, attempt, courseOf, { responses: responsesOf(attempt), by: 'deadline', at: attempt.due_at })
  return true
}
