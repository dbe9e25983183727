import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../platform/data/database.ts'
import { NotFound } from '../../platform/web/errors.ts'
import { limits } from '../../platform/web/limits.ts'
import { cohortFor } from '../learning/queries.ts'

export type NewMessage = {
  id: string
  cohort_id: string
  author_id: string
  subject: string
  text: string
  recipients: number
  sent_at: Date
}

/** Keeps a message once: its form carries what its id is made from. True when it was this call. */
export async function insertMessage(db: Db, message: NewMessage): Promise<boolean> {
  const inserted = await db
    .insertInto('cohort_messages')
    .values(message)
    .onConflict((conflict) => conflict.constraint('cohort_messages_pkey').doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** The people of a cohort as letters need them, without who writes. */
export const listRecipients = (db: Db, cohortId: string, writerId: string) =>
  db
    .selectFrom('cohort_members')
    .innerJoin('accounts', 'accounts.id', 'cohort_members.learner_id')
    .select(['accounts.name', 'accounts.email', 'accounts.language'])
    .where('cohort_members.cohort_id', '=', cohortId)
    .where('accounts.id', '<>', writerId)
    .orderBy('accounts.id')
    .execute()
export type Recipient = Awaited<ReturnType<typeof listRecipients>>[number]

const columns = [
  'cohort_messages.id',
  'cohort_messages.subject',
  'cohort_messages.sent_at',
  'cohort_messages.recipients',
  'author.name as author',
] as const

/** One page of what was sent to a cohort, the newest first, and one more where there is a next page. */
export const listMessages = (db: Db, cohortId: string, page: number) =>
  db
    .selectFrom('cohort_messages')
    .leftJoin('accounts as author', 'author.id', 'cohort_messages.author_id')
    .select(columns)
    .where('cohort_messages.cohort_id', '=', cohortId)
    .orderBy('cohort_messages.sent_at', 'desc')
    .orderBy('cohort_messages.id')
    .limit(limits.listLength + 1)
    .offset((page - 1) * limits.listLength)
    .execute()

/** The same, as one of the cohort's people finds it, with the cohort. Times in JSON are ISO texts. */
export const getCohortAndMessages = (db: Db, cohortId: string, accountId: string, page: number) =>
  cohortFor(db, cohortId, accountId)
    .select((e) =>
      jsonArrayFrom(
        e
          .selectFrom('cohort_messages')
          .leftJoin('accounts as author', 'author.id', 'cohort_messages.author_id')
          .select(columns)
          .whereRef('cohort_messages.cohort_id', '=', 'cohorts.id')
          .orderBy('cohort_messages.sent_at', 'desc')
          .orderBy('cohort_messages.id')
          .limit(limits.listLength + 1)
          .offset((page - 1) * limits.listLength),
      ).as('messages'),
    )
    .executeTakeFirstOrThrow(() => new NotFound('cohort'))

/** One message with its cohort, for one of the cohort's people. */
export async function getMessage(db: Db, cohortId: string, messageId: string, accountId: string) {
  const { message, ...cohort } = await cohortFor(db, cohortId, accountId)
    .select((e) =>
      jsonObjectFrom(
        e
          .selectFrom('cohort_messages')
          .leftJoin('accounts as author', 'author.id', 'cohort_messages.author_id')
          .select([...columns, 'cohort_messages.text'])
          .whereRef('cohort_messages.cohort_id', '=', 'cohorts.id')
          .where('cohort_messages.id', '=', messageId),
      ).as('message'),
    )
    .executeTakeFirstOrThrow(() => new NotFound('cohort'))
  if (!message) throw new NotFound('message')
  return { cohort, message }
}
