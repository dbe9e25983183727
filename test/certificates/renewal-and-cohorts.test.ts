import { expect, test } from 'vitest'
import { countGroups } from '../../server/reports/queries.ts'
import { assessed } from '../support/assessment.ts'
import { givenRenewing, quizAddress, renewal } from './renewing.ts'

/** A cohort of March 2026, closed in April, in which somebody with half as much time again earned the certificate. */
async function givenCohortOfHolder(rules = '') {
  const given = await givenRenewing(rules)
  const { app, givenProgramme, givenTrainer, givenCohort, givenHolder } = given
  const programme = await givenProgramme()
  const trainer = await givenTrainer(programme)
  const { address, code } = await givenCohort(trainer, programme, { course: assessed })
  const amina = await givenHolder({}, [code])
  const grant = { extra_time_percent: '50', reason: 'Reads with a screen reader.' }
  await trainer.post(`${address}/people/${amina.id}/accommodation`, grant)
  const person = `${address}/people/${amina.id}`
  const close = () => trainer.post(`${address}/closing`, { early: 'yes' })
  const certified = async () => (await countGroups(app.db, programme)).map((group) => group.certified)
  return { ...given, trainer, address, amina, person, close, certified }
}

test('a cohort that has closed keeps nobody from renewing, and the time that was granted holds on', async () => {
  const { app, amina, close, on, pass, attempts, rows } = await givenCohortOfHolder('time_limit_minutes: 20\n')
  await close()
  await on('2026-08-01', amina)
  const page = await amina.get(quizAddress)
  expect(page.words).toContain('30 minutes')
  expect(page.words).not.toContain('cohort')
  await pass(amina)
  const due_at = new Date(app.clock.now().getTime() + 30 * 60_000)
  expect(await attempts()).toMatchObject([{ cohort_id: null, extra_time_percent: 50, due_at, due_by: 'time-limit' }])
  expect((await amina.post(renewal)).status).toBe(303)
  const [old, renewed] = await rows()
  expect(renewed).toMatchObject({ cohort_id: old?.cohort_id, record: { cohort: 'Deal team Kandra 2026' } })
})

test('a cohort takes the quiz for none of its own, and its closing does not wait for it', async () => {
  const { amina, trainer, close, on, attempts } = await givenCohortOfHolder()
  await on('2026-07-04', amina, trainer)
  await amina.post(`${quizAddress}/attempts`)
  expect((await close()).status).toBe(303)
  expect(await attempts()).toMatchObject([{ cohort_id: null, due_at: null, submitted_at: null }])
})

test('neither progress nor gradebook nor results know the quiz, and who renews is certified once', async () => {
  const { app, amina, trainer, address, person, on, pass, certified } = await givenCohortOfHolder()
  const look = async () => {
    const progress = (await amina.get('/learning')).words
    const course = (await amina.get(`/courses/${assessed}`)).words
    const book = (await trainer.get(`${address}/gradebook.csv`)).text.replaceAll(/\d{4}-\d\d-\d\d/g, '')
    const quizzes = (await trainer.get(`${address}/assessment`)).words
    const closing = (await trainer.get(`${address}/closing`)).words.replaceAll(/TP(-\w{4}){3}-\w/g, 'its code')
    const enrolments = await app.db.selectFrom('enrolments').select(['completed_at']).execute()
    return { progress, course, book, quizzes, closing, enrolments }
  }
  await on('2026-08-01', amina, trainer)
  const before = await look()
  expect(await certified()).toEqual([1])
  await pass(amina)
  await amina.post(renewal)
  expect(await look()).toEqual(before)
  expect(await certified()).toEqual([1])
  expect((await trainer.get(person)).words).toContain('Renewal quiz')
})

test('who signs today for the programme signs the renewed certificate', async () => {
  const { app, amina, on, pass, rows } = await givenCohortOfHolder()
  const signatories = [
    { name: 'Mariam Kollie', title: 'Director of studies' },
    { name: 'ߒߞߏ ߕߊߙߌ', title: 'Rector' },
  ]
  await app.db
    .updateTable('programmes')
    .set({ signatories: JSON.stringify(signatories) as never })
    .execute()
  await on('2026-08-01', amina)
  await pass(amina)
  await amina.post(renewal)
  expect((await rows()).map(({ record }) => record.signatories)).toEqual([[], signatories.slice(0, 1)])
})
