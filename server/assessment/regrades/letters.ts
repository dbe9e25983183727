import type { Language } from '../../platform/words/languages.ts'
import { translator } from '../../platform/words/messages.ts'
import { formatNumber } from '../../platform/words/numbers.ts'
import type { Letter } from '../../platform/work/mail.ts'
import { passesNoLonger, passesNow, type RegradedAttempt } from './regrade.ts'

type To = { email: string; name: string; language: Language }
type About = { quiz: string; reason: string; publicUrl: string; attempts: RegradedAttempt[] }

/** Says to one learner what a correction made of their points, and why: before and after, attempt by attempt. */
export function regradeLetter({ email, name, language }: To, { quiz, reason, publicUrl, attempts }: About): Letter {
  const t = translator(language)
  const points = (value: number) => formatNumber(Math.round(value * 100) / 100, language)
  const lines = attempts.flatMap((one) => {
    const { attempt, result } = one
    if (!result) return []
    const figures = {
      number: attempt.number,
      before: points(result.before.raw),
      after: points(result.after.raw),
      max: points(attempt.score_max ?? 0),
    }
    const line = [t('letter.regrade.line', figures)]
    if (passesNow(one)) line.push(t('letter.regrade.passes'))
    if (passesNoLonger(one)) line.push(t('letter.regrade.passes_no_longer'))
    return [line.join(' '), `${publicUrl}/attempts/${attempt.id}`]
  })
  if (attempts.some((one) => passesNoLonger(one) && one.attempt.completed_at))
    lines.push('', t('letter.regrade.stands'))
  return {
    to: email,
    subject: t('letter.regrade.subject', { quiz }),
    text: t('letter.regrade.text', { name, quiz, reason, lines: lines.join('\n') }),
  }
}
