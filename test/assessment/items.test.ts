import { expect, test } from 'vitest'
import { itemAnalysis } from '../../server/quizzes/item-analysis.ts'
import { assessedFiles } from '../support/assessment.ts'
import { recordStatements } from '../support/database.ts'
import { between, givenAssessedCohort, rowOf } from './attempt-rows.ts'

const right = (id: string) => (Number(id.slice(1)) % 2 ? '4.25' : 'a')
const wrong = (id: string) => (Number(id.slice(1)) % 2 ? '9' : 'b')
const timed = Array.from({ length: 10 }, (_, index) => `q${index + 1}`)

/** What person `row` of many gave in the timed quiz: `isRight` says of each question whether it was right. */
const given = (row: number, isRight: (row: number, question: number) => boolean) =>
  Object.fromEntries(timed.map((id, index) => [id, isRight(row, index + 1) ? right(id) : wrong(id)]))

/** The stronger somebody is, the more questions they get right; nobody gets the first. */
const nobodyGetsTheFirst = (row: number, question: number) => question !== 1 && row * 0.5 >= question - 1

const mending = (words: string) => between(words, 'To mend first', 'The quiz as a whole')

test('the question that everybody got wrong is named first, with its reason and a way to correct its key', async () => {
  const { trainer, address, givenLearners, givenAttempt } = await givenAssessedCohort()
  for (const [row, by] of (await givenLearners(20)).entries())
    await givenAttempt({ by, quiz: 'timed', given: given(row, nobodyGetsTheFirst) })
  const { words, text } = await trainer.get(`${address}/items/timed`)
  expect(words).not.toContain('Too few')
  expect(mending(words)).toMatch(/from 20 attempts on\. Question 1: How much is q1\? Nearly nobody was right\./)
  expect(text).toContain(`href="${address}/items/timed/q1" aria-label="Correct the key of question 1"`)
})

test('under 20 attempts no question is called, and the figures say that they are too few to judge', async () => {
  const { trainer, address, givenLearners, givenAttempt } = await givenAssessedCohort()
  for (const [row, by] of (await givenLearners(19)).entries())
    await givenAttempt({ by, quiz: 'timed', given: given(row, nobodyGetsTheFirst) })
  const { words, text } = await trainer.get(`${address}/items/timed`)
  expect(words).toContain('19 people’s first attempts. Too few to judge: under 20 attempts')
  expect(mending(words)).toMatch(/no question has been met in 20 attempts yet\.\s*$/)
  expect(rowOf(text, '1. How much is q1?').slice(1, 3)).toEqual(['19', '0.0%'])
})

test('the figures on the page are those of the marks, in per cent', async () => {
  const { trainer, address, givenLearners, givenAttempt } = await givenAssessedCohort()
  const isRight = (row: number, question: number) => (row * 7 + question * 5) % 11 < 5 || row > 14 + (question % 3)
  const marks = Array.from({ length: 20 }, (_, row) => timed.map((_, index) => (isRight(row, index + 1) ? 1 : 0)))
  for (const [row, by] of (await givenLearners(20)).entries())
    await givenAttempt({ by, quiz: 'timed', given: given(row, isRight) })
  const { text } = await trainer.get(`${address}/items/timed`)
  const { items, quiz } = itemAnalysis(marks, Array(10).fill(1))
  const percent = (value: number | null | undefined) => (value == null ? '–' : `${value.toFixed(1)}%`)
  for (const [index, item] of items.entries()) {
    const shown = rowOf(text, `${index + 1}. `)
    expect(shown.slice(1, 8)).toEqual([
      '20',
      percent(100 * (item.facility ?? 0)),
      percent(item.discriminationIndex),
      percent(item.discriminativeEfficiency),
      percent(item.intendedWeight),
      percent(item.effectiveWeight),
      percent(100 * (item.sd ?? 0)),
    ])
    expect(shown[8]).toBe(index % 2 ? '33.3%' : '–')
  }
  expect(rowOf(text, 'Mean')[1]).toBe(percent(10 * (quiz.mean ?? 0)))
  expect(rowOf(text, 'Skewness')[1]).toBe(quiz.skewness?.toFixed(2))
  expect(rowOf(text, 'Internal consistency')[1]).toBe(percent(quiz.cic))
  expect(rowOf(text, 'Standard error')[1]).toBe(percent(10 * (quiz.standardError ?? 0)))
})

test('first attempts are counted, and later ones as well when asked for', async () => {
  const { trainer, address, givenLearners, givenAttempt } = await givenAssessedCohort()
  const [by = ''] = await givenLearners(1)
  await givenAttempt({ by, quiz: 'timed', given: given(0, () => false) })
  await givenAttempt({ by, quiz: 'timed', number: 2, given: given(0, () => true) })
  const first = await trainer.get(`${address}/items/timed`)
  expect(rowOf(first.text, '1. ').slice(1, 3)).toEqual(['1', '0.0%'])
  const all = await trainer.get(`${address}/items/timed?attempts=all`)
  expect(rowOf(all.text, '1. ').slice(1, 3)).toEqual(['2', '50.0%'])
  expect((await trainer.get(`${address}/items/timed?attempts=some`)).status).toBe(400)
})

test('in a drawn quiz each question counts the attempts that had it', async () => {
  const { trainer, address, givenLearners, givenAttempt } = await givenAssessedCohort()
  const [one = '', two = '', three = ''] = await givenLearners(3)
  await givenAttempt({
    by: one,
    quiz: 'final',
    given: { 'know-1': 'a', 'know-2': 'a', 'count-1': '1', 'count-2': '9' },
  })
  await givenAttempt({
    by: two,
    quiz: 'final',
    given: { 'know-1': 'b', 'know-3': 'a', 'count-1': '1', 'count-3': '3' },
  })
  await givenAttempt({
    by: three,
    quiz: 'final',
    given: { 'know-2': 'b', 'know-3': 'a', 'count-2': '2', 'count-3': '9' },
  })
  const { text, words } = await trainer.get(`${address}/items/final`)
  expect(rowOf(text, '1. Who signs know-1?').slice(1, 3)).toEqual(['2', '50.0%'])
  expect(rowOf(text, '2. How much is count-1?').slice(1, 3)).toEqual(['2', '100.0%'])
  // The weight and the consistency of marks want one set of questions for all.
  expect([rowOf(text, '1. Who signs know-1?')[6], rowOf(text, 'Internal consistency')[1]]).toEqual(['–', '–'])
  expect(words).not.toContain('know-4')
  expect(words).not.toMatch(/NaN|Infinity/)
})

test('of each option the trainer sees how many chose it, of the best third and of the lowest, and which is the key', async () => {
  const { trainer, address, givenLearners, givenAttempt } = await givenAssessedCohort()
  const ids = await givenLearners(9)
  for (const [row, by] of ids.entries()) {
    const s1 = row < 3 ? 'a' : row < 5 ? 'b' : row < 8 ? 'c' : null
    await givenAttempt({ by, quiz: 'strict', given: { s1, s2: row < 6 ? 'a' : 'b' } })
  }
  const { text } = await trainer.get(`${address}/items/strict`)
  expect(rowOf(text, 'The minister (the key)')).toEqual(['The minister (the key)', '3 (33%)', '100%', '0%'])
  expect(rowOf(text, 'The clerk')).toEqual(['The clerk', '2 (22%)', '0%', '0%'])
  expect(rowOf(text, 'Nobody')).toEqual(['Nobody', '3 (33%)', '0%', '67%'])
  expect(rowOf(text, 'No response')).toEqual(['No response', '1 (11%)', '0%', '33%'])
})

test('what a trainer gave counts; what waits for marking is left out, and said', async () => {
  const { trainer, address, givenLearners, givenAttempt } = await givenAssessedCohort()
  const [one = '', two = ''] = await givenLearners(2)
  await givenAttempt({ by: one, quiz: 'essay', given: { e1: 'a', page: 'A page.' }, marks: { page: 3 } })
  await givenAttempt({ by: two, quiz: 'essay', given: { e1: 'b', page: 'Another.' }, waiting: true })
  const { text, words } = await trainer.get(`${address}/items/essay`)
  expect(words).toContain('1 attempt waits for marking and is left out.')
  expect(text).toContain(`<a href="${address}/marking">`)
  expect(rowOf(text, '2. Write the mandate').slice(1, 3)).toEqual(['1', '60.0%'])
})

test('an attempt that earned nothing because its time ran out says nothing about the questions', async () => {
  const { trainer, address, givenLearners, givenAttempt } = await givenAssessedCohort()
  const [one = '', two = ''] = await givenLearners(2)
  await givenAttempt({ by: one, quiz: 'strict', given: { s1: 'a', s2: 'a' } })
  await givenAttempt({ by: two, quiz: 'strict', given: { s1: 'b' }, atDeadline: true, score: { raw: 0, max: 1 } })
  const { text, words } = await trainer.get(`${address}/items/strict`)
  expect(words).toContain('1 attempt earned nothing, because the time ran out, and is left out.')
  expect(rowOf(text, '1. ').slice(1, 3)).toEqual(['1', '100.0%'])
})

test('a key that was corrected counts as it is now', async () => {
  const { trainer, address, givenLearners, givenAttempt } = await givenAssessedCohort()
  const [by = ''] = await givenLearners(1)
  const corrections = { s1: { changed: { key: 'b' } }, s2: { waived: true } }
  await givenAttempt({ by, quiz: 'strict', given: { s1: 'b', s2: 'c' }, corrections })
  const { text } = await trainer.get(`${address}/items/strict`)
  expect(rowOf(text, 'The clerk (the key)')[1]).toBe('1 (100%)')
  expect(rowOf(text, '1. ')[2]).toBe('100.0%')
  expect(rowOf(text, '2. Who signs s2? (everybody earns its points)')[2]).toBe('100.0%')
})

test('the trainer sees of each quiz what was handed in, how first attempts went and what waits', async () => {
  const { trainer, address, code, givenPerson, passQuiz, givenLearners, givenAttempt } = await givenAssessedCohort()
  expect((await trainer.get(`${address}/assessment`)).words).toContain('Nobody has handed in a quiz yet.')
  const person = await givenPerson()
  await person.post(`/join/${code}`)
  await passQuiz(person, 'assessed', 'timed')
  const [one = '', two = ''] = await givenLearners(2)
  await givenAttempt({ by: one, quiz: 'timed', score: { raw: 5, max: 10 } })
  await givenAttempt({ by: one, quiz: 'timed', number: 2, score: { raw: 10, max: 10 } })
  await givenAttempt({ by: two, quiz: 'essay', given: { e1: 'a', page: 'A page.' }, waiting: true })
  const page = await trainer.get(`${address}/assessment`)
  expect(rowOf(page.text, 'Timed quiz').slice(1)).toEqual(['3', '2', '75% of 2', '50% of 2', '–'])
  expect(rowOf(page.text, 'Mandate page').slice(1)).toEqual(['1', '1', '–', '–', '1'])
  expect(page.words).toContain('1 attempt waits for your marking.')
  expect((await trainer.get(address)).text).toContain(`<a class="sans" href="${address}/assessment">`)
})

test('an attempt that was made in another cohort is not in these figures', async () => {
  const { trainer, address, givenLearners, givenAttempt, anotherCohort } = await givenAssessedCohort()
  const [by = ''] = await givenLearners(1)
  await givenAttempt({ by, quiz: 'timed', given: given(0, () => true) })
  const other = await anotherCohort('Another deal team')
  expect((await trainer.get(`${address}/items/timed`)).words).toContain('1 person’s first attempt')
  expect((await trainer.get(`${other.address}/items/timed`)).words).toContain('no attempt has been handed in')
  expect((await trainer.get(`${other.address}/assessment`)).words).toContain('Nobody has handed in a quiz yet.')
})

test('a quiz is found and named though a lesson before it has the same name', async () => {
  const files = assessedFiles()
  const named = Object.entries(files).map(([path, text]) => [
    path.replace('en/first.md', 'en/timed.md'),
    text.replaceAll('lesson: first', 'lesson: timed'),
  ])
  const { trainer, db, address, givenLearners, givenAttempt } = await givenAssessedCohort(Object.fromEntries(named))
  const [by = ''] = await givenLearners(1)
  await givenAttempt({ by, quiz: 'timed', given: given(0, () => true) })
  const { id } = await db.selectFrom('attempts').select('id').executeTakeFirstOrThrow()
  const items = await trainer.get(`${address}/items/timed`)
  expect([items.status, rowOf(items.text, '1. ')[1]]).toEqual([200, '1'])
  const log = await trainer.get(`${address}/people/${by}/attempts/${id}`)
  expect([log.status, log.words.includes('Timed quiz')]).toEqual([200, true])
})

test('to the trainer of another cohort none of it is there; nor is a quiz that the course does not have', async () => {
  const { trainer, address, programme, givenTrainer } = await givenAssessedCohort()
  const other = await givenTrainer(programme, 'Other Trainer')
  const visits = [
    await other.get(`${address}/assessment`),
    await other.get(`${address}/items/timed`),
    await trainer.get(`${address}/items/nowhere`),
    await trainer.get(`${address}/items/first`), // a lesson
  ]
  expect(visits.map(({ status }) => status)).toEqual([404, 404, 404, 404])
})

test('neither page asks the database more for more attempts', async () => {
  const { trainer, address, givenLearners, givenAttempt } = await givenAssessedCohort()
  for (const [row, by] of (await givenLearners(6)).entries())
    await givenAttempt({ by, quiz: 'timed', given: given(row, () => row % 2 === 0) })
  for (const path of ['assessment', 'items/timed', 'items/timed?attempts=all']) {
    const recording = recordStatements()
    await trainer.get(`${address}/${path}`)
    recording.stop()
    expect(recording.statements.length).toBeLessThanOrEqual(3)
  }
})
