import { limits } from '../platform/web/limits.ts'
import type { Language } from '../platform/words/languages.ts'
import { translator } from '../platform/words/messages.ts'
import type { Letter } from '../platform/work/mail.ts'

type To = { email: string; name: string; language: Language }

export function confirmationLetter(to: To, url: string): Letter {
  const t = translator(to.language)
  const text = t('letter.confirmation.text', { name: to.name, url, hours: limits.confirmationHours })
  return { to: to.email, subject: t('letter.confirmation.subject'), text }
}

/** To somebody who signs up again: the page they see says the same, so only the owner of the address learns it. */
export function alreadyHereLetter(to: To, signInUrl: string, resetUrl: string): Letter {
  const t = translator(to.language)
  const text = t('letter.already_here.text', { name: to.name, sign_in: signInUrl, reset: resetUrl })
  return { to: to.email, subject: t('letter.already_here.subject'), text }
}

export function passwordLetter(to: To, url: string): Letter {
  const t = translator(to.language)
  const text = t('letter.password.text', { name: to.name, url, hours: limits.passwordResetHours })
  return { to: to.email, subject: t('letter.password.subject'), text }
}
