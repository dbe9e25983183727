import { interfaceLanguageOf } from '../../platform/words/languages.ts'
import { translator } from '../../platform/words/messages.ts'
import type { Letter } from '../../platform/work/mail.ts'
import type { Recipient } from './queries.ts'

type About = {
  cohort: { name: string; confidential: boolean }
  trainer: { name: string; email: string }
  message: { subject: string; text: string }
  url: string
}

/**
 * The message in a frame of the reader's own language. Of a confidential cohort a letter says that there is something to
 * read and where, and nothing else: no name and no word leaves the house.
 */
export function messageLetter(to: Recipient, { cohort, trainer, message, url }: About): Letter {
  const t = translator(interfaceLanguageOf(to.language))
  if (cohort.confidential)
    return {
      to: to.email,
      subject: t('letter.message_confidential.subject'),
      text: t('letter.message_confidential.text', { url }),
    }
  const about = { name: to.name, cohort: cohort.name, trainer: trainer.name, email: trainer.email, url, ...message }
  return { to: to.email, subject: t('letter.message.subject', about), text: t('letter.message.text', about) }
}
