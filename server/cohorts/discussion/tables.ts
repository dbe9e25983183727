import type { Generated } from 'kysely'

type ThreadsTable = { id: string; cohort_id: string; module: string }

type PostsTable = {
  /** The thread's own id for the post that opens it. */
  id: string
  thread_id: string
  author_id: string | null
  by_trainer: boolean
  /** Of a post that opens a thread, null for a reply. */
  title: string | null
  text: string
  written_at: Date
  withdrawn_at: Generated<Date | null>
  hidden_at: Generated<Date | null>
  hidden_by: Generated<string | null>
}

type AnswersTable = { thread_id: string; post_id: string; marked_by: string | null; marked_at: Date }

type ReportsTable = {
  id: string
  post_id: string
  reporter_id: string | null
  reason: string
  reported_at: Date
  settled_at: Generated<Date | null>
  settled_by: Generated<string | null>
}

type VisitsTable = { thread_id: string; account_id: string; visited_at: Date }

type DigestsTable = {
  cohort_id: string
  account_id: string
  digest_until: Date | null
  wanted: Generated<boolean>
}

declare module '../../platform/data/database.ts' {
  interface Tables {
    discussion_threads: ThreadsTable
    discussion_posts: PostsTable
    discussion_answers: AnswersTable
    discussion_reports: ReportsTable
    discussion_visits: VisitsTable
    discussion_digests: DigestsTable
  }
}
