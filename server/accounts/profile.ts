import { looksLikeEmail, type Problems, readTyped, type Typed } from '../platform/web/forms.ts'
import { limits } from '../platform/web/limits.ts'
import { isCountry } from '../platform/words/countries.ts'
import { interfaceLanguages, type Language } from '../platform/words/languages.ts'
import { cleanName } from '../platform/words/names.ts'
import { type Sex, sexes } from './tables.ts'

export type Profile = { name: string; country_code: string; institution: string; sex: Sex; language: Language }
export type SignUp = Profile & { email: string; password: string }
export type Read<T> = { ok: true; values: T; typed: Typed } | { ok: false; problems: Problems; typed: Typed }

export const profileFields = ['name', 'country_code', 'institution', 'sex', 'language'] as const
const signUpFields = [...profileFields, 'email', 'consent', 'next'] as const

/** The sign-up form, field by field: values that may be stored, or one sentence for each that may not. */
export function readSignUp(body: unknown): Read<SignUp> {
  const typed = readTyped(body, signUpFields)
  const password = readPassword(body, 'password')
  const profile = readProfileFields(typed)
  const problems: Problems = { ...profile.problems }
  const email = (typed.email ?? '').toLowerCase()
  if (!looksLikeEmail(email)) problems.email = 'field.email.wrong'
  const weak = passwordProblem(password, email)
  if (weak) problems.password = weak
  if (typed.consent !== 'yes') problems.consent = 'field.consent.wrong'
  if (!profile.values || Object.keys(problems).length > 0) return { ok: false, problems, typed }
  return { ok: true, values: { ...profile.values, email, password }, typed }
}

/** The same fields on the account page, without address, password and consent. */
export function readProfile(body: unknown): Read<Profile> {
  const typed = readTyped(body, profileFields)
  const { values, problems } = readProfileFields(typed)
  return values ? { ok: true, values, typed } : { ok: false, problems, typed }
}

function readProfileFields(typed: Typed): { values: Profile | null; problems: Problems } {
  const problems: Problems = {}
  const name = cleanName(typed.name ?? '')
  const institution = cleanName(typed.institution ?? '')
  const country_code = typed.country_code ?? ''
  const sex = sexes.find((known) => known === typed.sex)
  const language = interfaceLanguages.find((known) => known === typed.language)
  if (!name) problems.name = typed.name ? 'field.name.unreadable' : 'field.name.missing'
  if (!isCountry(country_code)) problems.country_code = 'field.country_code.missing'
  if (!institution) problems.institution = 'field.institution.missing'
  if (!sex) problems.sex = 'field.sex.missing'
  if (!language) problems.language = 'field.language.missing'
  if (!name || !institution || !sex || !language || Object.keys(problems).length > 0) return { values: null, problems }
  return { values: { name, country_code, institution, sex, language }, problems }
}

/** A password is taken as typed: spaces at its ends are part of it. */
export function readPassword(body: unknown, field: string): string {
  // A parsed form is an object; anything but one text is read as no password.
  const value = (body as Record<string, unknown> | null)?.[field]
  return typeof value === 'string' ? value : ''
}

export function passwordProblem(password: string, email: string) {
  const { least, most } = limits.passwordCharacters
  if (password.length < least) return 'field.password.short'
  if (password.length > most) return 'field.password.long'
  if (password.toLowerCase() === email) return 'field.password.is_email'
  if (new Set(password).size < 4) return 'field.password.simple'
  return null
}
