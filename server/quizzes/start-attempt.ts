import type { Course, Quiz } from '../catalogue/course.ts'
import { getRecord } from '../enrolments/queries.ts'
import { type Db, inTransaction } from '../platform/data/database.ts'
import { newId } from '../platform/data/ids.ts'
import { Conflict } from '../platform/web/errors.ts'
import { limits } from '../platform/web/limits.ts'
import type { Language } from '../platform/words/languages.ts'
import { audit } from '../platform/work/audit.ts'
import { shuffleFor } from './draw.ts'
import { showItems } from './item-types.ts'
import { getOpenAttempt, insertAttempt } from './queries.ts'

type Start = { learnerId: string; course: Course; quiz: Quiz; language: Language; now: Date }

/** Opens an attempt, or finds the one that is open already. Gives its id. */
export const startAttempt = (db: Db, { learnerId, course, quiz, language, now }: Start): Promise<string> =>
  inTransaction(db, async (trx) => {
    const record = await getRecord(trx, learnerId, course.slug)
    const earlier = record.attempts.filter((attempt) => attempt.quiz === quiz.slug)
    if (earlier.length >= limits.attemptsPerQuiz) throw new Conflict('attempts_used')

    const id = newId()
    await insertAttempt(trx, {
      id,
      learner_id: learnerId,
      course: course.slug,
      quiz: quiz.slug,
      language,
      content_hash: course.hash,
      items: showItems(quiz.items, language, shuffleFor(id)),
      pass_mark_scaled: quiz.pass_mark_scaled,
      started_at: now,
    })
    const open = await getOpenAttempt(trx, learnerId, course.slug, quiz.slug)
    if (open.id === id) await audit(trx, { at: now, accountId: learnerId, action: 'attempt.started', subject: id })
    return open.id
  })
