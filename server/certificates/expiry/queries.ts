import { sql } from 'kysely'
import type { Db } from '../../platform/data/database.ts'
import { readRecord } from '../record.ts'
import './tables.ts'

/**
 * The certificates that stand, with holders who were not told so many days before the end nor later than that, and whose
 * last day is between `from` and `to`, both included; the first to end first.
 */
export const listExpiring = (db: Db, { from, to, days }: { from: string; to: string; days: number }) =>
  db
    .selectFrom('credentials')
    .innerJoin('accounts', 'accounts.id', 'credentials.learner_id')
    .select(['credentials.id', 'credentials.course', 'credentials.record'])
    .select(['accounts.name', 'accounts.email', 'accounts.language'])
    .where('credentials.expires_on', '>=', from)
    .where('credentials.expires_on', '<=', to)
    .where('credentials.replaced_at', 'is', null)
    .where('credentials.revoked_at', 'is', null)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('credential_reminders')
            .select('credential_reminders.credential_id')
            .whereRef('credential_reminders.credential_id', '=', 'credentials.id')
            .where('credential_reminders.days_before', '<=', days),
        ),
      ),
    )
    .orderBy('credentials.expires_on')
    .orderBy('credentials.id')
    .limit(sql.lit(1_000))
    .execute()
    .then((rows) => rows.map(({ record, ...row }) => ({ ...row, record: readRecord(record) })))
export type Expiring = Awaited<ReturnType<typeof listExpiring>>[number]

/** True when the letter is this call's to send. */
export async function insertReminder(
  db: Db,
  reminder: { credential_id: string; days_before: number; sent_at: Date },
): Promise<boolean> {
  const inserted = await db
    .insertInto('credential_reminders')
    .values(reminder)
    .onConflict((conflict) => conflict.constraint('credential_reminders_once').doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}
