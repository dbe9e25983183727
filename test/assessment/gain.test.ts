import { expect, test } from 'vitest'
import { assessedFiles } from '../support/assessment.ts'
import { between, givenAssessedCohort, rowOf } from './attempt-rows.ts'

const gainOf = (words: string) => between(words, 'Learning gain', 'People who took both')

async function givenPairs(n: number) {
  const cohort = await givenAssessedCohort()
  const learners = await cohort.givenLearners(n)
  for (const [row, by] of learners.entries()) {
    await cohort.givenAttempt({ by, quiz: 'before', score: { raw: row % 3, max: 4 } })
    await cohort.givenAttempt({ by, quiz: 'final', score: { raw: 2 + (row % 2), max: 4 } })
  }
  return { ...cohort, learners, page: () => cohort.trainer.get(`${cohort.address}/assessment`) }
}

test('nine people are too few to say what a group learnt; each one’s own gain is shown', async () => {
  const { page } = await givenPairs(9)
  const { words, text } = await page()
  expect(gainOf(words)).toContain('Too few to say: a figure for the group needs 10 people, and there are 9.')
  expect(gainOf(words)).not.toContain('95% interval')
  // 1 before, 3 after, of 4: 2 of the 3 that were missing.
  expect(rowOf(text, 'Learner 02')).toEqual(['Learner 02', '1', '3', '2', '0.67'])
})

test('from ten people on the mean gains stand there with an interval, the same each time', async () => {
  const { page } = await givenPairs(10)
  const { words } = await page()
  expect(gainOf(words)).not.toContain('Too few')
  expect(gainOf(words)).toMatch(
    /Gain 1\.6 of 4 points on average\. 95% interval from [01]\.\d to [12]\.\d, from 10 people\./,
  )
  expect(gainOf(words)).toMatch(
    /Normalised gain 0\.47 on average\. 95% interval from 0\.\d+ to 0\.\d+, from 10 people\./,
  )
  expect(gainOf(words)).toContain('It is the share of what could still be learnt that was learnt')
  expect((await page()).words).toBe(words)
})

test('who has not taken both tests is counted and not measured', async () => {
  const { page, givenLearners, givenAttempt } = await givenPairs(2)
  const [one = '', two = '', three = '', late = '', waiting = ''] = await givenLearners(5)
  for (const by of [one, two, three, waiting]) await givenAttempt({ by, quiz: 'before', score: { raw: 1, max: 4 } })
  await givenAttempt({ by: late, quiz: 'final', score: { raw: 4, max: 4 } })
  await givenAttempt({ by: late, quiz: 'before', score: { raw: 4, max: 4 } })
  await givenAttempt({ by: waiting, quiz: 'final', score: { raw: 1, max: 4 }, waiting: true })
  const { words } = await page()
  expect(words).toContain('3 people took the test before and not yet the test after; they are not in these figures.')
  expect(words).toContain('1 person took the test after without the test before; that person is not in these figures.')
  expect(words).toContain('1 person has both tests, but one is not marked yet; that person is not in these figures.')
  expect(words).toContain('needs 10 people, and there are 2.')
})

test('the first attempt after counts, not the best', async () => {
  const { page, learners, givenAttempt } = await givenPairs(1)
  await givenAttempt({ by: learners[0] ?? '', quiz: 'final', number: 2, score: { raw: 4, max: 4 } })
  await givenAttempt({ by: learners[0] ?? '', quiz: 'before', number: 2, score: { raw: 4, max: 4 } })
  expect(rowOf((await page()).text, 'Learner 01')).toEqual(['Learner 01', '0', '2', '2', '0.50'])
})

test('a test after that earned nothing because its time ran out is passed over', async () => {
  const files = assessedFiles()
  const final = files['assessed/quizzes/final.yaml'].replace(
    'form:',
    'time_limit_minutes: 20\nat_deadline: void\nform:',
  )
  const { trainer, address, givenLearners, givenAttempt } = await givenAssessedCohort({
    ...files,
    'assessed/quizzes/final.yaml': final,
  })
  const [by = ''] = await givenLearners(1)
  await givenAttempt({ by, quiz: 'before', score: { raw: 1, max: 4 } })
  await givenAttempt({ by, quiz: 'final', score: { raw: 0, max: 4 }, atDeadline: true })
  await givenAttempt({ by, quiz: 'final', number: 2, score: { raw: 4, max: 4 } })
  const { text, words } = await trainer.get(`${address}/assessment`)
  expect(rowOf(text, 'Learner 01').slice(1)).toEqual(['1', '4', '3', '1.00'])
  expect(words).toContain('1 attempt earned nothing, because the time ran out.')
})

test('tests of unlike length are compared in per cent; who knew everything has no normalised gain', async () => {
  const { page, givenLearners, givenAttempt, db } = await givenPairs(1)
  const [by = ''] = await givenLearners(1)
  await db.updateTable('accounts').set({ name: 'Zoë Adou' }).where('id', '=', by).execute()
  await givenAttempt({ by, quiz: 'before', score: { raw: 8, max: 8 } })
  await givenAttempt({ by, quiz: 'final', score: { raw: 3, max: 4 } })
  const { text, words } = await page()
  expect(rowOf(text, 'Zoë Adou')).toEqual(['Zoë Adou', '100', '75', '-25', '–'])
  expect(words).toContain('in per cent of the points there were')
  expect(words).toContain('A dash: everything was known before')
})

test('a course without a test before and after says so', async () => {
  const files = Object.entries(assessedFiles()).map(([path, text]) => [path, text.replace(/^form: .*\n/m, '')])
  const { trainer, address } = await givenAssessedCohort(Object.fromEntries(files))
  const { words } = await trainer.get(`${address}/assessment`)
  expect(words).toContain('This course has no test before and after, so what people learnt in it cannot be measured.')
})
