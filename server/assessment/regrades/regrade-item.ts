import type { Catalogue } from '../../catalogue/catalogue.ts'
import { quizTitle } from '../../catalogue/titles.ts'
import { completeCourse } from '../../enrolments/complete-course.ts'
import { type Db, inTransaction } from '../../platform/data/database.ts'
import { newId } from '../../platform/data/ids.ts'
import { audit } from '../../platform/work/audit.ts'
import type { Mail } from '../../platform/work/mail.ts'
import type { NewKey } from '../../quizzes/corrections.ts'
import { regradeLetter } from './letters.ts'
import {
  type ItemOfCohort,
  insertRegrade,
  insertRegradedAttempts,
  listRegrades,
  lockAttemptsWithItem,
  updateCorrections,
} from './queries.ts'
import { changesNothing, countsOf, passesNow, type RegradedAttempt, regrade } from './regrade.ts'
import { sampleOf } from './sample-item.ts'

type Services = { db: Db; courses: Catalogue; mail: Mail; publicUrl: string }
type Press = ItemOfCohort & { newKey: NewKey; reason: string; trainerId: string; now: Date }

/**
 * Corrects an item for a cohort: its attempts are marked anew, with every old score beside the new, and who passes by
 * that may complete the course; who completed it has. Twice is the same as once. Gives whether anything was changed.
 */
export const regradeItem = (
  { db, courses, mail, publicUrl }: Services,
  { newKey, reason, trainerId, now, ...key }: Press,
): Promise<boolean> =>
  inTransaction(db, async (trx) => {
    const attempts = await lockAttemptsWithItem(trx, key)
    const regrades = await listRegrades(trx, key)
    const course = courses.find(key.course)
    const sample = sampleOf(key.item, { attempts, regrades }, { course, quiz: key.quiz, language: 'en' })
    const planned = regrade(sample, attempts, newKey)
    if (changesNothing(planned)) return false

    const id = newId()
    const correction = planned.correction ?? sample.correction ?? { changed: {} }
    await insertRegrade(trx, {
      id,
      cohort_id: key.cohortId,
      course: key.course,
      quiz: key.quiz,
      item: key.item,
      content_hash: sample.content_hash,
      correction: { ...correction, stated: newKey },
      reason,
      made_by: trainerId,
      made_at: now,
    })
    for (const { attempt, correction: own, result } of planned.attempts)
      await updateCorrections(trx, attempt.id, { ...attempt.corrections, [key.item]: own }, result?.after ?? null)
    const changed = planned.attempts.filter(({ result }) => result?.changes)
    await insertRegradedAttempts(trx, id, changed.flatMap(scoresOf))

    const passing = new Set(changed.filter(passesNow).map(({ attempt }) => attempt.learner_id))
    if (course) for (const learnerId of [...passing].sort()) await completeCourse(trx, learnerId, course, now)
    for (const own of Map.groupBy(changed.filter(isReleased), ({ attempt }) => attempt.learner_id).values()) {
      const [first] = own
      if (!first) continue
      const { name, email, reads: language } = first.attempt
      const quiz = quizTitle(course, key.quiz, language).text
      await mail.queue(trx, regradeLetter({ name, email, language }, { quiz, reason, publicUrl, attempts: own }))
    }
    const details = { regrade: id, quiz: key.quiz, item: key.item, ...countsOf(attempts, planned) }
    await audit(trx, { at: now, accountId: trainerId, action: 'quiz.regraded', subject: key.cohortId, details })
    return true
  })

const scoresOf = ({ attempt: { id }, result }: RegradedAttempt) =>
  result ? [{ id, before: result.before, after: result.after }] : []

/** Whose script waits for a trainer has not been told any points: the letter about their result comes with it. */
const isReleased = ({ attempt }: RegradedAttempt): boolean => attempt.marking !== 'waiting'
