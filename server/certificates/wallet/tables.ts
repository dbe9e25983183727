import type { Generated } from 'kysely'

type WalletOffersTable = {
  credential_id: string
  /** Whose certificate it is: the offer goes with the account. */
  learner_id: string
  secret_hash: Buffer
  expires_at: Date
  /** Of the token for which a wallet exchanged the offer; null until then. */
  token_hash: Generated<Buffer | null>
  token_expires_at: Generated<Date | null>
}

declare module '../../platform/data/database.ts' {
  interface Tables {
    wallet_offers: WalletOffersTable
  }
}
