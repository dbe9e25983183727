import { type ExpressionBuilder, expressionBuilder, sql } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { Db, Tables } from '../../platform/data/database.ts'
import { NotFound } from '../../platform/web/errors.ts'
import { limits } from '../../platform/web/limits.ts'
import { cohortFor } from '../learning/queries.ts'

/** One page of a module's threads, the newest activity first, and one more where there is a next page. */
export const getModulePage = (
  db: Db,
  { cohortId, module, accountId, page }: { cohortId: string; module: string; accountId: string; page: number },
) =>
  cohortFor(db, cohortId, accountId)
    .select((e) =>
      jsonArrayFrom(
        e
          .selectFrom('discussion_threads')
          .innerJoin('discussion_posts as opening', 'opening.id', 'discussion_threads.id')
          .leftJoin('accounts as author', 'author.id', 'opening.author_id')
          .innerJoinLateral(
            (l) =>
              l
                .selectFrom('discussion_posts')
                .select((p) => [
                  p.fn.countAll<number>().as('posts'),
                  p.fn.max('discussion_posts.written_at').as('newest_at'),
                ])
                .whereRef('discussion_posts.thread_id', '=', 'discussion_threads.id')
                .as('activity'),
            (join) => join.onTrue(),
          )
          .select((t) => [
            'discussion_threads.id',
            'opening.title',
            'opening.author_id',
            'opening.by_trainer',
            'opening.withdrawn_at',
            'opening.hidden_at',
            'author.name as author',
            'activity.posts',
            'activity.newest_at',
            t.exists(standingAnswer().select('discussion_answers.post_id')).$castTo<boolean>().as('answered'),
          ])
          .whereRef('discussion_threads.cohort_id', '=', 'cohorts.id')
          .where('discussion_threads.module', '=', module)
          .orderBy('activity.newest_at', 'desc')
          .orderBy('discussion_threads.id')
          .limit(limits.listLength + 1)
          .offset((page - 1) * limits.listLength),
      ).as('threads'),
    )
    .executeTakeFirstOrThrow(() => new NotFound('cohort'))
export type ListedThread = Awaited<ReturnType<typeof getModulePage>>['threads'][number]

/** The answer of the thread of the row, unless it was hidden or withdrawn since. */
function standingAnswer() {
  const e = expressionBuilder<Tables, 'discussion_threads'>()
  return e
    .selectFrom('discussion_answers')
    .innerJoin('discussion_posts as answer', 'answer.id', 'discussion_answers.post_id')
    .whereRef('discussion_answers.thread_id', '=', 'discussion_threads.id')
    .where('answer.hidden_at', 'is', null)
    .where('answer.withdrawn_at', 'is', null)
}

/** The posts of the thread of the row as pages show them; their authors are shown by name and institution alone. */
const posts = (e: ExpressionBuilder<Tables, 'discussion_threads'>) =>
  e
    .selectFrom('discussion_posts as post')
    .leftJoin('accounts as author', 'author.id', 'post.author_id')
    .select([
      'post.id',
      'post.author_id',
      'post.by_trainer',
      'post.title',
      'post.text',
      'post.written_at',
      'post.withdrawn_at',
      'post.hidden_at',
      'author.name as author',
      'author.institution',
    ])
    .whereRef('post.thread_id', '=', 'discussion_threads.id')

/**
 * One page of a thread for one of the cohort's people: what opened it, its answer, and its replies in order, one more
 * where there is a next page. That they were there is written down in the same statement. Times in JSON are ISO texts.
 */
export async function getThreadPage(
  db: Db,
  { cohortId, threadId, accountId, page }: { cohortId: string; threadId: string; accountId: string; page: number },
  now: Date,
) {
  const visiting = db.with('visit', (w) =>
    w
      .insertInto('discussion_visits')
      .columns(['thread_id', 'account_id', 'visited_at'])
      .expression(
        cohortFor(db, cohortId, accountId)
          .innerJoin('discussion_threads', 'discussion_threads.cohort_id', 'cohorts.id')
          .where('discussion_threads.id', '=', threadId)
          .clearSelect()
          .select(['discussion_threads.id', sql<string>`${accountId}::uuid`.as('account_id')])
          .select(sql<Date>`${now}::timestamptz`.as('visited_at')),
      )
      .onConflict((conflict) =>
        conflict
          .constraint('discussion_visits_once')
          .doUpdateSet({ visited_at: now })
          .where('discussion_visits.visited_at', '<', now),
      ),
  )
  // A database with one name more reads the same tables.
  const { thread, ...cohort } = await cohortFor(visiting as unknown as Db, cohortId, accountId)
    .select((e) =>
      jsonObjectFrom(
        e
          .selectFrom('discussion_threads')
          .select((t) => [
            'discussion_threads.id',
            'discussion_threads.module',
            standingAnswer().select('discussion_answers.post_id').as('answer_id'),
            jsonArrayFrom(posts(t).whereRef('post.id', '=', 'discussion_threads.id')).as('opening'),
            jsonArrayFrom(posts(t).where('post.id', '=', standingAnswer().select('discussion_answers.post_id'))).as(
              'answer',
            ),
            jsonArrayFrom(
              posts(t)
                .whereRef('post.id', '<>', 'discussion_threads.id')
                .orderBy('post.written_at')
                .orderBy('post.id')
                .limit(limits.postsPerPage + 1)
                .offset((page - 1) * limits.postsPerPage),
            ).as('replies'),
          ])
          .whereRef('discussion_threads.cohort_id', '=', 'cohorts.id')
          .where('discussion_threads.id', '=', threadId),
      ).as('thread'),
    )
    .executeTakeFirstOrThrow(() => new NotFound('cohort'))
  if (!thread) throw new NotFound('thread')
  return { cohort, thread }
}
export type FoundThread = Awaited<ReturnType<typeof getThreadPage>>['thread']
export type FoundPost = FoundThread['replies'][number]
