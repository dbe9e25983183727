import type { Phrase } from '../../catalogue/titles.ts'
import type { CredentialKind } from '../record.ts'
import type { RevocationReason } from '../tables.ts'
import type { StandingForm } from './standing-forms.ts'
import { type Issued, type State, stateOf } from './state.ts'

export type ShownCertificate = {
  code: string
  kind: CredentialKind
  course: Phrase
  /** As it is printed; empty once the holder is erased. */
  name: string
  issued_on: string
  state: State
  revoked: { at: Date; reason: RevocationReason } | null
  replaced: { at: Date; by: string | null } | null
  may_correct: boolean
  may_revoke: boolean
  /** Where its forms are sent: below it stand `correction` and `revocation`. */
  action: string
}

export type StandingPage = {
  /** Whose certificates; null once the account is erased. */
  holder: string | null
  back: { href: string; text: string }
  certificates: ShownCertificate[]
  form: StandingForm | null
}

/** What was issued and what became of it, with what may still be done about each. */
export function shownCertificate(issued: Issued, now: Date, action: string): ShownCertificate {
  const { record, revoked_at, revocation_reason, replaced_at, replaced_by } = issued
  const stands = !revoked_at && !replaced_at
  return {
    code: record.code,
    kind: record.kind,
    course: { text: record.course_title, language: record.texts_in.title },
    name: record.name,
    issued_on: record.issued_on,
    state: stateOf(issued, now),
    revoked: revoked_at && revocation_reason && { at: revoked_at, reason: revocation_reason },
    replaced: replaced_at && { at: replaced_at, by: replaced_by },
    may_correct: stands && issued.learner_id !== null,
    may_revoke: stands,
    action,
  }
}
