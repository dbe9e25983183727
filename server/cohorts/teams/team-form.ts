import { type Problems, readTyped, type Typed } from '../../platform/web/forms.ts'
import { limits } from '../../platform/web/limits.ts'
import { isCountry } from '../../platform/words/countries.ts'
import { interfaceLanguages, type Language } from '../../platform/words/languages.ts'
import { cleanName } from '../../platform/words/names.ts'
import { readEmail } from '../roster/check-line.ts'

export type TeamDetails = {
  institution: string
  country_code: string
  places: number
  contact_name: string
  contact_email: string
  language: Language
}
const fields = ['institution', 'country_code', 'places', 'contact_name', 'contact_email', 'language'] as const

/** An institution, how many places it has, and who names the people. */
export function readTeam(
  body: unknown,
): { ok: true; values: TeamDetails; typed: Typed } | { ok: false; problems: Problems; typed: Typed } {
  const typed = readTyped(body, fields)
  const problems: Problems = {}
  const institution = cleanName(typed.institution ?? '')
  if (!institution) problems.institution = `roster.mend.institution_${typed.institution ? 'unreadable' : 'missing'}`
  const country_code = typed.country_code ?? ''
  if (!isCountry(country_code)) problems.country_code = 'field.country_code.missing'
  const places = /^\d{1,3}$/.test(typed.places ?? '') ? Number(typed.places) : 0
  if (places < 1 || places > limits.teamPlaces) problems.places = 'team.places.wrong'
  const contact_name = cleanName(typed.contact_name ?? '')
  if (!contact_name) problems.contact_name = `roster.mend.name_${typed.contact_name ? 'unreadable' : 'missing'}`
  const contact_email = readEmail(typed.contact_email ?? '')
  if (!contact_email) problems.contact_email = `roster.mend.email_${typed.contact_email ? 'wrong' : 'missing'}`
  const language = interfaceLanguages.find((known) => known === typed.language)
  if (!language) problems.language = 'field.language.missing'
  if (Object.keys(problems).length > 0 || !institution || !contact_name || !contact_email || !language)
    return { ok: false, problems, typed }
  return { ok: true, values: { institution, country_code, places, contact_name, contact_email, language }, typed }
}
