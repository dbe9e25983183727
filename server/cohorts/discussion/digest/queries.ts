import type { Db } from '../../../platform/data/database.ts'
import { limits } from '../../../platform/web/limits.ts'

/** The cohorts in which somebody wrote in this time. */
export const listBusyCohorts = (db: Db, { since, until }: { since: Date; until: Date }) =>
  db
    .selectFrom('cohorts')
    .select(['cohorts.id', 'cohorts.name', 'cohorts.programme_id', 'cohorts.confidential'])
    .where((e) =>
      e.exists(
        e
          .selectFrom('discussion_threads')
          .innerJoin('discussion_posts', 'discussion_posts.thread_id', 'discussion_threads.id')
          .select('discussion_posts.id')
          .whereRef('discussion_threads.cohort_id', '=', 'cohorts.id')
          .where('discussion_posts.written_at', '>', since)
          .where('discussion_posts.written_at', '<=', until),
      ),
    )
    .orderBy('cohorts.id')
    .execute()
export type BusyCohort = Awaited<ReturnType<typeof listBusyCohorts>>[number]

/** The next members and trainers of a cohort, by id, who want letters and had none of this round. */
export const listReaders = (db: Db, cohort: BusyCohort, until: Date, after: string) =>
  db
    .selectFrom('accounts')
    .leftJoin('cohort_members', (join) =>
      join.onRef('cohort_members.learner_id', '=', 'accounts.id').on('cohort_members.cohort_id', '=', cohort.id),
    )
    .leftJoin('discussion_digests', (join) =>
      join
        .onRef('discussion_digests.account_id', '=', 'accounts.id')
        .on('discussion_digests.cohort_id', '=', cohort.id),
    )
    .select([
      'accounts.id',
      'accounts.name',
      'accounts.email',
      'accounts.language',
      'cohort_members.joined_at',
      'discussion_digests.digest_until',
    ])
    .where('accounts.id', '>', after)
    .where((e) =>
      e.or([
        e('cohort_members.learner_id', 'is not', null),
        e.exists(
          e
            .selectFrom('cohort_trainers')
            .innerJoin('role_grants', 'role_grants.account_id', 'cohort_trainers.trainer_id')
            .select('cohort_trainers.trainer_id')
            .whereRef('cohort_trainers.trainer_id', '=', 'accounts.id')
            .where('cohort_trainers.cohort_id', '=', cohort.id)
            .where('role_grants.role', '=', 'trainer')
            .where('role_grants.programme_id', '=', cohort.programme_id),
        ),
      ]),
    )
    .where((e) => e.or([e('discussion_digests.wanted', 'is', null), e('discussion_digests.wanted', '=', true)]))
    .where((e) =>
      e.or([e('discussion_digests.digest_until', 'is', null), e('discussion_digests.digest_until', '<', until)]),
    )
    .orderBy('accounts.id')
    .limit(limits.lettersAtOnce)
    .execute()
export type DigestReader = Awaited<ReturnType<typeof listReaders>>[number]

type Window = { cohortId: string; readerId: string; since: Date; until: Date }

/**
 * What others wrote in this time and the reader has not seen, in order, and of how many it is the first part. What is
 * hidden or withdrawn, and what stands below it, is left out.
 */
export const listUnseen = (db: Db, { cohortId, readerId, since, until }: Window) =>
  db
    .selectFrom('discussion_posts as post')
    .innerJoin('discussion_threads', 'discussion_threads.id', 'post.thread_id')
    .innerJoin('discussion_posts as opening', 'opening.id', 'post.thread_id')
    .leftJoin('accounts as author', 'author.id', 'post.author_id')
    .leftJoin('discussion_visits', (join) =>
      join
        .onRef('discussion_visits.thread_id', '=', 'post.thread_id')
        .on('discussion_visits.account_id', '=', readerId),
    )
    .select((e) => [
      'post.thread_id',
      'opening.title',
      'post.text',
      'author.name as author',
      e.fn.countAll<number>().over().as('unseen'),
    ])
    .where('discussion_threads.cohort_id', '=', cohortId)
    .where('post.written_at', '>', since)
    .where('post.written_at', '<=', until)
    .where((e) => e.or([e('post.author_id', 'is', null), e('post.author_id', '<>', readerId)]))
    .where('post.hidden_at', 'is', null)
    .where('post.withdrawn_at', 'is', null)
    .where('opening.hidden_at', 'is', null)
    .where('opening.withdrawn_at', 'is', null)
    .where((e) =>
      e.or([
        e('discussion_visits.visited_at', 'is', null),
        e('discussion_visits.visited_at', '<', e.ref('post.written_at')),
      ]),
    )
    .orderBy('post.written_at')
    .orderBy('post.id')
    .limit(limits.postsPerLetter)
    .execute()
export type Unseen = Awaited<ReturnType<typeof listUnseen>>[number]

/** Says that somebody was told up to a moment, unless another process said so meanwhile. True when it was this call. */
export async function claimDigest(
  db: Db,
  digest: { cohort_id: string; account_id: string; digest_until: Date },
): Promise<boolean> {
  const { digest_until } = digest
  const claimed = await db
    .insertInto('discussion_digests')
    .values(digest)
    .onConflict((conflict) =>
      conflict
        .constraint('discussion_digests_once')
        .doUpdateSet({ digest_until })
        .where('discussion_digests.wanted', '=', true)
        .where((e) =>
          e.or([
            e('discussion_digests.digest_until', 'is', null),
            e('discussion_digests.digest_until', '<', digest_until),
          ]),
        ),
    )
    .executeTakeFirst()
  return claimed.numInsertedOrUpdatedRows === 1n
}

/** Keeps whether somebody wants to be told by letter. Who wants it again is told of what comes from then on. */
export const putWish = (db: Db, wish: { cohort_id: string; account_id: string; wanted: boolean }, now: Date) =>
  db
    .insertInto('discussion_digests')
    .values({ ...wish, digest_until: now })
    .onConflict((conflict) =>
      conflict
        .constraint('discussion_digests_once')
        .doUpdateSet({ wanted: wish.wanted, digest_until: now })
        .where('discussion_digests.wanted', '<>', wish.wanted),
    )
    .execute()
