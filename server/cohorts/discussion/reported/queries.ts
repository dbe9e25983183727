import { expressionBuilder } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db, Tables } from '../../../platform/data/database.ts'
import { limits } from '../../../platform/web/limits.ts'

/** Adds a report once for each person and post. True when it was this call. */
export async function insertReport(
  db: Db,
  report: { id: string; post_id: string; reporter_id: string; reason: string; reported_at: Date },
): Promise<boolean> {
  const inserted = await db
    .insertInto('discussion_reports')
    .values(report)
    .onConflict((conflict) => conflict.constraint('discussion_reports_once').doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** Says that somebody looked at what was reported of a post. True when there was anything to look at. */
export async function settleReports(db: Db, postId: string, accountId: string, now: Date): Promise<boolean> {
  const updated = await db
    .updateTable('discussion_reports')
    .set({ settled_at: now, settled_by: accountId })
    .where('post_id', '=', postId)
    .where('settled_at', 'is', null)
    .executeTakeFirst()
  return updated.numUpdatedRows > 0n
}

/** Hides a post, or shows it again, once; what was withdrawn is neither. True when it was this call. */
export async function setHidden(db: Db, id: string, hidden: { by: string; at: Date } | null): Promise<boolean> {
  const updated = await db
    .updateTable('discussion_posts')
    .set({ hidden_at: hidden?.at ?? null, hidden_by: hidden?.by ?? null })
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .where('hidden_at', hidden ? 'is' : 'is not', null)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** Marks a reply as the answer of its thread, in place of any other. */
export const putAnswer = (db: Db, answer: { thread_id: string; post_id: string; marked_by: string; marked_at: Date }) =>
  db
    .insertInto('discussion_answers')
    .values(answer)
    .onConflict((conflict) => conflict.constraint('discussion_answers_one_a_thread').doUpdateSet(answer))
    .execute()

/** True when the post was the answer. */
export async function deleteAnswer(db: Db, postId: string): Promise<boolean> {
  const deleted = await db.deleteFrom('discussion_answers').where('post_id', '=', postId).executeTakeFirst()
  return deleted.numDeletedRows === 1n
}

/** Holds a post until the transaction ends, and gives its state as it is then. */
export const lockPost = (db: Db, id: string) =>
  db
    .selectFrom('discussion_posts')
    .select(['hidden_at', 'withdrawn_at'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()

/** How many posts of the cohort of the row were reported and not yet looked at. */
export function countReported() {
  const e = expressionBuilder<Tables, 'cohorts'>()
  return e
    .selectFrom('discussion_reports')
    .innerJoin('discussion_posts', 'discussion_posts.id', 'discussion_reports.post_id')
    .innerJoin('discussion_threads', 'discussion_threads.id', 'discussion_posts.thread_id')
    .whereRef('discussion_threads.cohort_id', '=', 'cohorts.id')
    .where('discussion_reports.settled_at', 'is', null)
    .select((r) => r.fn.count<number>('discussion_reports.post_id').distinct().as('n'))
    .$asScalar()
    .$notNull()
    .as('reported')
}

/**
 * One page of the posts that were reported or hidden, and one more where there is a next page: first those that nobody
 * has looked at, then the newest. Times in JSON are ISO texts.
 */
export const listReported = (db: Db, cohortId: string, page: number) =>
  db
    .selectFrom('discussion_posts as post')
    .innerJoin('discussion_threads', 'discussion_threads.id', 'post.thread_id')
    .innerJoin('discussion_posts as opening', 'opening.id', 'discussion_threads.id')
    .leftJoin('accounts as author', 'author.id', 'post.author_id')
    .select((e) => [
      'post.id',
      'post.thread_id',
      'post.author_id',
      'post.by_trainer',
      'post.title',
      'post.text',
      'post.written_at',
      'post.withdrawn_at',
      'post.hidden_at',
      'author.name as author',
      'author.institution',
      'opening.title as thread_title',
      jsonArrayFrom(
        e
          .selectFrom('discussion_reports')
          .leftJoin('accounts as reporter', 'reporter.id', 'discussion_reports.reporter_id')
          .select([
            'discussion_reports.id',
            'discussion_reports.reason',
            'discussion_reports.reported_at',
            'discussion_reports.settled_at',
            'reporter.name as reporter',
          ])
          .whereRef('discussion_reports.post_id', '=', 'post.id')
          .orderBy('discussion_reports.reported_at')
          .orderBy('discussion_reports.id')
          .limit(limits.postsPerPage),
      ).as('reports'),
      e
        .exists(
          e
            .selectFrom('discussion_reports')
            .select('discussion_reports.id')
            .whereRef('discussion_reports.post_id', '=', 'post.id')
            .where('discussion_reports.settled_at', 'is', null),
        )
        .$castTo<boolean>()
        .as('waits'),
    ])
    .where('discussion_threads.cohort_id', '=', cohortId)
    .where((e) =>
      e.or([
        e('post.hidden_at', 'is not', null),
        e.exists(
          e
            .selectFrom('discussion_reports')
            .select('discussion_reports.id')
            .whereRef('discussion_reports.post_id', '=', 'post.id'),
        ),
      ]),
    )
    .orderBy('waits', 'desc')
    .orderBy('post.written_at', 'desc')
    .orderBy('post.id')
    .limit(limits.postsPerPage + 1)
    .offset((page - 1) * limits.postsPerPage)
    .execute()
export type ReportedRow = Awaited<ReturnType<typeof listReported>>[number]
