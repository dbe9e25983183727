import { expect, test } from 'vitest'
import { closeOverdueAttempts } from '../../server/quizzes/time/close-overdue.ts'
import { startApp } from '../support/app.ts'
import { assessed, assessedCourses } from '../support/assessment.ts'
import { cohortGivens } from '../support/cohorts.ts'

const minute = 60_000
const timed = `/courses/${assessed}/quizzes/timed`
const strict = `/courses/${assessed}/quizzes/strict`

async function givenLearner() {
  const app = await startApp({ courses: assessedCourses() })
  const amina = await app.givenPerson()
  await amina.post(`/courses/${assessed}/enrolment`)
  const begin = async (quiz: string) => (await amina.post(`${quiz}/attempts`)).location ?? ''
  return { ...app, amina, begin }
}

test('scenario 4: the server’s clock decides, and what arrives within half a minute after the end is kept', async () => {
  const { clock, amina, begin } = await givenLearner()
  const attempt = await begin(timed)
  clock.pass(12 * minute + 30_000)
  expect((await amina.get(attempt)).words).toContain(
    '7 minutes are left: the attempt ends at 2 March 2026 at 09:20 GMT',
  )
  clock.set(new Date('2026-03-02T09:20:02Z'))
  const kept = await amina.post(`${attempt}/responses`, { q1: '4.25' }, { accept: 'application/json' })
  expect(JSON.parse(kept.text).stored).toContain('in the half minute after the end that the rules allow')
  clock.set(new Date('2026-03-02T09:20:31Z'))
  const refused = await amina.post(`${attempt}/responses`, { q3: '4.25' })
  expect(refused.status).toBe(409)
  expect(refused.words).toContain('more than 30 seconds after the end and was not stored')
  const page = await amina.get(attempt)
  expect(page.words).toContain('1 of 10 points. Not passed yet.')
  expect(page.words).toContain('The time was up at 2 March 2026 at 09:20 GMT')
})

test('handing in after the end is told to have come too late, and what was stored counts', async () => {
  const { clock, amina, begin } = await givenLearner()
  const attempt = await begin(timed)
  await amina.post(`${attempt}/responses`, { q1: '4.25', q2: 'a' })
  clock.pass(21 * minute)
  const page = await amina.submit(`${attempt}/submission`, { q1: '4.25', q2: 'a', q3: '4.25' })
  expect(page.words).toContain('What you sent came too late')
  expect(page.words).toContain('2 of 10 points')
})

test('scenario 5: an attempt to which nobody comes back is closed on time by its rule, though nobody opens a page', async () => {
  const { clock, amina, begin, db, courses } = await givenLearner()
  const attempt = await begin(timed)
  await amina.post(`${attempt}/responses`, { q1: '4.25' })
  clock.set(new Date('2026-03-02T09:20:30Z'))
  expect(await closeOverdueAttempts(db, courses, clock.now())).toBe(0)
  clock.pass(1000)
  const closings = [1, 2].map(() => closeOverdueAttempts(db, courses, clock.now())) // two processes
  expect((await Promise.all(closings)).toSorted()).toEqual([0, 1])
  expect(await db.selectFrom('attempts').select(['score_raw', 'closed_by', 'submitted_at']).execute()).toEqual([
    { score_raw: 1, closed_by: 'deadline', submitted_at: new Date('2026-03-02T09:20:00Z') },
  ])
  const events = await db.selectFrom('audit_events').select('action').where('action', 'like', 'attempt.%').execute()
  expect(events.map(({ action }) => action)).toEqual(['attempt.started', 'attempt.closed_at_deadline'])
})

test('where the rule says so, an attempt that was not handed in earns nothing', async () => {
  const { clock, amina, begin } = await givenLearner()
  const attempt = await begin(strict)
  await amina.post(`${attempt}/responses`, { s1: 'a', s2: 'a' })
  clock.pass(11 * minute)
  const page = await amina.get(attempt)
  expect(page.words).toContain('0 of 2 points. Not passed yet.')
  expect(page.words).toContain('by the rules of this quiz it earns no points')
})

test('scenario 6: before the start a learner reads which end comes first', async () => {
  const { clock, amina, givenPerson, ...app } = await givenLearner()
  const { givenProgramme, givenTrainer, givenCohort } = cohortGivens({ ...app, clock, givenPerson })
  const programme = await givenProgramme()
  const trainer = await givenTrainer(programme)
  const { code } = await givenCohort(trainer, programme, { course: assessed, ends_on: '2026-03-02', time_zone: 'UTC' })
  await amina.post(`/join/${code}`)
  expect((await amina.get(timed)).words).toContain('If you begin now, you have 20 minutes')
  clock.set(new Date('2026-03-02T23:50:00Z'))
  const page = await amina.get(timed)
  expect(page.words).toContain(
    'If you begin now, you have 10 minutes: your cohort closes at 2 March 2026 at 23:59 GMT.',
  )
  const attempt = (await amina.post(`${timed}/attempts`)).location ?? ''
  expect((await amina.get(attempt)).words).toContain('10 minutes are left')
  clock.set(new Date('2026-03-03T00:00:31Z'))
  const refused = await amina.post(`${strict}/attempts`)
  expect(refused.words).toContain('Your cohort has closed')
})

test('attempts are counted and waited for, and the page says when the next may begin', async () => {
  const { clock, amina, begin } = await givenLearner()
  await amina.post(`${await begin(strict)}/submission`, { s1: 'b' })
  expect((await amina.get(strict)).words).toContain('You can begin again from 2 March 2026 at 10:00 GMT.')
  expect((await amina.post(`${strict}/attempts`)).status).toBe(409)
  clock.pass(60 * minute)
  await amina.post(`${await begin(strict)}/submission`, { s1: 'b' })
  clock.pass(60 * minute)
  const page = await amina.get(strict)
  expect(page.words).toContain('You may try 2 times; the best attempt counts. None is left.')
  expect((await amina.post(`${strict}/attempts`)).words).toContain('No more attempts at this quiz')
})

test('keys and reasons are shown when the rule of the quiz allows: here once it is passed', async () => {
  const { clock, amina, begin } = await givenLearner()
  const first = await begin(strict)
  const failed = await amina.submit(`${first}/submission`, { s1: 'b', s2: 'a' })
  expect(failed.words).toContain('Right answers and reasons are shown once you have passed.')
  expect(failed.text).not.toMatch(/The law of|The minister may|A clerk may not/)
  clock.pass(60 * minute)
  const passed = await amina.submit(`${await begin(strict)}/submission`, { s1: 'a', s2: 'a' })
  expect(passed.words).toContain('The law of s1 says so.')
  expect((await amina.get(first)).words).toContain('A clerk may not.')
})

test('who needs a trainer and has no cohort is told so before writing anything', async () => {
  const { amina } = await givenLearner()
  const page = await amina.get(`/courses/${assessed}/quizzes/essay`)
  expect(page.words).toContain('This needs a cohort')
  expect((await amina.post(`/courses/${assessed}/quizzes/essay/attempts`)).status).toBe(409)
})

test('an attempt that is over makes room for the next start', async () => {
  const { clock, amina, begin } = await givenLearner()
  const first = await begin(timed)
  expect(await begin(timed)).toBe(first)
  clock.pass(21 * minute)
  expect(await begin(timed)).not.toBe(first)
  expect((await amina.get(first)).words).toContain('0 of 10 points')
})
