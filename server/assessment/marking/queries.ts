import { expressionBuilder, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Outcome } from '../../enrolments/progress.ts'
import type { Db, Tables } from '../../platform/data/database.ts'
import { NotFound } from '../../platform/web/errors.ts'
import type { Score } from '../../quizzes/scoring.ts'

/**
 * Attempts that a trainer marks, with what was given and what was marked. A script's number is its place among those of
 * its quiz and cohort that wait, in the order of a hash of their ids: it tells neither who wrote it nor when.
 */
function selectScript() {
  const e = expressionBuilder<Tables, 'attempts' | 'accounts'>()
  return [
    'attempts.id',
    'attempts.learner_id',
    'attempts.course',
    'attempts.quiz',
    'attempts.language',
    'attempts.items',
    'attempts.corrections',
    'attempts.rules',
    'attempts.pass_mark_scaled',
    'attempts.marking',
    'accounts.name as learner',
    jsonArrayFrom(
      e
        .selectFrom('responses')
        .select(['responses.item', 'responses.response'])
        .whereRef('responses.attempt_id', '=', 'attempts.id'),
    ).as('given'),
    jsonArrayFrom(
      e
        .selectFrom('marks')
        .select(['marks.item', 'marks.place', 'marks.marker_id', 'marks.levels', 'marks.raw', 'marks.comment'])
        .whereRef('marks.attempt_id', '=', 'attempts.id')
        .orderBy('marks.place'),
    ).as('marks'),
    e
      .selectFrom('attempts as other')
      .select((o) => o.fn.countAll<number>().as('n'))
      .whereRef('other.cohort_id', '=', 'attempts.cohort_id')
      .whereRef('other.quiz', '=', 'attempts.quiz')
      .where('other.marking', '=', 'waiting')
      .where(sql<boolean>`sha256(other.id::text::bytea) <= sha256(attempts.id::text::bytea)`)
      .$asScalar()
      .$notNull()
      .as('script_number'),
  ] as const
}

const scripts = (db: Db) =>
  db
    .selectFrom('attempts')
    .innerJoin('accounts', 'accounts.id', 'attempts.learner_id')
    .select(selectScript())
    .where('attempts.marking', 'is not', null)

/** The scripts of a cohort whose results are not released, by quiz and number. */
export const listScripts = (db: Db, cohortId: string) =>
  scripts(db)
    .where('attempts.cohort_id', '=', cohortId)
    .where('attempts.marking', '=', 'waiting')
    .orderBy('attempts.quiz')
    .orderBy('script_number')
    .execute()
export type ScriptRow = Awaited<ReturnType<typeof listScripts>>[number]

export const getScript = (db: Db, id: string, cohortId: string) =>
  scripts(db)
    .where('attempts.id', '=', id)
    .where('attempts.cohort_id', '=', cohortId)
    .executeTakeFirstOrThrow(() => new NotFound('script'))

/** Scripts of the programmes in which somebody is a trainer, with the cohort they come from. */
const scriptsForTrainer = (db: Db, trainerId: string) =>
  scripts(db)
    .innerJoin('cohorts', 'cohorts.id', 'attempts.cohort_id')
    .innerJoin('role_grants', 'role_grants.programme_id', 'cohorts.programme_id')
    .where('role_grants.role', '=', 'trainer')
    .where('role_grants.account_id', '=', trainerId)
    .select('cohorts.name as cohort')

/** Scripts under the rule of a second marker that somebody else marked first: who calls says which need one. */
export const listFirstMarkedByOthers = (db: Db, trainerId: string) =>
  scriptsForTrainer(db, trainerId)
    .where('attempts.marking', '=', 'waiting')
    .where(sql<boolean>`attempts.rules -> 'marking' -> 'second_marker' = 'true'`)
    .where((e) =>
      e.exists(
        e
          .selectFrom('marks')
          .select('marks.item')
          .whereRef('marks.attempt_id', '=', 'attempts.id')
          .where('marks.place', '=', 1)
          .where('marks.marker_id', 'is distinct from', trainerId),
      ),
    )
    .orderBy('cohorts.name')
    .orderBy('attempts.quiz')
    .orderBy('script_number')
    .execute()

export const getScriptForTrainer = (db: Db, id: string, trainerId: string) =>
  scriptsForTrainer(db, trainerId)
    .where('attempts.id', '=', id)
    .executeTakeFirstOrThrow(() => new NotFound('script'))

/**
 * The same, held until the transaction ends: two markers, or a mark and a release, come one after the other. It is read
 * after it is held: what the one before wrote is in it.
 */
export async function lockScript(db: Db, id: string, trainerId: string) {
  await db.selectFrom('attempts').select('id').where('id', '=', id).forUpdate().execute()
  return getScriptForTrainer(db, id, trainerId)
}

/** All scripts of a quiz in a cohort that are not released, held, with the addresses of those who wrote them. */
export async function lockScripts(db: Db, cohortId: string, quiz: string) {
  await db
    .selectFrom('attempts')
    .select('id')
    .where('cohort_id', '=', cohortId)
    .where('quiz', '=', quiz)
    .where('marking', '=', 'waiting')
    .orderBy('id')
    .forUpdate()
    .execute()
  return scripts(db)
    .select(['accounts.email', 'accounts.language as reads'])
    .where('attempts.cohort_id', '=', cohortId)
    .where('attempts.quiz', '=', quiz)
    .where('attempts.marking', '=', 'waiting')
    .orderBy('script_number')
    .execute()
}

/** How many results of each quiz were released in a cohort, and how many other trainers could mark. One statement. */
export const getMarkingAround = (db: Db, cohortId: string, trainerId: string) =>
  db
    .selectFrom('cohorts')
    .where('cohorts.id', '=', cohortId)
    .select((e) => [
      e
        .selectFrom('role_grants')
        .select((g) => g.fn.count<number>('role_grants.account_id').distinct().as('n'))
        .whereRef('role_grants.programme_id', '=', 'cohorts.programme_id')
        .where('role_grants.role', '=', 'trainer')
        .where('role_grants.account_id', '!=', trainerId)
        .$asScalar()
        .$notNull()
        .as('other_trainers'),
      jsonArrayFrom(
        e
          .selectFrom('attempts')
          .select((a) => ['attempts.quiz', a.fn.countAll<number>().as('n')])
          .whereRef('attempts.cohort_id', '=', 'cohorts.id')
          .where('attempts.marking', '=', 'released')
          .groupBy('attempts.quiz'),
      ).as('released'),
    ])
    .executeTakeFirstOrThrow(() => new NotFound('cohort'))

type NewMark = {
  attempt_id: string
  item: string
  place: 1 | 2
  marker_id: string
  levels: number[]
  raw: number
  comment: string
  marked_at: Date
}

/** Marks of one place; what stood there before is replaced. */
export const putMarks = (db: Db, marks: NewMark[]) =>
  db
    .insertInto('marks')
    .values(marks.map(({ levels, ...mark }) => ({ ...mark, levels: JSON.stringify(levels) })))
    .onConflict((conflict) =>
      conflict.constraint('marks_once').doUpdateSet((e) => ({
        marker_id: e.ref('excluded.marker_id'),
        levels: e.ref('excluded.levels'),
        raw: e.ref('excluded.raw'),
        comment: e.ref('excluded.comment'),
        marked_at: e.ref('excluded.marked_at'),
      })),
    )
    .execute()

/** Releases a result once: what is released already matches no row. */
export const releaseAttempt = (db: Db, id: string, { raw, max }: Score, outcome: Outcome) =>
  db
    .updateTable('attempts')
    .set({ score_raw: raw, score_max: max, outcome, marking: 'released' })
    .where('id', '=', id)
    .where('marking', '=', 'waiting')
    .execute()
