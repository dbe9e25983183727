import type { Db } from '../../platform/data/database.ts'
import { NotFound } from '../../platform/web/errors.ts'
import { readRecord } from '../record.ts'
import type { Issued } from './badge.ts'
import { listSize } from './status-list.ts'

/** What was issued under a code. Of somebody who has left nothing is handed out any more. */
export async function getIssued(db: Db, code: string): Promise<Issued> {
  const { record, ...row } = await db
    .selectFrom('credentials')
    .select(['record', 'course', 'issued_at', 'status_index'])
    .where('code', '=', code)
    .where('learner_id', 'is not', null)
    .executeTakeFirstOrThrow(() => new NotFound('certificate'))
  return { ...row, record: readRecord(record) }
}

/** The credentials of a list that no longer hold: the place of each, and since when. */
export async function listWithdrawn(db: Db, list: number): Promise<{ place: number; since: Date }[]> {
  const first = list * listSize
  const rows = await db
    .selectFrom('credentials')
    .select(['status_index', 'revoked_at', 'replaced_at'])
    .where('status_index', '>=', first)
    .where('status_index', '<', first + listSize)
    .where((row) => row.or([row('revoked_at', 'is not', null), row('replaced_at', 'is not', null)]))
    .orderBy('status_index')
    .execute()
  return rows.flatMap(({ status_index, revoked_at, replaced_at }) => {
    const since = [revoked_at, replaced_at]
      .filter((at) => at !== null)
      .sort((one, other) => Number(one) - Number(other))
    return since[0] ? [{ place: status_index - first, since: since[0] }] : []
  })
}

/** The highest place that was given; 0 before the first. */
export async function getLastPlace(db: Db): Promise<number> {
  const { last } = await db
    .selectFrom('credentials')
    .select((row) => row.fn.max('status_index').as('last'))
    .executeTakeFirstOrThrow()
  return last ?? 0
}
