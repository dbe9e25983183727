import type { SignedIn } from './access.ts'

type Limit = { max: number; timeWindow: string }
type Asking = { account: SignedIn | null; ip: string }

/**
 * A limit counted by account, as a workshop comes through one router. Who has no account is not counted: for a route
 * that asks for one, or that only shows them the door.
 */
export const byAccount = (limit: Limit) => ({
  ...limit,
  hook: 'preHandler' as const,
  keyGenerator: ({ account, ip }: Asking) => account?.id ?? ip,
  allowList: ({ account }: Asking) => account === null,
})
