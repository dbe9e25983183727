import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Course } from '../../catalogue/course.ts'
import { selectWork } from '../../enrolments/queries.ts'
import type { Db } from '../../platform/data/database.ts'
import { closesAt } from '../period.ts'
import type { Place } from './cursor.ts'
import type { Filter, Sort } from './filter.ts'

type Cohort = { id: string; ends_on: string; time_zone: string }
type Listing = { course: Course; filter: Filter; place: Place | null; limit: number }

// Of the tables that `matched` joins. An attempt that is not handed in does not count; of those that a trainer marked,
// or the clock, the best does, and before there is one the first that waits: as `progressOf` and `cellOf` have it.
const counted = sql`a.submitted_at is not null`
const bestFirst = sql`(a.outcome is null),
  case when a.outcome is null or a.score_max = 0 then 0 else -(a.score_raw / a.score_max) end, a.started_at, a.number`
const ownLessons = sql`lesson_completions l where l.learner_id = enrolments.learner_id and l.course = enrolments.course`
const ownAttempts = sql`attempts a where a.learner_id = enrolments.learner_id and a.course = enrolments.course`
const begun = sql<boolean>`(exists (select from ${ownLessons}) or exists (select from ${ownAttempts}))`

/**
 * Names in an order that is the same on every database: by code points, with Latin capitals and the marks above and
 * below letters put aside. The first sixty letters decide, then the id.
 */
const folded = sql<string>`left(lower((case when octet_length(accounts.name) = length(accounts.name) then accounts.name
  else regexp_replace(normalize(accounts.name, nfd), '[\\u0300-\\u036f]', '', 'g') end) collate "C"), 60)`

/** The slugs of what counts as progress. */
const countedSlugs = ({ activities }: Course, kind: 'lesson' | 'quiz') =>
  activities.flatMap((one) => (one.kind === kind && (one.kind === 'lesson' || !one.optional) ? [one.slug] : []))

/**
 * How many activities each of a cohort's people has done, for those who have done any. Counted for all at once: one by
 * one it costs three times as much, and PostgreSQL then spends longer still on compiling so dear a statement.
 */
const doneOf = (cohort: Cohort, course: Course) => sql<{ learner_id: string; n: number }>`(
  select learner_id, count(*) as n from (
    select l.learner_id from lesson_completions l
      join cohort_members m on m.learner_id = l.learner_id and m.cohort_id = ${cohort.id}
      where l.course = ${course.slug} and l.lesson = any(${countedSlugs(course, 'lesson')})
    union all
    select learner_id from (
      select distinct on (a.learner_id, a.quiz) a.learner_id, a.outcome from attempts a
        join cohort_members m on m.learner_id = a.learner_id and m.cohort_id = ${cohort.id}
        where a.course = ${course.slug} and a.quiz = any(${countedSlugs(course, 'quiz')}) and ${counted}
        order by a.learner_id, a.quiz, ${bestFirst}) best
      where outcome = 'passed') each_done
  group by learner_id)`

/** What a list is sorted by before the names, smallest first: the most done, or the latest to do something. */
const ranks: Record<Sort, RawBuilder<number>> = {
  name: sql<number>`0::bigint`,
  done: sql<number>`-coalesce(done.n, 0)`,
  // To the microsecond, as the database keeps time: two people of one millisecond stay two places.
  active: sql<number>`case when ${begun}
    then -(extract(epoch from enrolments.last_active_at) * 1000000)::bigint else 0 end`,
}

const standings: Record<NonNullable<Filter['standing']>, Expression<SqlBool>> = {
  completed: sql<boolean>`enrolments.completed_at is not null`,
  on_the_way: sql<boolean>`enrolments.completed_at is null and ${begun}`,
  not_begun: sql<boolean>`enrolments.completed_at is null and not ${begun}`,
}

/** Whether the activity is in that state for the learner. What a lesson cannot be (waiting, open), none is. */
function inState({ kind, slug, state }: NonNullable<Filter['activity']>, cohort: Cohort): Expression<SqlBool> {
  const closes = sql`coalesce(enrolment_terms.closes_at, ${closesAt(cohort)}::timestamptz)`
  if (kind === 'lesson') {
    const done = sql`(select l.completed_at from ${ownLessons} and l.lesson = ${slug})`
    if (state === 'done') return sql<boolean>`${done} is not null`
    if (state === 'not_done') return sql<boolean>`${done} is null`
    return state === 'late' ? sql<boolean>`${done} > ${closes}` : sql<boolean>`false`
  }
  const own = sql`${ownAttempts} and a.quiz = ${slug}`
  const settled = (column: 'outcome' | 'submitted_at') =>
    sql`(select ${sql.ref(`a.${column}`)} from ${own} and ${counted} order by ${bestFirst} limit 1)`
  const isIn: Record<typeof state, Expression<SqlBool>> = {
    done: sql<boolean>`${settled('outcome')} = 'passed'`,
    not_done: sql<boolean>`${settled('outcome')} is distinct from 'passed'`,
    not_passed: sql<boolean>`${settled('outcome')} = 'failed'`,
    waiting: sql<boolean>`exists (select from ${own} and ${counted} and a.outcome is null)`,
    open: sql<boolean>`exists (select from ${own} and a.submitted_at is null)`,
    late: sql<boolean>`${settled('submitted_at')} > ${closes}`,
  }
  return isIn[state]
}

/** The members whom the filter lets through, each with what they are sorted by. */
function matched(db: Db, cohort: Cohort, course: Course, { institution, standing, activity, sort }: Filter) {
  return db
    .selectFrom('cohort_members')
    .innerJoin('accounts', 'accounts.id', 'cohort_members.learner_id')
    .leftJoin('enrolments', (join) =>
      join.onRef('enrolments.learner_id', '=', 'cohort_members.learner_id').on('enrolments.course', '=', course.slug),
    )
    .leftJoin('enrolment_terms', (join) =>
      join
        .onRef('enrolment_terms.learner_id', '=', 'cohort_members.learner_id')
        .onRef('enrolment_terms.cohort_id', '=', 'cohort_members.cohort_id'),
    )
    .where('cohort_members.cohort_id', '=', cohort.id)
    .$if(institution !== null, (query) => query.where('accounts.institution', '=', institution ?? ''))
    .$if(standing !== null, (query) => query.where(standings[standing ?? 'completed']))
    .$if(activity !== null, (query) => (activity ? query.where(inState(activity, cohort)) : query))
    .$if(sort === 'done', (query) =>
      query.leftJoin(doneOf(cohort, course).as('done'), 'done.learner_id', 'cohort_members.learner_id'),
    )
    .select(['cohort_members.learner_id as id', folded.as('folded'), ranks[sort].as('rank')])
}

/**
 * Some learners of a cohort after, or before, a place in the list, with what they did in its course: at most `limit`,
 * in the list's order. One statement; `matched` on each row counts all whom the filter lets through.
 */
export async function listGradebook(db: Db, cohort: Cohort, { course, filter, place, limit }: Listing) {
  const backwards = place?.direction === 'before'
  const order = backwards ? 'desc' : 'asc'
  const rows = await db
    .with('matched', () => matched(db, cohort, course, filter))
    .with('page', (query) =>
      query
        .selectFrom('matched')
        .select(['matched.id', 'matched.folded', 'matched.rank'])
        .$if(place !== null, (some) =>
          some.where(
            sql<boolean>`(rank, folded collate "C", id) ${sql.raw(backwards ? '<' : '>')}
              (${place?.rank ?? 0}::bigint, ${place?.folded ?? ''} collate "C", ${place?.id ?? ''}::uuid)`,
          ),
        )
        .orderBy('matched.rank', order)
        .orderBy('matched.folded', order)
        .orderBy('matched.id', order)
        .limit(limit),
    )
    .selectFrom('page')
    .innerJoin('accounts', 'accounts.id', 'page.id')
    .leftJoin('enrolments', (join) =>
      join.onRef('enrolments.learner_id', '=', 'page.id').on('enrolments.course', '=', course.slug),
    )
    .leftJoin('enrolment_terms', (join) =>
      join.onRef('enrolment_terms.learner_id', '=', 'page.id').on('enrolment_terms.cohort_id', '=', cohort.id),
    )
    .select((e) => [
      'page.id',
      'page.rank',
      'page.folded',
      'accounts.name',
      'accounts.institution',
      'enrolments.last_active_at',
      'enrolment_terms.closes_at',
      e
        .selectFrom('matched')
        .select((m) => m.fn.countAll<number>().as('n'))
        .$asScalar()
        .$notNull()
        .as('matched'),
    ])
    .select(selectWork())
    .orderBy('page.rank', order)
    .orderBy('page.folded', order)
    .orderBy('page.id', order)
    .execute()
  return backwards ? rows.reverse() : rows
}
export type GradebookMember = Awaited<ReturnType<typeof listGradebook>>[number]

/** The institutions of a cohort's people, that with the most people first. */
export async function listInstitutions(db: Db, cohortId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('cohort_members')
    .innerJoin('accounts', 'accounts.id', 'cohort_members.learner_id')
    .select('accounts.institution')
    .where('cohort_members.cohort_id', '=', cohortId)
    .groupBy('accounts.institution')
    .orderBy((e) => e.fn.countAll(), 'desc')
    .orderBy('accounts.institution')
    .execute()
  return rows.map(({ institution }) => institution)
}
