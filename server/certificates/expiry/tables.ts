type CredentialRemindersTable = { credential_id: string; days_before: number; sent_at: Date }

declare module '../../platform/data/database.ts' {
  interface Tables {
    credential_reminders: CredentialRemindersTable
  }
}
