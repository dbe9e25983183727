import { deleteExpiredLinks, deleteExpiredSessions } from './accounts/queries.ts'
import type { OpenServices } from './services.ts'

/** A spent link says so for a month; after that it is as unknown as any other. */
const linksKeptMs = 30 * 86_400_000

/** Once a day: what has expired goes, and the embedded database is put in order. A failure waits for the next night. */
export async function nightlyWork({ database, clock }: Pick<OpenServices, 'database' | 'clock'>): Promise<void> {
  const now = clock.now()
  try {
    await deleteExpiredSessions(database.db, now)
    await deleteExpiredLinks(database.db, new Date(now.getTime() - linksKeptMs))
    await database.tidy()
  } catch (error) {
    console.error('The nightly work failed:', error)
  }
}
