import { isoDate } from '../../platform/words/dates.ts'
import type { CredentialRecord } from '../record.ts'
import type { RevocationReason } from '../tables.ts'
import { type Issued, type State, stateOf } from './state.ts'

/** What anyone who holds the code is told: what was issued, and what became of it. */
export type PublicRecord = {
  state: State
  /** As it was issued; its name is empty once the holder is erased. */
  record: CredentialRecord
  revoked: { on: string; reason: RevocationReason } | null
  replaced: { on: string; by: string | null; kind: 'correction' | 'renewal' } | null
  holder_erased: boolean
}

export const publicRecord = (
  issued: Omit<Issued, 'id' | 'course' | 'issued_at' | 'status_index'>,
  now: Date,
): PublicRecord => ({
  state: stateOf(issued, now),
  record: issued.record,
  revoked: issued.revoked_at &&
    issued.revocation_reason && { on: isoDate(issued.revoked_at), reason: issued.revocation_reason },
  replaced: issued.replaced_at &&
    issued.replacement_kind && {
      on: isoDate(issued.replaced_at),
      by: issued.replaced_by,
      kind: issued.replacement_kind,
    },
  holder_erased: issued.learner_id === null,
})

/** The same for programs; the README says what each field means. */
export function recordForPrograms(
  { state, record, revoked, replaced, holder_erased }: PublicRecord,
  publicUrl: string,
) {
  const { code, name, ...fields } = record
  return {
    state,
    code,
    revoked_at: revoked?.on ?? null,
    reason: revoked?.reason ?? null,
    replaced_at: replaced?.on ?? null,
    replaced_by: replaced?.by ? { code: replaced.by, url: `${publicUrl}/verify/${replaced.by}` } : null,
    record: { name: holder_erased ? null : name, ...fields },
  }
}
