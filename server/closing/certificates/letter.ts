import type { Course } from '../../catalogue/course.ts'
import { titleOf } from '../../catalogue/titles.ts'
import type { Language } from '../../platform/words/languages.ts'
import { translator } from '../../platform/words/messages.ts'
import type { Letter } from '../../platform/work/mail.ts'

type About = { course: Course; code: string; publicUrl: string; language: Language }

/** Tells somebody that their certificate is there, in their language. */
export function certificateLetter(
  { name, email }: { name: string; email: string },
  { course, code, publicUrl, language }: About,
): Letter {
  const t = translator(language)
  const title = titleOf(course, language).text
  const about = { name, course: title, code, url: `${publicUrl}/certificates`, verify: `${publicUrl}/verify/${code}` }
  return {
    to: email,
    subject: t('letter.certificate.subject', { course: title }),
    text: t('letter.certificate.text', about),
  }
}
