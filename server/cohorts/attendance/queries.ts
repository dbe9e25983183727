import { expressionBuilder } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db, Tables } from '../../platform/data/database.ts'
import { NotFound } from '../../platform/web/errors.ts'
import type { SessionDetails } from './session-form.ts'
import type { How } from './tables.ts'

const described = [
  'cohort_sessions.id',
  'cohort_sessions.number',
  'cohort_sessions.title',
  'cohort_sessions.place',
  'cohort_sessions.held_on',
  'cohort_sessions.from_time',
  'cohort_sessions.to_time',
  'cohort_sessions.starts_at',
  'cohort_sessions.ends_at',
  'cohort_sessions.revision',
  'cohort_sessions.cancelled_at',
] as const

const sessions = (db: Db, cohortId: string) =>
  db
    .selectFrom('cohort_sessions')
    .where('cohort_sessions.cohort_id', '=', cohortId)
    .select((e) => [
      ...described,
      e
        .selectFrom('session_attendance')
        .whereRef('session_attendance.session_id', '=', 'cohort_sessions.id')
        .select((a) => a.fn.countAll<number>().as('n'))
        .$asScalar()
        .$notNull()
        .as('attended'),
    ])

/** The sessions of a cohort with how many were recorded at each, in the order of the calendar. */
export const listSessions = (db: Db, cohortId: string) =>
  sessions(db, cohortId).orderBy('cohort_sessions.starts_at').orderBy('cohort_sessions.number').execute()
export type ListedSession = Awaited<ReturnType<typeof listSessions>>[number]

/** What the code on the wall is made of. Never for a page. */
export const getCodedSession = (db: Db, cohortId: string, id: string) =>
  sessions(db, cohortId)
    .select('cohort_sessions.secret')
    .where('cohort_sessions.id', '=', id)
    .executeTakeFirstOrThrow(() => new NotFound('session'))

/** A session and everybody in the cohort, with how it is known that they were there. One statement; times are ISO texts. */
export const getSession = (db: Db, cohortId: string, id: string) =>
  sessions(db, cohortId)
    .select((e) =>
      jsonArrayFrom(
        e
          .selectFrom('cohort_members')
          .innerJoin('accounts', 'accounts.id', 'cohort_members.learner_id')
          .leftJoin('session_attendance', (join) =>
            join
              .onRef('session_attendance.session_id', '=', 'cohort_sessions.id')
              .onRef('session_attendance.learner_id', '=', 'cohort_members.learner_id'),
          )
          .leftJoin('accounts as recorder', 'recorder.id', 'session_attendance.recorded_by')
          .whereRef('cohort_members.cohort_id', '=', 'cohort_sessions.cohort_id')
          .select([
            'cohort_members.learner_id as id',
            'accounts.name',
            'accounts.institution',
            'session_attendance.how',
            'session_attendance.recorded_at',
            'session_attendance.note',
            'recorder.name as recorded_by',
          ]),
      ).as('people'),
    )
    .where('cohort_sessions.id', '=', id)
    .executeTakeFirstOrThrow(() => new NotFound('session'))
export type SessionWithPeople = Awaited<ReturnType<typeof getSession>>

/** Each session that was not cancelled, and whether the learner of a row of `cohort_members` was there: one JSON list. */
export function selectSessions() {
  const e = expressionBuilder<Tables, 'cohort_members'>()
  return jsonArrayFrom(
    e
      .selectFrom('cohort_sessions')
      .leftJoin('session_attendance', (join) =>
        join
          .onRef('session_attendance.session_id', '=', 'cohort_sessions.id')
          .onRef('session_attendance.learner_id', '=', 'cohort_members.learner_id'),
      )
      .select((s) => [
        'cohort_sessions.id',
        'cohort_sessions.starts_at',
        s('session_attendance.learner_id', 'is not', null).$castTo<boolean>().as('attended'),
      ])
      .whereRef('cohort_sessions.cohort_id', '=', 'cohort_members.cohort_id')
      .where('cohort_sessions.cancelled_at', 'is', null)
      .orderBy('cohort_sessions.starts_at'),
  ).as('sessions')
}

/** The session that a code is of, as somebody may be recorded in it: its cohort, whether they are in it, since when. */
export const findSessionByNumber = (db: Db, number: number, learnerId: string | null) =>
  db
    .selectFrom('cohort_sessions')
    .innerJoin('cohorts', 'cohorts.id', 'cohort_sessions.cohort_id')
    .leftJoin('cohort_members', (join) =>
      join
        .onRef('cohort_members.cohort_id', '=', 'cohort_sessions.cohort_id')
        .on('cohort_members.learner_id', '=', learnerId),
    )
    .leftJoin('session_attendance', (join) =>
      join
        .onRef('session_attendance.session_id', '=', 'cohort_sessions.id')
        .on('session_attendance.learner_id', '=', learnerId),
    )
    .select((e) => [
      ...described,
      'cohort_sessions.secret',
      'cohorts.id as cohort_id',
      'cohorts.name as cohort',
      'cohorts.course',
      'cohorts.time_zone',
      'session_attendance.recorded_at',
      e('cohort_members.learner_id', 'is not', null).$castTo<boolean>().as('member'),
    ])
    .where('cohort_sessions.number', '=', number)
    .executeTakeFirst()
export type OpenedSession = NonNullable<Awaited<ReturnType<typeof findSessionByNumber>>>

export const insertSession = (
  db: Db,
  session: SessionDetails & { id: string; cohort_id: string; secret: string; created_by: string; created_at: Date },
) => db.insertInto('cohort_sessions').values(session).execute()

/**
 * Until the transaction ends nobody changes the session ('share', which any number hold at once), or nobody is recorded
 * in it either ('update').
 */
export const lockSession = (db: Db, id: string, mode: 'share' | 'update') =>
  db
    .selectFrom('cohort_sessions')
    .select(['cohort_sessions.revision', 'cohort_sessions.cancelled_at'])
    .where('cohort_sessions.id', '=', id)
    .$if(mode === 'share', (query) => query.forShare())
    .$if(mode === 'update', (query) => query.forUpdate())
    .executeTakeFirstOrThrow(() => new NotFound('session'))

/** Asked after the lock, in a statement of its own: one that waits for a lock still sees what was before. */
export const isAttended = async (db: Db, id: string): Promise<boolean> =>
  (await db
    .selectFrom('session_attendance')
    .select('learner_id')
    .where('session_id', '=', id)
    .limit(1)
    .executeTakeFirst()) !== undefined

export const updateSession = (db: Db, id: string, details: SessionDetails & { revision: number }) =>
  db.updateTable('cohort_sessions').set(details).where('id', '=', id).execute()

export const cancelSession = (db: Db, id: string, cancelled: { cancelled_at: Date; revision: number }) =>
  db.updateTable('cohort_sessions').set(cancelled).where('id', '=', id).execute()

type Recorded = { how: How; recorded_at: Date; recorded_by: string | null; note: string | null }

/** Records each learner once; gives those that were not recorded before. */
export async function insertAttendance(
  db: Db,
  sessionId: string,
  learnerIds: string[],
  recorded: Recorded,
): Promise<string[]> {
  if (learnerIds.length === 0) return []
  const inserted = await db
    .insertInto('session_attendance')
    .values(learnerIds.map((learner_id) => ({ session_id: sessionId, learner_id, ...recorded })))
    .onConflict((conflict) => conflict.constraint('session_attendance_once').doNothing())
    .returning('learner_id')
    .execute()
  return inserted.map(({ learner_id }) => learner_id)
}

/** Takes learners off the record; gives those that were on it. */
export async function deleteAttendance(db: Db, sessionId: string, learnerIds: string[]): Promise<string[]> {
  if (learnerIds.length === 0) return []
  const deleted = await db
    .deleteFrom('session_attendance')
    .where('session_id', '=', sessionId)
    .where('learner_id', 'in', learnerIds)
    .returning('learner_id')
    .execute()
  return deleted.map(({ learner_id }) => learner_id)
}

/** Sessions at which nobody is recorded, held until the transaction ends. */
export const listUnattendedSessions = (db: Db, cohortId: string) =>
  db
    .selectFrom('cohort_sessions')
    .select(['id', 'held_on', 'from_time', 'to_time'])
    .where('cohort_id', '=', cohortId)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('session_attendance')
            .select('session_attendance.learner_id')
            .whereRef('session_attendance.session_id', '=', 'cohort_sessions.id'),
        ),
      ),
    )
    .orderBy('id')
    .forUpdate()
    .execute()

export const updateInstants = (db: Db, id: string, instants: { starts_at: Date; ends_at: Date }) =>
  db.updateTable('cohort_sessions').set(instants).where('id', '=', id).execute()
