import { expect, test } from 'vitest'
import { awardOf, participationIn } from '../../server/certificates/award-rules.ts'
import { nothingDone } from '../../server/enrolments/progress.ts'
import { startApp } from '../support/app.ts'
import { assessed, assessedCourses, assessedFiles } from '../support/assessment.ts'
import { beforeTheTable } from '../support/cohorts.ts'
import { download, wordsOf } from './holders.ts'

const course = `/courses/${beforeTheTable}`
const ask = `${course}/certificate`

/** Somebody who did 13 of the 14 activities and failed the final quiz. */
async function givenTakingPart(language: 'en' | 'fr' = 'en') {
  const app = await startApp()
  const amina = await app.givenPerson({ language })
  await app.finishLessons(amina, beforeTheTable)
  for (const quiz of ['before', 'setting', 'project', 'people']) await app.passQuiz(amina, beforeTheTable, quiz)
  await app.passQuiz(amina, beforeTheTable, 'final', 99)
  return { ...app, app, amina }
}

test('scenario 17: who took part and did not pass gets participation, and one sentence says what achievement lacks', async () => {
  const { app, amina, db } = await givenTakingPart()
  expect((await amina.get('/certificates')).words).toContain('Get your confirmation of participation')
  const refused = await amina.post(ask)
  expect([refused.status, refused.words]).toEqual([409, expect.stringContaining('70%')])
  expect((await amina.post(ask, { kind: 'participation' })).location).toBe('/certificates')
  const page = await amina.get('/certificates')
  expect(page.words).toContain('Confirmation of participation. Issued on')
  const [issued] = await db.selectFrom('credentials').selectAll().execute()
  expect(issued).toMatchObject({ kind: 'participation', record: { kind: 'participation', score_max: 0 } })
  expect(issued?.record.participation).toEqual({ done: 13, total: 14, needed: 12 })

  const paper = wordsOf((await download(app, amina, issued?.code ?? '')).file)
  expect(paper).toContain('Confirmation of participation')
  expect(paper).toContain('has taken part in the course Before the table')
  expect(paper).toContain('13 of 14 activities done; 12 needed')
  expect(paper).not.toMatch(/pass mark|met its award rule/)
  const verified = await app.visitor().get(`/verify/${issued?.code}`)
  expect(verified.words).toContain('Confirmation of participation')
  expect(verified.words).toContain('13 of 14 activities done; 12 needed')
})

test('who passes later has both kinds, each once', async () => {
  const { amina, db, passQuiz, finishLessons } = await givenTakingPart()
  for (const _ of ['once', 'twice']) await amina.post(ask, { kind: 'participation' })
  await passQuiz(amina, beforeTheTable, 'final')
  await finishLessons(amina, beforeTheTable)
  for (const _ of ['once', 'twice']) expect((await amina.post(ask)).status).toBe(303)
  const issued = await db.selectFrom('credentials').select('kind').orderBy('kind').execute()
  expect(issued).toEqual([{ kind: 'achievement' }, { kind: 'participation' }])
  expect((await amina.get('/certificates')).words).toMatch(/Certificate of achievement.*Confirmation of participation/)
})

test('eight requests at once for participation give one credential and eight successful answers', async () => {
  const { amina, db } = await givenTakingPart()
  const answers = await Promise.all(Array.from({ length: 8 }, () => amina.post(ask, { kind: 'participation' })))
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 303))
  expect(await db.selectFrom('credentials').select('id').execute()).toHaveLength(1)
})

test('who did too little is told how much is missing, and nothing is issued', async () => {
  const { givenPerson, finishLessons, db } = await startApp()
  const amina = await givenPerson()
  await finishLessons(amina, beforeTheTable)
  const { status, words } = await amina.post(ask, { kind: 'participation' })
  expect([status, words]).toEqual([409, expect.stringContaining('8 of 14 activities are done; 12 are needed.')])
  expect((await amina.get('/certificates')).words).not.toContain('Get your confirmation')
  expect(await db.selectFrom('credentials').select('id').execute()).toEqual([])
})

test('the rules of both kinds stand on the course’s page before anybody enrols, in both languages', async () => {
  const { visitor } = await startApp()
  const { words } = await visitor().get(course)
  expect(words).toContain('All 8 marked as done')
  expect(words).toContain('Whoever does 80% of the activities')
  expect((await visitor().get(`${course}?lang=fr`)).words).toMatch(/Qui fait 80.% des activités/)
})

const withAward = (award: string) => {
  const files = assessedFiles()
  return { ...files, 'assessed/course.yaml': files['assessed/course.yaml'].replace(/^award:.*$/m, `award: ${award}`) }
}

test('a graded task that the rule names is missing until it is passed', async () => {
  const courses = assessedCourses(withAward('{ lessons: all, quiz: final, task: essay }'))
  const rule = courses.get(assessed)
  const passed = (quiz: string) => ({
    ...{ id: quiz, quiz, number: 1, submitted_at: '2026-03-02T10:00:00Z', score_raw: 5, score_max: 5 },
    ...{ outcome: 'passed' as const, due_at: null, closed_by: 'learner' as const, cohort_id: null },
  })
  const lessons = [{ lesson: 'first', completed_at: '2026-03-02T09:00:00Z' }]
  const without = awardOf(rule, { ...nothingDone, lessons, attempts: [passed('final')] })
  expect(without.met || without.missing.task?.slug).toBe('essay')
  expect(awardOf(rule, { ...nothingDone, lessons, attempts: [passed('final'), passed('essay')] }).met).toBe(true)

  const { givenPerson, finishLessons, passQuiz } = await startApp({ courses })
  const amina = await givenPerson()
  await finishLessons(amina, assessed)
  await passQuiz(amina, assessed, 'final')
  expect((await amina.get(`/courses/${assessed}`)).words).toContain('Passed: a trainer marks it')
  const { status, words } = await amina.post(`/courses/${assessed}/certificate`)
  expect([status, words]).toEqual([409, expect.stringContaining('The graded task Mandate page')])
})

test('a course that confirms no participation says so', async () => {
  const courses = assessedCourses()
  expect(participationIn(courses.get(assessed), nothingDone)).toBe(null)
  const { givenPerson } = await startApp({ courses })
  const amina = await givenPerson()
  await amina.post(`/courses/${assessed}/enrolment`)
  const { status, words } = await amina.post(`/courses/${assessed}/certificate`, { kind: 'participation' })
  expect([status, words]).toEqual([409, expect.stringContaining('This course confirms no participation')])
})
