import { expect, test } from 'vitest'
import type { Course } from '../../server/catalogue/course.ts'
import { type AttemptSummary, bestAttempt, type LearningRecord, progressOf } from '../../server/enrolments/progress.ts'

const lesson = (slug: string) => ({ kind: 'lesson', slug, module: 'm', minutes: 20 })
const quiz = (slug: string) => ({ kind: 'quiz', slug, module: 'm', pass_mark_scaled: 0.7, items: [] })
// Only what the rule reads.
const course = {
  activities: [lesson('one'), quiz('check'), lesson('two'), quiz('final')],
  award: { lessons: 'all', quiz: 'final' },
} as unknown as Course

const read = (...lessons: string[]) => lessons.map((slug) => ({ lesson: slug, completed_at: '2026-03-02T09:00:00Z' }))
const attempt = (slug: string, raw: number | null, number = 1): AttemptSummary => ({
  id: `${slug}-${number}`,
  quiz: slug,
  number,
  submitted_at: raw === null ? null : '2026-03-02T10:00:00Z',
  score_raw: raw,
  score_max: raw === null ? null : 10,
  outcome: raw === null ? null : raw >= 7 ? 'passed' : 'failed',
  due_at: null,
  closed_by: raw === null ? null : 'learner',
  cohort_id: null,
})

const stories: [string, LearningRecord, { done: number; next: string | null; met: boolean }][] = [
  ['nothing yet', { lessons: [], attempts: [], terms: [], completed_at: null }, { done: 0, next: 'one', met: false }],
  [
    'a lesson',
    { lessons: read('one'), attempts: [], terms: [], completed_at: null },
    { done: 1, next: 'check', met: false },
  ],
  [
    'an open attempt comes first',
    { lessons: [], attempts: [attempt('final', null)], terms: [], completed_at: null },
    { done: 0, next: 'final', met: false },
  ],
  [
    'a failed quiz waits until the end',
    { lessons: read('one'), attempts: [attempt('check', 3)], terms: [], completed_at: null },
    { done: 1, next: 'two', met: false },
  ],
  [
    'and then it is what is left',
    {
      lessons: read('one', 'two'),
      attempts: [attempt('check', 3), attempt('final', 9)],
      terms: [],
      completed_at: null,
    },
    { done: 3, next: 'check', met: true },
  ],
  [
    'a later failure takes nothing away',
    {
      lessons: read('one', 'two'),
      attempts: [attempt('final', 9), attempt('final', 2, 2)],
      terms: [],
      completed_at: null,
    },
    { done: 3, next: 'check', met: true },
  ],
  [
    'the final alone is no award',
    { lessons: read('one'), attempts: [attempt('final', 10)], terms: [], completed_at: null },
    { done: 2, next: 'check', met: false },
  ],
  [
    'everything',
    {
      lessons: read('one', 'two'),
      attempts: [attempt('check', 7), attempt('final', 7)],
      terms: [],
      completed_at: null,
    },
    { done: 4, next: null, met: true },
  ],
]

test.each(stories)('%s', (_, record, expected) => {
  const { done, total, next, award } = progressOf(course, record)
  expect({ done, next: next?.activity.slug ?? null, met: award.met }).toEqual(expected)
  expect(total).toBe(4)
})

test('what is missing is said by name', () => {
  const { award } = progressOf(course, {
    lessons: read('one'),
    attempts: [attempt('final', 5)],
    terms: [],
    completed_at: null,
  })
  expect(award.missingLessons.map(({ slug }) => slug)).toEqual(['two'])
  expect(award.quizPassed).toBe(false)
  expect(award.best?.score_raw).toBe(5)
})

test('the best attempt counts, and of equals the earlier', () => {
  const attempts = [attempt('final', 6), attempt('final', 8, 2), attempt('final', 8, 3), attempt('final', null, 4)]
  expect(bestAttempt(attempts, 'final')?.number).toBe(2)
})
