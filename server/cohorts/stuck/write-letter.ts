import type { Course } from '../../catalogue/course.ts'
import { type Db, inTransaction } from '../../platform/data/database.ts'
import { Conflict, NotFound } from '../../platform/web/errors.ts'
import type { Mail } from '../../platform/work/mail.ts'
import { findStuck, type LedCohort } from './find-stuck.ts'
import type { Written } from './letter.ts'
import { lockMembers } from './queries.ts'
import { sendLetters, type Trainer, writtenToLately } from './send-letters.ts'
import type { StuckPerson } from './stuck-people.ts'

type Writing = {
  course: Course
  cohort: LedCohort
  trainer: Trainer
  learnerId: string
  letter: Written
  /** The letter that the trainer was told of, and writes after it all the same. */
  after: string
}

/** Writes to one person who is stuck. To whom was written within a day nothing is sent until the trainer knows of it. */
export const writeLetter = (
  { db, mail }: { db: Db; mail: Mail },
  { course, cohort, trainer, learnerId, letter, after }: Writing,
  now: Date,
): Promise<{ press: string } | { person: StuckPerson }> =>
  inTransaction(db, async (trx) => {
    await lockMembers(trx, cohort.id, [learnerId])
    const person = await getStuck(trx, course, cohort, learnerId, now)
    if (writtenToLately(person, now) && person.last_letter?.id !== after) return { person }
    const letters = [{ ...letter, to: person }]
    return { press: await sendLetters(trx, mail, { cohortId: cohort.id, trainer, letters }, now) }
  })

/** The person of the cohort who is stuck; who no longer is needs no letter. */
export async function getStuck(db: Db, course: Course, cohort: LedCohort, learnerId: string, now: Date) {
  const { members, stuck } = await findStuck(db, course, cohort, now)
  if (!members.some(({ id }) => id === learnerId)) throw new NotFound('member')
  const person = stuck.find(({ id }) => id === learnerId)
  if (!person) throw new Conflict('not_stuck')
  return person
}
