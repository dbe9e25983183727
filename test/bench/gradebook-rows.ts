import { sql } from 'kysely'
import type { Activity, Course, QuizRules } from '../../server/catalogue/course.ts'
import type { Db } from '../../server/platform/data/database.ts'
import { newId } from '../../server/platform/data/ids.ts'

/** Ten modules of five lessons and a quiz, and nothing to read: the gradebook asks for no more. */
export function sixtyActivities(): Course {
  const rules: QuizRules = {
    time_limit_minutes: null,
    at_deadline: 'mark',
    attempts_allowed: null,
    wait_minutes: 0,
    feedback: 'attempt',
    marking: { anonymous: true, second_marker: false },
  }
  const modules = Array.from({ length: 10 }, (_, m) => {
    const id = `module-${m + 1}`
    const lessons = Array.from({ length: 5 }, (_, l): Activity => {
      const number = m * 5 + l + 1
      const text = { title: `Lesson ${number} of the course`, lede: '', html: '', words: 800, sections: [] }
      // Markup is only ever made where it is checked; there is none here.
      return { kind: 'lesson', slug: `lesson-${number}`, number, module: id, minutes: 20, texts: { en: text as never } }
    })
    const quiz: Activity = {
      kind: 'quiz',
      slug: `quiz-${m + 1}`,
      module: id,
      title: { en: `Quiz ${m + 1}` },
      pass_mark_scaled: 0.7,
      items: [],
      draw: null,
      form: null,
      shuffle_items: false,
      optional: false,
      rules,
    }
    return { id, title: { en: `Module ${m + 1}` }, activities: [...lessons, quiz] }
  })
  return {
    slug: 'sixty',
    order: 1,
    phase: 'prepare',
    portal: { stage: 1, step: 'A step' },
    sectors: ['mining'],
    audience: { en: 'Everyone' },
    hours: 20,
    version: '2026-01-01',
    languages: ['en'],
    title: { en: 'Sixty activities' },
    summary: { en: 'A course of sixty activities' },
    objectives: [],
    modules,
    award: { lessons: 'all', quiz: 'quiz-10' },
    renewal: null,
    hash: 'x',
    activities: modules.flatMap(({ activities }) => activities),
  }
}

/**
 * A cohort of so many learners of `sixty`, led by the trainer: each has done four of five lessons, each quiz once or
 * twice, and some lessons late. Gives the cohort's id. To be called in a
 * transaction.
 */
export async function insertLearners(trx: Db, trainerId: string, learners: number): Promise<string> {
  const [programme, cohort] = [newId(), newId()]
  await sql`insert into programmes (id, title_en, title_fr, funder, starts_on, ends_on, created_at)
    values (${programme}, 'A programme', 'Un programme', 'A fund', '2026-01-01', '2026-12-31', now())`.execute(trx)
  await sql`insert into role_grants (id, account_id, role, programme_id, granted_at)
    values (${newId()}, ${trainerId}, 'trainer', ${programme}, now())`.execute(trx)
  await sql`insert into cohorts
    (id, programme_id, course, name, join_code, starts_on, ends_on, time_zone, created_by, created_at)
    values (${cohort}, ${programme}, 'sixty', 'Everyone', 'ABCD-EFGH', '2026-01-01', '2026-06-30', 'Africa/Kinshasa',
      ${trainerId}, now())`.execute(trx)
  await sql`insert into cohort_trainers (cohort_id, trainer_id) values (${cohort}, ${trainerId})`.execute(trx)
  await sql`create temporary table learners as select gen_random_uuid() as id, n from generate_series(1, ${learners}::int) n`.execute(
    trx,
  )
  await sql`insert into accounts (id, email, name, password_hash, country_code, institution, sex, language, consented_at, created_at)
    select id, 'learner' || n || '@mines.example',
      (array['Aïssatou', 'Émile', 'Zoé', 'Habib', 'Nadège', 'محمد', 'Joseph', 'Chloé'])[1 + n % 8] || ' ' || chr(65 + n % 26) || n,
      'x', 'CD', 'Institution ' || n % 40, 'undisclosed', 'fr', now(), now() from learners`.execute(trx)
  await sql`insert into cohort_members (cohort_id, learner_id, joined_at) select ${cohort}, id, now() from learners`.execute(
    trx,
  )
  await sql`insert into enrolments (id, learner_id, course, content_hash, enrolled_at, last_active_at)
    select gen_random_uuid(), id, 'sixty', 'x', '2026-01-02', '2026-02-01'::timestamptz + n * interval '7 minutes'
    from learners`.execute(trx)
  await sql`insert into enrolment_terms (learner_id, course, cohort_id, closes_at)
    select id, 'sixty', ${cohort}, '2026-06-30 23:00Z' from learners`.execute(trx)
  await sql`insert into lesson_completions (learner_id, course, lesson, completed_at)
    select id, 'sixty', 'lesson-' || l, '2026-01-05'::timestamptz + l * interval '4 days'
    from learners, generate_series(1, 50) l where (n + l) % 5 > 0`.execute(trx)
  await sql`insert into attempts (id, learner_id, course, quiz, number, language, content_hash, items, pass_mark_scaled,
      started_at, seed, rules, submitted_at, closed_by, score_raw, score_max, outcome, cohort_id)
    select gen_random_uuid(), id, 'sixty', 'quiz-' || q, number, 'fr', 'x', '[]', 0.7, '2026-03-01', 'x', '{}',
      '2026-03-01 01:00Z', 'learner', 2 + (n + q + number) % 9, 10,
      case when 2 + (n + q + number) % 9 >= 7 then 'passed' else 'failed' end, ${cohort}
    from learners, generate_series(1, 10) q, generate_series(1, 2) number where number = 1 or (n + q) % 2 = 0`.execute(
    trx,
  )
  await sql`analyze`.execute(trx)
  return cohort
}
