import type { Sex } from '../../accounts/tables.ts'
import { looksLikeEmail } from '../../platform/web/forms.ts'
import { findCountry } from '../../platform/words/countries.ts'
import type { Language } from '../../platform/words/languages.ts'
import { cleanName } from '../../platform/words/names.ts'
import type { RosterLine } from './read-roster.ts'
import { findLanguage, findSex } from './spoken.ts'

export type InvitedPerson = {
  email: string
  name: string
  institution: string
  country_code: string
  language: Language
  sex: Sex
}

/** What is wrong with a line, each with a sentence `roster.mend.<mistake>`. */
export type Mistake =
  | 'name_missing'
  | 'name_unreadable'
  | 'email_missing'
  | 'email_wrong'
  | 'institution_missing'
  | 'institution_unreadable'
  | 'country_missing'
  | 'country_unknown'
  | 'language_unknown'
  | 'sex_unknown'

/** The person of a line, cleaned, or everything that keeps it from being one. */
export function checkLine(line: RosterLine): { person: InvitedPerson } | { mistakes: Mistake[] } {
  const mistakes: Mistake[] = []
  const name = cleanName(line.name)
  const email = readEmail(line.email)
  const institution = cleanName(line.institution)
  const country_code = findCountry(line.country)
  const language = findLanguage(line.language)
  const sex = line.sex ? findSex(line.sex) : 'undisclosed'
  if (!name) mistakes.push(line.name ? 'name_unreadable' : 'name_missing')
  if (!email) mistakes.push(line.email ? 'email_wrong' : 'email_missing')
  if (!institution) mistakes.push(line.institution ? 'institution_unreadable' : 'institution_missing')
  if (!country_code) mistakes.push(line.country ? 'country_unknown' : 'country_missing')
  if (!language) mistakes.push('language_unknown')
  if (!sex) mistakes.push('sex_unknown')
  if (!name || !email || !institution || !country_code || !language || !sex) return { mistakes }
  return { person: { email, name, institution, country_code, language, sex } }
}

/** An address in small letters, also from `Name <address>` and `mailto:address`; null for what a letter cannot reach. */
export function readEmail(text: string): string | null {
  const email = (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text)
    .replace(/[\u200B-\u200F\u2060\uFEFF]/g, '')
    .trim()
    .replace(/^mailto:/i, '')
    .toLowerCase()
  return looksLikeEmail(email) && !/[:()[\]\\\p{Cc}]/u.test(email) && email === email.toLowerCase() ? email : null
}
