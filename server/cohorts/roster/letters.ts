import type { Catalogue } from '../../catalogue/catalogue.ts'
import { titleOf } from '../../catalogue/titles.ts'
import { formatDate } from '../../platform/words/dates.ts'
import { interfaceLanguageOf } from '../../platform/words/languages.ts'
import { translator } from '../../platform/words/messages.ts'
import type { Letter } from '../../platform/work/mail.ts'
import type { WaitingInvitation } from './queries.ts'

export function invitationLetter(
  kind: 'invitation' | 'invitation_reminder',
  invitation: WaitingInvitation,
  url: string,
  courses: Pick<Catalogue, 'find'>,
): Letter {
  const language = interfaceLanguageOf(invitation.language)
  const t = translator(language)
  const course = courses.find(invitation.course)
  const about = {
    name: invitation.name,
    trainer: invitation.trainer ?? t('letter.invitation.nobody'),
    cohort: invitation.cohort,
    course: course ? titleOf(course, language).text : invitation.course,
    from: formatDate(invitation.starts_on, language),
    to: formatDate(invitation.ends_on, language),
    until: formatDate(invitation.expires_at, language, invitation.time_zone),
    url,
  }
  const subject = t(`letter.${kind}.subject`, { cohort: invitation.cohort })
  return { to: invitation.email, subject, text: t(`letter.${kind}.text`, about) }
}
