import { limits } from '../../platform/web/limits.ts'

/** Where a post stands: `place` is the how-manieth reply it is, 0 for the one that opens the thread. */
export function addressOfPost(
  cohortId: string,
  { id, thread_id, place }: { id: string; thread_id: string; place: number },
) {
  const page = Math.max(1, Math.ceil(place / limits.postsPerPage))
  return `/learning/cohorts/${cohortId}/threads/${thread_id}${page > 1 ? `?page=${page}` : ''}#post-${id}`
}
