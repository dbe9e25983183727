import { isoDate } from '../../platform/words/dates.ts'
import type { CredentialRecord } from '../record.ts'
import type { RevocationReason } from '../tables.ts'

/** What became of a credential: revoked goes before replaced, replaced before expired, and `erased` says that its holder is. */
export type State = 'valid' | 'expired' | 'replaced' | 'revoked' | 'erased'

/** A credential as it was issued and what became of it since. */
export type Issued = {
  id: string
  /** The course that it was issued for, when, and its place in the status list. */
  course: string
  issued_at: Date
  status_index: number
  record: CredentialRecord
  /** Null once the holder's account is erased. */
  learner_id: string | null
  revoked_at: Date | null
  revocation_reason: RevocationReason | null
  replaced_at: Date | null
  replacement_kind: 'correction' | 'renewal' | null
  /** The code of the one that stands in its place. */
  replaced_by: string | null
}

export function stateOf(
  issued: Pick<Issued, 'record' | 'revoked_at' | 'replaced_at'> & { learner_id?: string | null },
  now: Date,
): State {
  if (issued.revoked_at) return 'revoked'
  if (issued.replaced_at) return 'replaced'
  if (issued.record.expires_on && isoDate(now) > issued.record.expires_on) return 'expired'
  return issued.learner_id === null ? 'erased' : 'valid'
}
