import type { Db } from '../../../platform/data/database.ts'
import { NotFound } from '../../../platform/web/errors.ts'
import { cohortFor } from '../../learning/queries.ts'

export type NewPost = {
  id: string
  thread_id: string
  author_id: string
  by_trainer: boolean
  title: string | null
  text: string
  written_at: Date
}

/** Holds the writer until the transaction ends: what one person sends at once is written one after the other. */
export const lockWriter = (db: Db, accountId: string) =>
  db.selectFrom('accounts').select('id').where('id', '=', accountId).forNoKeyUpdate().execute()

export const insertThread = (db: Db, thread: { id: string; cohort_id: string; module: string }) =>
  db.insertInto('discussion_threads').values(thread).execute()

export const insertPost = (db: Db, post: NewPost) => db.insertInto('discussion_posts').values(post).execute()

export const findPost = (db: Db, id: string) =>
  db.selectFrom('discussion_posts').select(['id', 'thread_id']).where('id', '=', id).executeTakeFirst()

/** How many posts somebody wrote since two moments. */
export const countWritten = (db: Db, accountId: string, since: { minute: Date; hour: Date }) =>
  db
    .selectFrom('discussion_posts')
    .select((e) => [
      e.fn.countAll<number>().filterWhere('written_at', '>', since.minute).as('minute'),
      e.fn.countAll<number>().as('hour'),
    ])
    .where('author_id', '=', accountId)
    .where('written_at', '>', since.hour)
    .executeTakeFirstOrThrow()

/** Holds a thread of the cohort open until the transaction ends: who hides or withdraws it waits, or came before. */
export const lockOpening = (db: Db, cohortId: string, threadId: string) =>
  db
    .selectFrom('discussion_posts')
    .innerJoin('discussion_threads', 'discussion_threads.id', 'discussion_posts.thread_id')
    .select(['discussion_posts.hidden_at', 'discussion_posts.withdrawn_at'])
    .where('discussion_posts.id', '=', threadId)
    .where('discussion_threads.id', '=', threadId)
    .where('discussion_threads.cohort_id', '=', cohortId)
    .forShare('discussion_posts')
    .executeTakeFirstOrThrow(() => new NotFound('thread'))

/**
 * A post for one of the cohort's people, with the cohort, and the how-manieth reply it is: 0 for the one that opens its
 * thread. One statement.
 */
export async function getPost(db: Db, { cohortId, postId, accountId }: Asked) {
  const { id, thread_id, author_id, hidden_at, withdrawn_at, place, ...found } = await cohortFor(
    db,
    cohortId,
    accountId,
  )
    .innerJoin('discussion_threads', 'discussion_threads.cohort_id', 'cohorts.id')
    .innerJoin('discussion_posts', 'discussion_posts.thread_id', 'discussion_threads.id')
    .select((e) => [
      'cohorts.id as cohort_id',
      'discussion_posts.id',
      'discussion_posts.thread_id',
      'discussion_posts.author_id',
      'discussion_posts.hidden_at',
      'discussion_posts.withdrawn_at',
      e
        .selectFrom('discussion_posts as earlier')
        .select((m) => m.fn.countAll<number>().as('n'))
        .whereRef('earlier.thread_id', '=', 'discussion_posts.thread_id')
        .whereRef('earlier.id', '<>', 'earlier.thread_id')
        .where((w) =>
          w(
            w.refTuple('earlier.written_at', 'earlier.id'),
            '<=',
            w.refTuple('discussion_posts.written_at', 'discussion_posts.id'),
          ),
        )
        .$asScalar()
        .$notNull()
        .as('place'),
    ])
    .where('discussion_posts.id', '=', postId)
    .executeTakeFirstOrThrow(() => new NotFound('post'))
  const cohort = { id: found.cohort_id, name: found.name, leads: found.leads }
  return { cohort, post: { id, thread_id, author_id, hidden_at, withdrawn_at, place } }
}
export type Asked = { cohortId: string; postId: string; accountId: string }
export type PostPlace = Awaited<ReturnType<typeof getPost>>['post']

/** Takes the words of somebody's own post away, once. True when it was this call. */
export async function withdrawPost(db: Db, id: string, authorId: string, now: Date): Promise<boolean> {
  const updated = await db
    .updateTable('discussion_posts')
    .set((e) => ({
      text: '',
      title: e.case().when('title', 'is', null).then(null).else('').end(),
      withdrawn_at: now,
    }))
    .where('id', '=', id)
    .where('author_id', '=', authorId)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}
