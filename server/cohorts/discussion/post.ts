import { linkedText, type TextPart } from '../linked-text.ts'
import type { FoundPost, ListedThread } from './queries.ts'

export type PostState = 'shown' | 'hidden' | 'withdrawn'
export type Post = {
  id: string
  /** Null once the account is erased. */
  author: string | null
  institution: string | null
  by_trainer: boolean
  written_at: Date
  state: PostState
  /** Null for who may not read them, or no longer can. */
  words: TextPart[] | null
  mine: boolean
  /** Whether it is marked as the answer. */
  answers: boolean
}
/** `leads`: one of the cohort's trainers. */
export type Reader = { accountId: string; leads: boolean }

/** As it comes from the database, with its times as JSON has them or not. */
type PostRow = Omit<FoundPost, 'written_at' | keyof Kept> & Kept & { written_at: Date | string }
type Kept = { author_id: string | null; withdrawn_at: unknown; hidden_at: unknown }

export const stateOf = ({ withdrawn_at, hidden_at }: Kept): PostState =>
  withdrawn_at ? 'withdrawn' : hidden_at ? 'hidden' : 'shown'

/** What is withdrawn nobody reads; what is hidden its author and the trainers read. */
export const mayRead = (post: Kept, { accountId, leads }: Reader): boolean => {
  const state = stateOf(post)
  return state === 'shown' || (state === 'hidden' && (leads || post.author_id === accountId))
}

export const postFor = (post: PostRow, reader: Reader, answerId: string | null): Post => ({
  id: post.id,
  author: post.author,
  institution: post.institution,
  by_trainer: post.by_trainer,
  written_at: new Date(post.written_at),
  state: stateOf(post),
  words: mayRead(post, reader) ? linkedText(post.text) : null,
  mine: post.author_id === reader.accountId,
  answers: post.id === answerId,
})

export type ThreadLine = {
  id: string
  /** Null for who may not read it: `state` says why. */
  title: string | null
  state: PostState
  author: string | null
  by_trainer: boolean
  replies: number
  newest_at: Date
  answered: boolean
}

export const threadLine = (thread: ListedThread, reader: Reader): ThreadLine => ({
  id: thread.id,
  title: mayRead(thread, reader) ? thread.title : null,
  state: stateOf(thread),
  author: thread.author,
  by_trainer: thread.by_trainer,
  replies: thread.posts - 1,
  newest_at: new Date(thread.newest_at),
  answered: thread.answered,
})
