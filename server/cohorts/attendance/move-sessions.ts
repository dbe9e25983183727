import type { Db } from '../../platform/data/database.ts'
import { instantAt } from '../../platform/words/dates.ts'
import { listUnattendedSessions, updateInstants } from './queries.ts'

/**
 * In the transaction that gives a cohort another zone: its sessions keep their times by the clock, which are other
 * instants now. One that was attended stays when it was, and one whose time the new zone's clocks skip stays as well.
 */
export async function moveSessions(trx: Db, cohortId: string, timeZone: string): Promise<void> {
  for (const { id, held_on, from_time, to_time } of await listUnattendedSessions(trx, cohortId)) {
    const starts_at = instantAt(held_on, from_time.slice(0, 5), timeZone)
    const ends_at = instantAt(held_on, to_time.slice(0, 5), timeZone)
    if (starts_at && ends_at && ends_at > starts_at) await updateInstants(trx, id, { starts_at, ends_at })
  }
}
