import { jsonObjectFrom } from 'kysely/helpers/postgres'
import { selectWork } from '../../enrolments/queries.ts'
import type { Db } from '../../platform/data/database.ts'

/** The certificate of achievement that stands for a learner's course, revoked or not: what it replaced is not it. */
export const findHeld = (db: Db, learnerId: string, course: string) =>
  db
    .selectFrom('credentials')
    .select(['id', 'code', 'expires_on', 'revoked_at'])
    .where('learner_id', '=', learnerId)
    .where('course', '=', course)
    .where('kind', '=', 'achievement')
    .where('replaced_at', 'is', null)
    .orderBy('issued_at', 'desc')
    .executeTakeFirst()
    .then((found) => found ?? null)

/** What a learner has done in a course, and the certificate of achievement that stands for it. One statement. */
export async function findRenewing(db: Db, learnerId: string, course: string) {
  const found = await db
    .selectFrom('enrolments')
    .select(selectWork())
    .select((e) =>
      jsonObjectFrom(
        e
          .selectFrom('credentials')
          .select(['credentials.code', 'credentials.expires_on', 'credentials.revoked_at'])
          .whereRef('credentials.learner_id', '=', 'enrolments.learner_id')
          .whereRef('credentials.course', '=', 'enrolments.course')
          .where('credentials.kind', '=', 'achievement')
          .where('credentials.replaced_at', 'is', null)
          .orderBy('credentials.issued_at', 'desc')
          .limit(1),
      ).as('held'),
    )
    .where('enrolments.learner_id', '=', learnerId)
    .where('enrolments.course', '=', course)
    .executeTakeFirst()
  if (!found) return undefined
  const { held, ...record } = found
  const revoked_at = held?.revoked_at ? new Date(held.revoked_at) : null
  return { ...record, held: held && { ...held, revoked_at } }
}
