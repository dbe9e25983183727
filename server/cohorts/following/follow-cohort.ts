import type { Course } from '../../catalogue/course.ts'
import { titleOf } from '../../catalogue/titles.ts'
import { type Db, inTransaction } from '../../platform/data/database.ts'
import { formatDate } from '../../platform/words/dates.ts'
import { interfaceLanguageOf } from '../../platform/words/languages.ts'
import { translator } from '../../platform/words/messages.ts'
import { audit } from '../../platform/work/audit.ts'
import type { Mail } from '../../platform/work/mail.ts'
import type { CohortDetails } from '../cohort-form.ts'
import { createCohort } from '../create-cohort.ts'
import { enterCohort } from '../joining/join-cohort.ts'
import { copySettings, listPeople } from './queries.ts'

type Following = {
  /** The cohort whose people go on. */
  from: string
  details: CohortDetails
  course: Course
  trainer: { id: string; name: string; email: string }
}

/**
 * Begins a cohort in another course with the people, the trainers and the settings of one that is there; each of its
 * people gets a letter. Gives its id; null when the programme has a cohort of that name.
 */
export const followCohort = (
  { db, mail, publicUrl }: { db: Db; mail: Mail; publicUrl: string },
  { from, details, course, trainer }: Following,
  now: Date,
): Promise<string | null> =>
  inTransaction(db, async (trx) => {
    const made = await createCohort(trx, { ...details, trainerId: trainer.id }, now)
    if (!made) return null
    const cohort = { ...details, id: made.id }
    await copySettings(trx, { from, to: cohort.id })
    const people = await listPeople(trx, from)
    for (const { id: learnerId, name, email, language: read } of people) {
      await enterCohort(trx, { cohort, learnerId, course }, now)
      const language = interfaceLanguageOf(read)
      const t = translator(language)
      const text = t('letter.following.text', {
        name,
        cohort: cohort.name,
        course: titleOf(course, language).text,
        from: formatDate(cohort.starts_on, language),
        to: formatDate(cohort.ends_on, language),
        url: `${publicUrl}/courses/${course.slug}`,
        trainer: trainer.name,
        email: trainer.email,
      })
      await mail.queue(trx, { to: email, subject: t('letter.following.subject', { cohort: cohort.name }), text })
    }
    const said = { from, people: people.length }
    await audit(trx, { at: now, accountId: trainer.id, action: 'cohort.followed', subject: cohort.id, details: said })
    return cohort.id
  })
