import { type Db, inTransaction } from '../../../platform/data/database.ts'
import { limits } from '../../../platform/web/limits.ts'
import type { Mail } from '../../../platform/work/mail.ts'
import { digestLetter } from './letter.ts'
import { type BusyCohort, claimDigest, type DigestReader, listBusyCohorts, listReaders, listUnseen } from './queries.ts'
import { lastRound, newsSince, untoldSince } from './rounds.ts'

export type DigestServices = { db: Db; mail: Mail; publicUrl: string }

/**
 * Writes the letters of the last round: to everybody in a cohort who wants them and has something new to read, one. Any
 * process may do it at any time and again, and a round that was missed is part of the next. A letter that cannot be
 * written keeps nobody else from theirs; the first such failure is thrown when all are through.
 */
export async function writeDigests(services: DigestServices, now: Date): Promise<void> {
  const until = lastRound(now)
  const failures: unknown[] = []
  for (const cohort of await listBusyCohorts(services.db, { since: newsSince(until), until })) {
    let last = firstId
    for (let full = true; full; ) {
      const readers = await listReaders(services.db, cohort, until, last)
      for (const reader of readers)
        await writeDigest(services, cohort, reader, until).catch((error: unknown) => {
          if (failures.length === 0) failures.push(error)
        })
      last = readers.at(-1)?.id ?? last
      full = readers.length === limits.lettersAtOnce
    }
  }
  if (failures.length > 0) throw failures[0]
}

const firstId = '00000000-0000-0000-0000-000000000000'

/** One letter, left in the post in the transaction that says that it was. */
async function writeDigest({ db, mail, publicUrl }: DigestServices, cohort: BusyCohort, to: DigestReader, until: Date) {
  const window = { cohortId: cohort.id, readerId: to.id, since: untoldSince(to, until), until }
  const unseen = await listUnseen(db, window)
  if (unseen.length === 0) return
  await inTransaction(db, async (trx) => {
    const claimed = await claimDigest(trx, { cohort_id: cohort.id, account_id: to.id, digest_until: until })
    if (claimed) await mail.queue(trx, digestLetter(to, cohort, unseen, publicUrl))
  })
}

/** The same for a process that looks often: a round that it has been through is not looked at again. */
export function createDigests(services: DigestServices): (now: Date) => Promise<void> {
  let through = 0
  return async (now) => {
    const round = lastRound(now).getTime()
    if (round <= through) return
    await writeDigests(services, now)
    through = round
  }
}
