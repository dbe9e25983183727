import { interfaceLanguageOf } from '../../platform/words/languages.ts'
import { translator } from '../../platform/words/messages.ts'
import type { Letter } from '../../platform/work/mail.ts'
import type { CredentialRecord } from '../record.ts'
import type { RevocationReason } from '../tables.ts'
import type { Holder } from './queries.ts'

/** Tells the holder, in their language, which certificate stands now in the place of which. */
export function correctionLetter(
  holder: Holder,
  { old, record, publicUrl }: { old: CredentialRecord; record: CredentialRecord; publicUrl: string },
): Letter {
  const t = translator(interfaceLanguageOf(holder.language))
  const about = {
    name: holder.name,
    course: record.course_title,
    printed: record.name,
    old_code: old.code,
    code: record.code,
    url: `${publicUrl}/certificates`,
  }
  return {
    to: holder.email,
    subject: t('letter.corrected.subject', { course: record.course_title }),
    text: t('letter.corrected.text', about),
  }
}

/** Tells the holder, in their language, that a certificate no longer stands, and why. */
export function revocationLetter(
  holder: Holder,
  { record, reason, publicUrl }: { record: CredentialRecord; reason: RevocationReason; publicUrl: string },
): Letter {
  const t = translator(interfaceLanguageOf(holder.language))
  const about = {
    name: holder.name,
    course: record.course_title,
    code: record.code,
    reason: t(`revocation.${reason}`),
    verify: `${publicUrl}/verify/${record.code}`,
  }
  return {
    to: holder.email,
    subject: t('letter.revoked.subject', { course: record.course_title }),
    text: t('letter.revoked.text', about),
  }
}
