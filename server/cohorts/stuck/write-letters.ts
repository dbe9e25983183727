import type { Course } from '../../catalogue/course.ts'
import { type Db, inTransaction } from '../../platform/data/database.ts'
import type { Mail } from '../../platform/work/mail.ts'
import { findStuck, type LedCohort } from './find-stuck.ts'
import { letterTo } from './letter.ts'
import { lockMembers } from './queries.ts'
import { sendLetters, type Trainer, writtenToLately } from './send-letters.ts'

type Writing = { course: Course; cohort: LedCohort; trainer: Trainer; learnerIds: string[] }

/**
 * Writes to each of the chosen by template; gives the id of the press. Passed over is who is no longer stuck, who is not
 * in the cohort, and to whom was written within a day.
 */
export const writeLetters = (
  { db, mail, publicUrl }: { db: Db; mail: Mail; publicUrl: string },
  { course, cohort, trainer, learnerIds }: Writing,
  now: Date,
): Promise<string> =>
  inTransaction(db, async (trx) => {
    await lockMembers(trx, cohort.id, learnerIds)
    const { stuck } = await findStuck(trx, course, cohort, now)
    const about = { course, cohort, trainer, publicUrl }
    const letters = stuck
      .filter((person) => learnerIds.includes(person.id) && !writtenToLately(person, now))
      .map((to) => ({ ...letterTo(to, about), to }))
    return sendLetters(trx, mail, { cohortId: cohort.id, trainer, letters }, now)
  })
