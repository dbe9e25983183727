import { expressionBuilder, sql } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { Db, Tables } from '../../platform/data/database.ts'
import type { ReasonKind } from './reasons.ts'

/** The people of a cohort as letters need them, with the last letter that was written to each from here. */
export const listCorrespondents = (db: Db, cohortId: string) =>
  db
    .selectFrom('cohort_members')
    .innerJoin('accounts', 'accounts.id', 'cohort_members.learner_id')
    .leftJoin('enrolment_terms', (join) =>
      join
        .onRef('enrolment_terms.learner_id', '=', 'cohort_members.learner_id')
        .onRef('enrolment_terms.cohort_id', '=', 'cohort_members.cohort_id'),
    )
    .select((e) => [
      'accounts.id',
      'accounts.email',
      'accounts.language',
      'enrolment_terms.closes_at',
      jsonObjectFrom(
        e
          .selectFrom('cohort_letters')
          .leftJoin('accounts as author', 'author.id', 'cohort_letters.author_id')
          .select([
            'cohort_letters.id',
            'cohort_letters.press',
            'cohort_letters.sent_at',
            'cohort_letters.author_id',
            'author.name as author',
          ])
          .whereRef('cohort_letters.cohort_id', '=', 'cohort_members.cohort_id')
          .whereRef('cohort_letters.learner_id', '=', 'cohort_members.learner_id')
          .orderBy('cohort_letters.sent_at', 'desc')
          .orderBy('cohort_letters.id')
          .limit(1),
      ).as('last_letter'),
    ])
    .where('cohort_members.cohort_id', '=', cohortId)
    .execute()
export type Correspondent = Awaited<ReturnType<typeof listCorrespondents>>[number]
/** Times in JSON are ISO texts. */
export type LastLetter = NonNullable<Correspondent['last_letter']>

/** Holds the places of these people until the transaction ends, so that two presses write to each once. */
export const lockMembers = (db: Db, cohortId: string, learnerIds: string[]) =>
  db
    .selectFrom('cohort_members')
    .select('learner_id')
    .where('cohort_id', '=', cohortId)
    .where(sql<boolean>`learner_id = any(${learnerIds}::uuid[])`)
    .orderBy('learner_id')
    .forNoKeyUpdate()
    .execute()

export type NewLetter = {
  id: string
  cohort_id: string
  learner_id: string
  author_id: string
  press: string
  reasons: ReasonKind[]
  subject: string
  text: string
  sent_at: Date
}
export const insertLetters = (db: Db, letters: NewLetter[]) => db.insertInto('cohort_letters').values(letters).execute()

/** Adds a note once: the page's form carries the id of the note that it makes. True when it was this call. */
export async function insertNote(
  db: Db,
  note: { id: string; cohort_id: string; learner_id: string; author_id: string; text: string; written_at: Date },
): Promise<boolean> {
  const inserted = await db
    .insertInto('cohort_notes')
    .values(note)
    .onConflict((conflict) => conflict.constraint('cohort_notes_pkey').doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** The author is part of the key. True when there was such a note. */
export async function deleteNote(
  db: Db,
  note: { id: string; cohort_id: string; learner_id: string; author_id: string },
): Promise<boolean> {
  const deleted = await db
    .deleteFrom('cohort_notes')
    .where('id', '=', note.id)
    .where('cohort_id', '=', note.cohort_id)
    .where('learner_id', '=', note.learner_id)
    .where('author_id', '=', note.author_id)
    .executeTakeFirst()
  return deleted.numDeletedRows === 1n
}

/**
 * What the trainers wrote about and to one member, and when each attempt was begun, for the select of a query that
 * reads `cohort_members`; `course` is that of the cohort. Times in JSON are ISO texts, the newest first.
 */
export function selectPapers(course: string) {
  const e = expressionBuilder<Tables, 'cohort_members'>()
  return [
    jsonArrayFrom(
      e
        .selectFrom('cohort_notes')
        .leftJoin('accounts as author', 'author.id', 'cohort_notes.author_id')
        .select([
          'cohort_notes.id',
          'cohort_notes.text',
          'cohort_notes.written_at',
          'cohort_notes.author_id',
          'author.name as author',
        ])
        .whereRef('cohort_notes.cohort_id', '=', 'cohort_members.cohort_id')
        .whereRef('cohort_notes.learner_id', '=', 'cohort_members.learner_id')
        .orderBy('cohort_notes.written_at', 'desc')
        .orderBy('cohort_notes.id'),
    ).as('notes'),
    jsonArrayFrom(
      e
        .selectFrom('cohort_letters')
        .leftJoin('accounts as author', 'author.id', 'cohort_letters.author_id')
        .select(['cohort_letters.subject', 'cohort_letters.text', 'cohort_letters.sent_at', 'author.name as author'])
        .whereRef('cohort_letters.cohort_id', '=', 'cohort_members.cohort_id')
        .whereRef('cohort_letters.learner_id', '=', 'cohort_members.learner_id')
        .orderBy('cohort_letters.sent_at', 'desc'),
    ).as('letters'),
    jsonArrayFrom(
      e
        .selectFrom('attempts')
        .select(['attempts.id', 'attempts.started_at'])
        .whereRef('attempts.learner_id', '=', 'cohort_members.learner_id')
        .where('attempts.course', '=', course)
        .orderBy('attempts.started_at', 'desc'),
    ).as('beginnings'),
  ] as const
}
