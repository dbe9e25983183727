/** The link is its holder's to copy again, so the secret stands as it is: it shows what the certificate's number shows. */
type CredentialSharesTable = { credential_id: string; secret: string; made_at: Date }

declare module '../../platform/data/database.ts' {
  interface Tables {
    credential_shares: CredentialSharesTable
  }
}
