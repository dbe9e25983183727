import { deleteExpiredLinks, deleteExpiredSessions } from './accounts/queries.ts'
import { tellHolders } from './certificates/expiry/tell-holders.ts'
import { deleteSpentOffers } from './certificates/wallet/queries.ts'
import { remindInvited } from './cohorts/roster/remind-invited.ts'
import { remindContacts } from './cohorts/teams/remind-contacts.ts'
import type { OpenServices } from './services.ts'

/** A spent link says so for a month; after that it is as unknown as any other. */
const linksKeptMs = 30 * 86_400_000

type NightlyServices = Pick<OpenServices, 'database' | 'clock' | 'courses' | 'mail' | 'config'>

/**
 * Once a day: what has expired goes, who forgot an invitation or an institution's places is reminded, whose certificate
 * ends is told, and the embedded database is put in order. What fails waits for the next night and keeps nothing else.
 */
export async function nightlyWork(services: NightlyServices): Promise<void> {
  const { database, clock, courses, mail, config } = services
  const now = clock.now()
  const letters = { db: database.db, courses, mail, publicUrl: config.publicUrl }
  const works: (() => Promise<unknown>)[] = [
    () => deleteExpiredSessions(database.db, now),
    () => deleteExpiredLinks(database.db, new Date(now.getTime() - linksKeptMs)),
    () => deleteSpentOffers(database.db, now),
    () => remindInvited(letters, now),
    () => remindContacts(letters, now),
    () => tellHolders(letters, now),
    () => database.tidy(),
  ]
  for (const work of works)
    await work().catch((error: unknown) => console.error('Some of the nightly work failed:', error))
}
