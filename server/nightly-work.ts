import { deleteExpiredLinks, deleteExpiredSessions } from './accounts/queries.ts'
import { remindInvited } from './cohorts/roster/remind-invited.ts'
import { remindContacts } from './cohorts/teams/remind-contacts.ts'
import type { OpenServices } from './services.ts'

/** A spent link says so for a month; after that it is as unknown as any other. */
const linksKeptMs = 30 * 86_400_000

type NightlyServices = Pick<OpenServices, 'database' | 'clock' | 'courses' | 'mail' | 'config'>

/** Once a day: what has expired goes, who forgot an invitation or an institution's places is reminded, and the embedded database is put in order. A failure waits for the next night. */
export async function nightlyWork(services: NightlyServices): Promise<void> {
  const { database, clock, courses, mail, config } = services
  const now = clock.now()
  try {
    await deleteExpiredSessions(database.db, now)
    await deleteExpiredLinks(database.db, new Date(now.getTime() - linksKeptMs))
    const letters = { db: database.db, courses, mail, publicUrl: config.publicUrl }
    await remindInvited(letters, now)
    await remindContacts(letters, now)
    await database.tidy()
  } catch (error) {
    console.error('The nightly work failed:', error)
  }
}
