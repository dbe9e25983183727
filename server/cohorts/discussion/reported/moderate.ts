import { type Db, inTransaction } from '../../../platform/data/database.ts'
import { Conflict, NotFound } from '../../../platform/web/errors.ts'
import { audit } from '../../../platform/work/audit.ts'
import { getCohort } from '../../queries.ts'
import { getPost, type PostPlace } from '../posts/queries.ts'
import { deleteAnswer, lockPost, putAnswer, setHidden, settleReports } from './queries.ts'

type Deed = { cohortId: string; postId: string; trainerId: string }
type State = { hidden_at: Date | null; withdrawn_at: Date | null }

/** What a trainer does about one post, in one transaction; `act` says whether it changed anything. */
const moderation =
  (action: string, act: (trx: Db, post: PostPlace & State, trainerId: string, now: Date) => Promise<boolean>) =>
  (db: Db, { cohortId, postId, trainerId }: Deed, now: Date): Promise<PostPlace> =>
    inTransaction(db, async (trx) => {
      await getCohort(trx, cohortId, trainerId)
      const { post } = await getPost(trx, { cohortId, postId, accountId: trainerId })
      const changed = await act(trx, { ...post, ...(await lockPost(trx, postId)) }, trainerId, now)
      const details = { cohort_id: cohortId, thread_id: post.thread_id }
      if (changed) await audit(trx, { at: now, accountId: trainerId, action, subject: postId, details })
      return post
    })

/** Hides the words from the learners, and settles what was reported of them. */
export const hidePost = moderation('discussion.hidden', async (trx, { id, withdrawn_at }, by, at) => {
  if (withdrawn_at) throw new Conflict('post_withdrawn')
  const settled = await settleReports(trx, id, by, at)
  return (await setHidden(trx, id, { by, at })) || settled
})

export const showPost = moderation('discussion.shown', async (trx, { id, withdrawn_at }) => {
  if (withdrawn_at) throw new Conflict('post_withdrawn')
  return setHidden(trx, id, null)
})

/** Leaves the post as it is: what was reported of it has been looked at. */
export const leavePost = moderation('discussion.left', (trx, { id }, by, at) => settleReports(trx, id, by, at))

/** Marks a reply as the answer of its thread, in place of any other. */
export const markAnswer = moderation('discussion.answered', async (trx, post, by, at) => {
  if (post.id === post.thread_id) throw new NotFound('reply')
  if (post.withdrawn_at) throw new Conflict('post_withdrawn')
  if (post.hidden_at) throw new Conflict('post_hidden')
  await putAnswer(trx, { thread_id: post.thread_id, post_id: post.id, marked_by: by, marked_at: at })
  return true
})

export const unmarkAnswer = moderation('discussion.unanswered', (trx, { id }) => deleteAnswer(trx, id))
