import { type Db, inTransaction } from '../../../platform/data/database.ts'
import { idFrom } from '../../../platform/data/ids.ts'
import { limits } from '../../../platform/web/limits.ts'
import type { Key } from '../../../platform/words/messages.ts'
import { audit } from '../../../platform/work/audit.ts'
import { getCohortFor } from '../../learning/queries.ts'
import type { Words } from './post-form.ts'
import { countWritten, findPost, insertPost, insertThread, lockOpening, lockWriter } from './queries.ts'

type Writer = { cohortId: string; accountId: string }
/** The id of the post, or the words that say why it was not written: nothing is lost, the form comes back. */
export type Written = { id: string } | { refused: Key; status: 409 | 429 }

/** Opens a thread about a module. The post that opens it has the thread's id. */
export const openThread = (
  db: Db,
  { module, words, ...writer }: Writer & { module: string; words: Words },
  now: Date,
): Promise<Written> =>
  inTransaction(db, async (trx) => {
    const { leads } = await getCohortFor(trx, writer.cohortId, writer.accountId)
    const id = idFrom(words.formId, writer.cohortId, writer.accountId, words.title ?? '', words.text)
    const known = await knownOrRefused(trx, id, writer.accountId, now)
    if (known) return known
    await insertThread(trx, { id, cohort_id: writer.cohortId, module })
    return keep(trx, { id, threadId: id, byTrainer: leads, words, ...writer }, now)
  })

/** Adds a reply to a thread, unless somebody hid or withdrew the thread meanwhile. */
export const reply = (
  db: Db,
  { threadId, words, ...writer }: Writer & { threadId: string; words: Words },
  now: Date,
): Promise<Written> =>
  inTransaction(db, async (trx) => {
    const { leads } = await getCohortFor(trx, writer.cohortId, writer.accountId)
    const { hidden_at, withdrawn_at } = await lockOpening(trx, writer.cohortId, threadId)
    const id = idFrom(words.formId, threadId, writer.accountId, words.text)
    const known = await knownOrRefused(trx, id, writer.accountId, now)
    if (known) return known
    if (withdrawn_at) return { refused: 'discussion.refused.withdrawn', status: 409 }
    if (hidden_at) return { refused: 'discussion.refused.hidden', status: 409 }
    return keep(trx, { id, threadId, byTrainer: leads, words, ...writer }, now)
  })

/** A form that was pressed twice finds what its first press wrote; who writes too much too fast is told to wait. */
async function knownOrRefused(trx: Db, id: string, accountId: string, now: Date): Promise<Written | null> {
  await lockWriter(trx, accountId)
  if (await findPost(trx, id)) return { id }
  const before = (milliseconds: number) => new Date(now.getTime() - milliseconds)
  const written = await countWritten(trx, accountId, { minute: before(60_000), hour: before(3_600_000) })
  if (written.minute >= limits.postsPerMinute) return { refused: 'discussion.refused.minute', status: 429 }
  if (written.hour >= limits.postsPerHour) return { refused: 'discussion.refused.hour', status: 429 }
  return null
}

type Kept = Writer & { id: string; threadId: string; byTrainer: boolean; words: Words }

async function keep(trx: Db, post: Kept, now: Date): Promise<{ id: string }> {
  const { id, threadId, accountId, byTrainer, words } = post
  const { title, text } = words
  await insertPost(trx, {
    id,
    thread_id: threadId,
    author_id: accountId,
    by_trainer: byTrainer,
    title,
    text,
    written_at: now,
  })
  const details = { cohort_id: post.cohortId, thread_id: threadId }
  await audit(trx, { at: now, accountId, action: 'discussion.written', subject: id, details })
  return { id }
}
