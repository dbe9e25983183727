type CohortMessagesTable = {
  id: string
  cohort_id: string
  author_id: string | null
  subject: string
  text: string
  /** How many people it was sent to; who joins later reads it all the same. */
  recipients: number
  sent_at: Date
}

declare module '../../platform/data/database.ts' {
  interface Tables {
    cohort_messages: CohortMessagesTable
  }
}
