import { type Db, inTransaction } from '../../../platform/data/database.ts'
import { NotFound } from '../../../platform/web/errors.ts'
import { audit } from '../../../platform/work/audit.ts'
import { settleReports } from '../reported/queries.ts'
import { type Asked, getPost, type PostPlace, withdrawPost } from './queries.ts'

/** Takes somebody's own words away for everybody; their place stays. What was reported of them is settled by it. */
export const withdraw = (db: Db, { cohortId, postId, accountId }: Asked, now: Date): Promise<PostPlace> =>
  inTransaction(db, async (trx) => {
    const { post } = await getPost(trx, { cohortId, postId, accountId })
    if (post.author_id !== accountId) throw new NotFound('post')
    if (!(await withdrawPost(trx, postId, accountId, now))) return post
    await settleReports(trx, postId, accountId, now)
    const details = { cohort_id: cohortId, thread_id: post.thread_id }
    await audit(trx, { at: now, accountId, action: 'discussion.withdrawn', subject: postId, details })
    return post
  })
