import type { Catalogue } from '../../catalogue/catalogue.ts'
import type { Course } from '../../catalogue/course.ts'
import { type Db, inTransaction } from '../../platform/data/database.ts'
import { formatDate, isoDate } from '../../platform/words/dates.ts'
import { interfaceLanguageOf } from '../../platform/words/languages.ts'
import { translator } from '../../platform/words/messages.ts'
import type { Letter, Mail } from '../../platform/work/mail.ts'
import { toldDaysBefore } from './expiry.ts'
import { type Expiring, insertReminder, listExpiring } from './queries.ts'

type Services = { db: Db; courses: Catalogue; mail: Mail; publicUrl: string }
const dayMs = 86_400_000

/**
 * Tells holders that their certificate ends, 60 and 14 days before, each once. After days without a night's work only
 * the nearer of the two letters is written.
 */
export async function tellHolders({ db, courses, mail, publicUrl }: Services, now: Date): Promise<void> {
  const today = isoDate(now)
  for (const days of toldDaysBefore.toReversed()) {
    const to = isoDate(new Date(now.getTime() + days * dayMs))
    for (const expiring of await listExpiring(db, { from: today, to, days }))
      await inTransaction(db, async (trx) => {
        const reminder = { credential_id: expiring.id, days_before: days, sent_at: now }
        if (await insertReminder(trx, reminder))
          await mail.queue(trx, letterTo(expiring, courses.find(expiring.course), publicUrl))
      })
  }
}

/** Says how the certificate is renewed, where the course has a quiz for that. */
function letterTo(expiring: Expiring, course: Course | undefined, publicUrl: string): Letter {
  const { name, email, language: read, record } = expiring
  const language = interfaceLanguageOf(read)
  const t = translator(language)
  const about = {
    name,
    course: record.course_title,
    code: record.code,
    date: formatDate(record.expires_on ?? record.issued_on, language),
  }
  const renewal = record.kind === 'achievement' ? course?.renewal : null
  const address = `${publicUrl}/courses/${expiring.course}`
  const text = renewal
    ? t('letter.expires.renewal', { ...about, url: `${address}/quizzes/${renewal.slug}` })
    : t('letter.expires.text', { ...about, url: address })
  return { to: email, subject: t('letter.expires.subject', about), text }
}
