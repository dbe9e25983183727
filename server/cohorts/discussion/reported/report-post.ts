import { type Db, inTransaction } from '../../../platform/data/database.ts'
import { newId } from '../../../platform/data/ids.ts'
import { Conflict } from '../../../platform/web/errors.ts'
import { audit } from '../../../platform/work/audit.ts'
import { type Asked, getPost, type PostPlace } from '../posts/queries.ts'
import { insertReport } from './queries.ts'

/** A post that may be reported: one of the reader's cohort whose words are there. */
export async function getReportable(db: Db, asked: Asked) {
  const { cohort, post } = await getPost(db, asked)
  if (post.withdrawn_at) throw new Conflict('post_withdrawn')
  if (post.hidden_at) throw new Conflict('post_hidden')
  return { cohort, post }
}

/** Tells the trainers about a post, once for each person who does. */
export const reportPost = (db: Db, { reason, ...about }: Asked & { reason: string }, now: Date): Promise<PostPlace> =>
  inTransaction(db, async (trx) => {
    const { post } = await getReportable(trx, about)
    const { postId, accountId, cohortId } = about
    const report = { id: newId(), post_id: postId, reporter_id: accountId, reason, reported_at: now }
    if (!(await insertReport(trx, report))) return post
    const details = { cohort_id: cohortId }
    await audit(trx, { at: now, accountId, action: 'discussion.reported', subject: postId, details })
    return post
  })
