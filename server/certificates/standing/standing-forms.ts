import { missingGlyphs } from '../../platform/documents/fonts.ts'
import { type Problems, readLongText, readTyped, type Typed } from '../../platform/web/forms.ts'
import { limits } from '../../platform/web/limits.ts'
import { cleanName } from '../../platform/words/names.ts'
import { type RevocationReason, revocationReasons } from '../tables.ts'

const reasonCharacters = { least: 10, most: 500 }
/** As many as a person's own name may have. */
const nameCharacters = { least: 1, most: 120 }

/** A form that came back: of which certificate, what was typed, and what is wrong by the field's id. */
export type StandingForm = { code: string; kind: 'correction' | 'revocation'; typed: Typed; problems: Problems }

type Read<T> = { ok: true; values: T } | ({ ok: false } & StandingForm)

/** The name as it should have been and why it was not; a name that is as issued corrects nothing. */
export function readCorrection(body: unknown, { code, name: issued }: { code: string; name: string }) {
  const problems: Problems = {}
  const { text: typedName, problem: nameLength } = readLongText(body, 'name', nameCharacters)
  const name = cleanName(typedName)
  const nameField = `name-${code}`
  if (nameLength === 'long') problems[nameField] = 'correction.name.long'
  else if (!name) problems[nameField] = typedName ? 'field.name.unreadable' : 'field.name.missing'
  else if (name === issued) problems[nameField] = 'correction.name.same'
  else if (missingGlyphs(name).length > 0) problems[nameField] = 'correction.name.letters'
  const { text: reason, problem } = readLongText(body, 'reason', reasonCharacters)
  if (problem) problems[`reason-${code}`] = 'correction.reason.wrong'
  const typed = { name: typedName.slice(0, limits.fieldCharacters), reason }
  const read: Read<{ name: string; reason: string }> =
    name && Object.keys(problems).length === 0
      ? { ok: true, values: { name, reason } }
      : { ok: false, code, kind: 'correction', typed, problems }
  return read
}

export function readRevocation(body: unknown, { code }: { code: string }): Read<{ reason: RevocationReason }> {
  const typed = readTyped(body, ['revocation_reason'])
  const reason = revocationReasons.find((known) => known === typed.revocation_reason)
  if (reason) return { ok: true, values: { reason } }
  const problems: Problems = { [`revocation-${code}`]: 'revocation.reason.wrong' }
  return { ok: false, code, kind: 'revocation', typed, problems }
}
