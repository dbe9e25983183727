import type { Course, Quiz } from '../catalogue/course.ts'
import { getRecord, lockTerms } from '../enrolments/queries.ts'
import { termsOf } from '../enrolments/terms.ts'
import { type Db, inTransaction } from '../platform/data/database.ts'
import { newId, newSecret } from '../platform/data/ids.ts'
import { Conflict } from '../platform/web/errors.ts'
import type { Language } from '../platform/words/languages.ts'
import { audit } from '../platform/work/audit.ts'
import { closeIfOver } from './close-attempt.ts'
import { correctionsFor } from './corrections.ts'
import { drawItems } from './draw.ts'
import { findOpenAttempt, insertAttempt, listCorrections, lockAttempt } from './queries.ts'
import { findHeld } from './renewal/queries.ts'
import { refusalOf, renewalOf, withoutClosing } from './renewal/renewal.ts'
import { startOf } from './start-rules.ts'

type Start = {
  learnerId: string
  course: Course
  quiz: Quiz
  language: Language
  now: Date
  /** What the draw depends on: the sample people's attempts are the same everywhere, all others are new. */
  seed?: string
}

/**
 * Opens an attempt, or finds the one that is open already. Gives its id. Conflict: not_enrolled, attempts_used,
 * attempt_too_soon, cohort_closed, trainer_needed; for the quiz that renews a certificate also what refusalOf says.
 */
export const startAttempt = (
  db: Db,
  { learnerId, course, quiz, language, now, seed = newSecret() }: Start,
): Promise<string> =>
  inTransaction(db, async (trx) => {
    const open = await findOpenAttempt(trx, learnerId, course.slug, quiz.slug)
    if (open) {
      const attempt = await lockAttempt(trx, open.id, learnerId)
      if (!attempt.submitted_at && !(await closeIfOver(trx, attempt, () => course, now))) return open.id
    }

    const renews = quiz === course.renewal
    const held = renews ? await findHeld(trx, learnerId, course.slug) : null
    if (renews && !held) throw new Conflict('renewal_without_certificate')
    await lockTerms(trx, learnerId, course.slug)
    const record = await getRecord(trx, learnerId, course.slug)
    const renewal = renews ? renewalOf(course, held, record.attempts, now) : null
    const refusal = renewal && refusalOf(renewal)
    if (refusal) throw refusal
    const own = termsOf(record.terms, now)
    const terms = renews ? withoutClosing(own) : own
    const start = startOf(quiz, renewal?.attempts ?? record.attempts, terms, now)
    if (start.refusal) throw new Conflict(start.refusal)

    const id = newId()
    const items = drawItems(quiz, { seed, learnerId, language })
    const regrades = await listCorrections(trx, learnerId, course.slug, quiz.slug, course.hash)
    const stated = regrades.map(({ item, correction }) => ({ item, newKey: correction.stated }))
    await insertAttempt(trx, {
      id,
      learner_id: learnerId,
      course: course.slug,
      quiz: quiz.slug,
      language,
      content_hash: course.hash,
      seed,
      cohort_id: (!renews && terms?.cohortId) || null,
      items,
      corrections: correctionsFor(items, stated),
      rules: quiz.rules,
      pass_mark_scaled: quiz.pass_mark_scaled,
      extra_time_percent: terms?.extraTimePercent ?? 0,
      started_at: now,
      due_at: start.deadline?.at ?? null,
      due_by: start.deadline?.by ?? null,
    })
    const started = await findOpenAttempt(trx, learnerId, course.slug, quiz.slug)
    if (!started) throw new Error(`The attempt at ${quiz.slug} was neither started nor found`)
    if (started.id === id) await audit(trx, { at: now, accountId: learnerId, action: 'attempt.started', subject: id })
    return started.id
  })
