import type { Catalogue } from '../../catalogue/catalogue.ts'
import { titleOf } from '../../catalogue/titles.ts'
import type { Db } from '../../platform/data/database.ts'
import { hashSecret, newSecret } from '../../platform/data/ids.ts'
import { formatDate } from '../../platform/words/dates.ts'
import { interfaceLanguageOf } from '../../platform/words/languages.ts'
import { translator } from '../../platform/words/messages.ts'
import type { Letter, Mail } from '../../platform/work/mail.ts'
import { getTeamForLetter, insertTeamLink, type TeamForLetter } from './queries.ts'

export type TeamLetters = { courses: Pick<Catalogue, 'find'>; mail: Mail; publicUrl: string }
type Kind = 'team' | 'team_reminder'

/** Writes to a team's contact, with a link of the letter's own. */
export async function writeToContact(
  trx: Db,
  { courses, mail, publicUrl }: TeamLetters,
  kind: Kind,
  teamId: string,
  now: Date,
): Promise<void> {
  const team = await getTeamForLetter(trx, teamId)
  const secret = newSecret()
  await insertTeamLink(trx, { secret_hash: hashSecret(secret), team_id: teamId, sent_at: now })
  await mail.queue(trx, teamLetter(kind, team, `${publicUrl}/teams/${secret}`, courses))
}

function teamLetter(kind: Kind, team: TeamForLetter, url: string, courses: TeamLetters['courses']): Letter {
  const language = interfaceLanguageOf(team.language)
  const t = translator(language)
  const course = courses.find(team.course)
  const about = {
    name: team.contact_name,
    trainer: team.trainer ?? t('letter.invitation.nobody'),
    institution: team.institution,
    places: team.places,
    left: team.places - team.named,
    cohort: team.cohort,
    course: course ? titleOf(course, language).text : team.course,
    from: formatDate(team.starts_on, language),
    to: formatDate(team.ends_on, language),
    until: formatDate(team.expires_at, language, team.time_zone),
    url,
  }
  const subject = t(`letter.${kind}.subject`, about)
  return { to: team.contact_email, subject, text: t(`letter.${kind}.text`, about) }
}
