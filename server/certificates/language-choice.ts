import { type Problems, readTyped, type Typed } from '../platform/web/forms.ts'
import { certificateLanguages, type Language } from '../platform/words/languages.ts'

/** The languages that somebody asked for; the first is null where each person's own was chosen. */
export type LanguageChoice<First> = { language: First; also: Language | null }
type Read<First> = { ok: true; values: LanguageChoice<First> } | { ok: false; typed: Typed; problems: Problems }

const known = (typed: string | undefined) => certificateLanguages.find((language) => language === typed)

/**
 * The languages of a certificate from its form: one, and a second one where it was chosen. Nothing typed is `own`, and no
 * second. Problems by the fields of the form with that id.
 */
export function readLanguageChoice<First extends Language | null>(
  body: unknown,
  { id, own }: { id: string; own: First },
): Read<First | Language> {
  const typed = readTyped(body, ['language', 'also_in'])
  const language = typed.language ? known(typed.language) : own
  const also = typed.also_in ? known(typed.also_in) : null
  const problems: Problems = {}
  if (language === undefined) problems[`language-${id}`] = 'certificate_language.wrong'
  if (also === undefined) problems[`also-${id}`] = 'certificate_language.wrong'
  else if (also !== null && also === language) problems[`also-${id}`] = 'certificate_language.same'
  if (language === undefined || also === undefined || Object.keys(problems).length > 0)
    return { ok: false, typed, problems }
  return { ok: true, values: { language, also } }
}
