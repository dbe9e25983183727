/** Where a team's places stand: still to be named, all named, or closed to its contact. */
export type TeamState = 'open' | 'named' | 'expired' | 'withdrawn'

type Standing = { places: number; named: number; expires_at: Date; withdrawn_at: Date | null }

export function stateOf({ places, named, expires_at, withdrawn_at }: Standing, now: Date): TeamState {
  if (withdrawn_at) return 'withdrawn'
  if (named >= places) return 'named'
  return expires_at <= now ? 'expired' : 'open'
}

/** What keeps the contact’s link from opening its page, if anything; that all are named does not. */
export const closedBy = ({ expires_at, withdrawn_at }: Omit<Standing, 'places' | 'named'>, now: Date) =>
  withdrawn_at ? 'withdrawn' : expires_at <= now ? 'expired' : null
