import type { Catalogue } from '../../catalogue/catalogue.ts'
import { quizTitle } from '../../catalogue/titles.ts'
import { completeCourse } from '../../enrolments/complete-course.ts'
import { type Db, inTransaction } from '../../platform/data/database.ts'
import { Conflict } from '../../platform/web/errors.ts'
import { audit } from '../../platform/work/audit.ts'
import type { Mail } from '../../platform/work/mail.ts'
import { markedScore, markingStep } from '../../quizzes/marking.ts'
import { outcomeOf } from '../../quizzes/scoring.ts'
import { resultLetter } from './letters.ts'
import { lockScripts, releaseAttempt } from './queries.ts'
import { scriptOf } from './script.ts'

/** Characters of the reason for going without second markers. */
export const reasonCharacters = { least: 10, most: 200 } as const

type Services = { db: Db; courses: Catalogue; mail: Mail; publicUrl: string }
type Release = { cohortId: string; quiz: string; trainerId: string; reason: string; now: Date }

/**
 * Releases the results of a quiz in a cohort together: scores, outcomes, completions and letters, in one transaction.
 * Twice is the same as once. `reason_missing` where scripts lack a second mark and nothing says why. Conflict:
 * not_all_marked.
 */
export const releaseResults = (
  { db, courses, mail, publicUrl }: Services,
  { cohortId, quiz, trainerId, reason, now }: Release,
): Promise<'released' | 'reason_missing'> =>
  inTransaction(db, async (trx) => {
    const scripts = (await lockScripts(trx, cohortId, quiz)).map((row) => ({ row, script: scriptOf(row) }))
    if (scripts.length === 0) return 'released'
    if (scripts.some(({ script }) => markingStep(script) === 'first')) throw new Conflict('not_all_marked')
    const without = scripts.flatMap(({ row, script }) => (markingStep(script) === 'second' ? [row.id] : []))
    if (without.length > 0 && reason.length < reasonCharacters.least) return 'reason_missing'

    for (const { row, script } of scripts) {
      const score = markedScore(script)
      await releaseAttempt(trx, row.id, score, outcomeOf(score, script.pass_mark_scaled))
      const course = courses.find(row.course)
      if (course) await completeCourse(trx, row.learner_id, course, now)
      const to = { email: row.email, name: row.learner, language: row.reads }
      await mail.queue(
        trx,
        resultLetter(to, quizTitle(course, quiz, row.reads).text, `${publicUrl}/attempts/${row.id}`),
      )
    }
    const details = {
      quiz,
      attempts: scripts.map(({ row }) => row.id),
      ...(without.length > 0 ? { without_second_mark: without, reason } : {}),
    }
    await audit(trx, { at: now, accountId: trainerId, action: 'results.released', subject: cohortId, details })
    return 'released'
  })
