import { findQuiz } from '../../server/catalogue/course.ts'
import { newId } from '../../server/platform/data/ids.ts'
import { drawFor } from '../../server/quizzes/draw.ts'
import type { Response } from '../../server/quizzes/item-type.ts'
import { showItem } from '../../server/quizzes/item-types.ts'
import { outcomeOf, scoreAttempt } from '../../server/quizzes/scoring.ts'
import { startApp } from '../support/app.ts'
import { assessed, assessedCourses, assessedFiles } from '../support/assessment.ts'
import { aCohort, cohortGivens } from '../support/cohorts.ts'

type AttemptRow = {
  by: string
  quiz: string
  number?: number
  /** What was given, by item: these items are the attempt's. */
  given?: Record<string, Response | null>
  /** Said outright where the story is not about what was given. */
  score?: { raw: number; max: number }
  corrections?: Record<string, unknown>
  waiting?: boolean
  atDeadline?: boolean
  /** Points that a trainer gave, by item. */
  marks?: Record<string, number>
}

/** A cohort of the assessed course with its trainer, and many attempts as rows: how to answer is tested elsewhere. */
export async function givenAssessedCohort(files = assessedFiles()) {
  const app = await startApp({ courses: assessedCourses(files) })
  const { db, clock, courses } = app
  const { givenProgramme, givenTrainer, givenCohort } = cohortGivens(app)
  const programme = await givenProgramme()
  const trainer = await givenTrainer(programme)
  const { address, code } = await givenCohort(trainer, programme, { course: assessed })
  const cohort_id = address.split('/').at(-1) ?? ''
  const anotherCohort = (name: string) => givenCohort(trainer, programme, { ...aCohort, course: assessed, name })

  /** So many people of the cohort, called Learner 01 and so on; gives their ids. */
  async function givenLearners(n: number): Promise<string[]> {
    const now = clock.now()
    const rows = Array.from({ length: n }, (_, index) => {
      const id = newId()
      const name = `Learner ${String(index + 1).padStart(2, '0')}`
      const account = { id, name, email: `${id}@mines.example`, country_code: 'LR', institution: 'Ministry of Mines' }
      const own = { sex: 'female', language: 'en', password_hash: 'none' } as const
      return { ...account, ...own, consented_at: now, email_confirmed_at: now, created_at: now }
    })
    await db.insertInto('accounts').values(rows).execute()
    const members = rows.map(({ id }) => ({ cohort_id, learner_id: id, joined_at: now }))
    await db.insertInto('cohort_members').values(members).execute()
    return rows.map(({ id }) => id)
  }

  /** An attempt that was handed in in the cohort, a minute after the one before. */
  async function givenAttempt(row: AttemptRow): Promise<void> {
    const quiz = findQuiz(courses.get(assessed), row.quiz)
    if (!quiz) throw new Error(`there is no quiz ${row.quiz}`)
    const given = row.given ?? {}
    const items = Object.keys(given).map((id) => {
      const item = quiz.items.find((one) => one.id === id)
      if (!item) throw new Error(`${row.quiz} has no ${id}`)
      return showItem(item, 'en', drawFor(`${row.by} ${id}`))
    })
    const responses = Object.entries(given).flatMap(([item, response]) =>
      response === null ? [] : [{ item, response }],
    )
    const score =
      row.score ??
      scoreAttempt(items, Object.fromEntries(responses.map((one) => [one.item, one.response])), 'en', row.marks)
    clock.pass(60_000)
    const at = clock.now()
    const id = newId()
    const attempt = { id, learner_id: row.by, course: assessed, quiz: row.quiz, number: row.number ?? 1, cohort_id }
    const started = { language: 'en', content_hash: 'x', seed: id, extra_time_percent: 0, started_at: at } as const
    await db
      .insertInto('enrolments')
      .values({
        id: newId(),
        learner_id: row.by,
        course: assessed,
        content_hash: 'x',
        enrolled_at: at,
        last_active_at: at,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await db
      .insertInto('attempts')
      .values({
        ...attempt,
        ...started,
        items: JSON.stringify(items),
        rules: JSON.stringify(quiz.rules),
        corrections: JSON.stringify(row.corrections ?? {}),
        pass_mark_scaled: quiz.pass_mark_scaled,
        due_at: row.atDeadline ? at : null,
        due_by: row.atDeadline ? 'time-limit' : null,
      })
      .execute()
    const stored = { attempt_id: id, revision: 1, page: null, stored_at: at }
    if (responses.length > 0)
      await db
        .insertInto('responses')
        .values(responses.map(({ item, response }) => ({ ...stored, item, response: JSON.stringify(response) })))
        .execute()
    await db
      .updateTable('attempts')
      .set({
        submitted_at: at,
        closed_by: row.atDeadline ? 'deadline' : 'learner',
        score_raw: score.raw,
        score_max: score.max,
        outcome: row.waiting ? null : outcomeOf(score, quiz.pass_mark_scaled),
        marking: row.waiting ? 'waiting' : row.marks ? 'released' : null,
      })
      .where('id', '=', id)
      .execute()
    for (const [item, raw] of Object.entries(row.marks ?? {}))
      await db
        .insertInto('marks')
        .values({
          attempt_id: id,
          item,
          place: 1,
          marker_id: trainer.id,
          levels: '[]',
          raw,
          comment: '',
          marked_at: at,
        })
        .execute()
  }

  return { ...app, trainer, address, code, programme, anotherCohort, givenTrainer, givenLearners, givenAttempt }
}

/** The cells of the row that begins with a text, as read. */
export function rowOf(html: string, start: string): string[] {
  const plain = (cell: string) =>
    cell
      .replaceAll(/<[^>]+>/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim()
  const rows = [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => plain(cell)),
  )
  return rows.find(([first]) => first?.startsWith(start)) ?? []
}

/** The words of a page from one text on, up to another. */
export const between = (words: string, from: string, to: string): string =>
  words.slice(words.indexOf(from), words.indexOf(to, words.indexOf(from)))
