import { newId } from '../../server/platform/data/ids.ts'
import type { ShownItem } from '../../server/quizzes/item-types.ts'
import { closeAttempt, insertAttempt } from '../../server/quizzes/queries.ts'
import type { TestApp } from './app.ts'

const text: ShownItem = {
  type: 'extended-text',
  id: 'mandate',
  lesson: 'the-team',
  objective: 'team',
  points: 10,
  language: 'en',
  prompt: 'Write the mandate on one page.',
  hint: null,
  explanation: 'A mandate names its limits.',
  words: 200,
  rubric: [
    {
      id: 'limits',
      title: 'Limits',
      levels: [
        { points: 0, text: 'No limit' },
        { points: 7, text: 'A limit without a figure' },
        { points: 10, text: 'A limit with a figure' },
      ],
    },
  ],
}

/**
 * A text that somebody handed in at the quiz `people`, marked once by a trainer who has left, and needing a second mark.
 * Made as rows, since no quiz of the shelf has to ask for a text. Gives its id.
 */
export async function givenScript({ db, clock, courses }: TestApp, learnerId: string, cohortId: string) {
  const id = newId()
  const now = clock.now()
  await insertAttempt(db, {
    id,
    learner_id: learnerId,
    course: 'before-the-table',
    quiz: 'people',
    language: 'en',
    content_hash: courses.get('before-the-table').hash,
    seed: id,
    cohort_id: cohortId,
    items: [text],
    corrections: {},
    rules: {
      time_limit_minutes: null,
      at_deadline: 'mark',
      attempts_allowed: null,
      wait_minutes: 0,
      feedback: 'attempt',
      marking: { anonymous: true, second_marker: true },
    },
    pass_mark_scaled: 0.7,
    extra_time_percent: 0,
    started_at: now,
    due_at: null,
    due_by: null,
  })
  const response = JSON.stringify('The team may give 3 % and no more.')
  await db
    .insertInto('responses')
    .values({ attempt_id: id, item: text.id, response, revision: 0, page: null, stored_at: now })
    .execute()
  const closing = { outcome: null, marking: 'waiting', closed_by: 'learner', submitted_at: now } as const
  await closeAttempt(db, id, { score: { raw: 0, max: 10 }, ...closing })
  const mark = { attempt_id: id, item: text.id, place: 1, marker_id: null, levels: '[1]', raw: 7, comment: '' } as const
  await db
    .insertInto('marks')
    .values({ ...mark, marked_at: now })
    .execute()
  return id
}
