import { type Post, postFor } from '../post.ts'
import type { ReportedRow } from './queries.ts'

/** `reporter` is null once the account is erased. */
export type Report = { id: string; reason: string; reported_at: Date; settled: boolean; reporter: string | null }
export type ReportedPost = {
  post: Post
  /** Of a post that opens a thread. */
  title: string | null
  thread: { id: string; title: string }
  /** Whether something reported of it waits for a trainer. */
  waits: boolean
  reports: Report[]
}

export const reportedPost = (row: ReportedRow, trainerId: string): ReportedPost => ({
  post: postFor(row, { accountId: trainerId, leads: true }, null),
  title: row.title || null,
  thread: { id: row.thread_id, title: row.thread_title ?? '' },
  waits: row.waits,
  reports: row.reports.map(({ reported_at, settled_at, ...report }) => ({
    ...report,
    reported_at: new Date(reported_at),
    settled: settled_at !== null,
  })),
})
