import { checkLine, type InvitedPerson, type Mistake } from './check-line.ts'
import { stateOf } from './invitation.ts'
import type { RosterLine } from './read-roster.ts'

/** What is known of an address in one cohort; nothing of what its owner does elsewhere. */
export type KnownAddress = {
  email: string
  joined: boolean
  has_account: boolean
  invitation: {
    accepted_at: Date | null
    withdrawn_at: Date | null
    expires_at: Date
    account_id: string | null
  } | null
}

export type Outcome =
  | { kind: 'new' | 'account' | 'again'; person: InvitedPerson }
  | { kind: 'member' | 'waiting'; person: InvitedPerson }
  | { kind: 'duplicate'; first: number }
  | { kind: 'mend'; mistakes: Mistake[] }
export type Preview = { row: RosterLine; outcome: Outcome }

/** What would happen for each line. Of an address's lines the first that can be read counts. */
export function outcomesOf(lines: readonly RosterLine[], known: readonly KnownAddress[], now: Date): Preview[] {
  const byEmail = new Map(known.map((one) => [one.email, one]))
  const firstLines = new Map<string, number>()
  return lines.map((row) => {
    const checked = checkLine(row)
    if ('mistakes' in checked) return { row, outcome: { kind: 'mend', mistakes: checked.mistakes } }
    const { person } = checked
    const first = firstLines.get(person.email)
    if (first !== undefined) return { row, outcome: { kind: 'duplicate', first } }
    firstLines.set(person.email, row.line)
    return { row, outcome: { kind: kindOf(byEmail.get(person.email), now), person } }
  })
}

function kindOf(known: KnownAddress | undefined, now: Date) {
  if (!known) return 'new'
  if (known.joined) return 'member'
  if (known.invitation) {
    const state = stateOf({ ...known.invitation, joined: false }, now)
    // Who accepted and is not in the cohort waits for a place there, or has deleted the account since.
    const stands = state === 'waiting' || (state === 'accepted' && known.invitation.account_id !== null)
    return stands ? 'waiting' : 'again'
  }
  return known.has_account ? 'account' : 'new'
}

/** The people whom a letter would go to. */
export const toInvite = (previews: readonly Preview[]): InvitedPerson[] =>
  previews.flatMap(({ outcome }) =>
    outcome.kind === 'new' || outcome.kind === 'account' || outcome.kind === 'again' ? [outcome.person] : [],
  )
