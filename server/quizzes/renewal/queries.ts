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
