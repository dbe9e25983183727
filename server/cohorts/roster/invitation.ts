/** Where an invitation stands. Who is in the cohort has accepted, whichever way they came. */
export type InvitationState = 'waiting' | 'accepted' | 'expired' | 'withdrawn'

export function stateOf(
  invitation: { accepted_at: Date | null; withdrawn_at: Date | null; expires_at: Date; joined: boolean },
  now: Date,
): InvitationState {
  if (invitation.joined || invitation.accepted_at) return 'accepted'
  if (invitation.withdrawn_at) return 'withdrawn'
  return invitation.expires_at <= now ? 'expired' : 'waiting'
}
