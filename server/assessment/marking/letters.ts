import type { Language } from '../../platform/words/languages.ts'
import { translator } from '../../platform/words/messages.ts'
import type { Letter } from '../../platform/work/mail.ts'

type To = { email: string; name: string; language: Language }

/** Says that a result is there, not what it is: a letter may be read by others. */
export function resultLetter(to: To, quiz: string, url: string): Letter {
  const t = translator(to.language)
  const text = t('letter.result.text', { name: to.name, quiz, url })
  return { to: to.email, subject: t('letter.result.subject', { quiz }), text }
}
