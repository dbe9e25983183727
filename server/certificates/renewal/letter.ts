import { formatDate } from '../../platform/words/dates.ts'
import { interfaceLanguageOf } from '../../platform/words/languages.ts'
import { translator } from '../../platform/words/messages.ts'
import type { Letter } from '../../platform/work/mail.ts'
import type { CredentialRecord } from '../record.ts'
import type { Holder } from '../standing/queries.ts'

/** Tells the holder, in their language, until when the renewed certificate holds and which it replaces. */
export function renewalLetter(
  holder: Holder,
  { old, record, publicUrl }: { old: CredentialRecord; record: CredentialRecord; publicUrl: string },
): Letter {
  const language = interfaceLanguageOf(holder.language)
  const t = translator(language)
  const about = {
    name: holder.name,
    course: record.course_title,
    old_code: old.code,
    code: record.code,
    date: formatDate(record.expires_on ?? record.issued_on, language),
    url: `${publicUrl}/certificates`,
  }
  return { to: holder.email, subject: t('letter.renewed.subject', about), text: t('letter.renewed.text', about) }
}
