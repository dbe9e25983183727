import type { Course } from '../../../catalogue/course.ts'
import { titleOf } from '../../../catalogue/titles.ts'
import { type Db, inTransaction } from '../../../platform/data/database.ts'
import { Conflict } from '../../../platform/web/errors.ts'
import { formatDate } from '../../../platform/words/dates.ts'
import { translator } from '../../../platform/words/messages.ts'
import { audit } from '../../../platform/work/audit.ts'
import type { Mail } from '../../../platform/work/mail.ts'
import { enterCohort } from '../../joining/join-cohort.ts'
import { hasEnded } from '../../period.ts'
import { lockCohort } from '../queries.ts'
import { deleteWaiting, getWaitingPerson } from './queries.ts'

type Answer = { cohortId: string; learnerId: string; trainerId: string }
type Services = { db: Db; mail: Mail; publicUrl: string }

/** Gives a place to somebody who waits, also where that is one more than there are. A second press changes nothing. */
export const givePlace = (
  { db, mail, publicUrl }: Services,
  { cohortId, learnerId, trainerId, course }: Answer & { course: Course },
  now: Date,
): Promise<void> =>
  inTransaction(db, async (trx) => {
    const cohort = await lockCohort(trx, cohortId)
    const person = await getWaitingPerson(trx, cohortId, learnerId)
    if (hasEnded(cohort, now)) throw new Conflict('cohort_ended')
    if (!(await deleteWaiting(trx, cohortId, learnerId))) return
    await enterCohort(trx, { cohort, learnerId, course }, now)
    await audit(trx, {
      at: now,
      accountId: trainerId,
      action: 'cohort.place_given',
      subject: cohortId,
      details: { learner_id: learnerId },
    })
    const { language, name } = person
    const t = translator(language)
    const about = {
      name,
      cohort: cohort.name,
      course: titleOf(course, language).text,
      date: formatDate(cohort.ends_on, language),
      url: `${publicUrl}/courses/${course.slug}`,
    }
    const subject = t('letter.place_given.subject', { cohort: cohort.name })
    await mail.queue(trx, { to: person.email, subject, text: t('letter.place_given.text', about) })
  })

/** Takes somebody off the waiting list without a place. A second press, or one after a place was given, changes nothing. */
export const takeOffList = (
  { db, mail }: Services,
  { cohortId, learnerId, trainerId }: Answer,
  now: Date,
): Promise<void> =>
  inTransaction(db, async (trx) => {
    const cohort = await lockCohort(trx, cohortId)
    const person = await getWaitingPerson(trx, cohortId, learnerId)
    if (!(await deleteWaiting(trx, cohortId, learnerId))) return
    await audit(trx, {
      at: now,
      accountId: trainerId,
      action: 'cohort.off_list',
      subject: cohortId,
      details: { learner_id: learnerId },
    })
    const t = translator(person.language)
    const subject = t('letter.off_list.subject', { cohort: cohort.name })
    await mail.queue(trx, {
      to: person.email,
      subject,
      text: t('letter.off_list.text', { name: person.name, cohort: cohort.name }),
    })
  })
