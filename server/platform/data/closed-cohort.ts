/** As migration 0017 raises it. */
const cohortIsClosed = 'TP001'

/** Where the database refused a write because its cohort is closed: since which day, 'YYYY-MM-DD'. Null for any other error. */
export const dayOfClosing = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && error.code === cohortIsClosed && 'detail' in error
    ? String(error.detail)
    : null
