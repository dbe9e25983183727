import { expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { aCohort, cohortGivens } from '../support/cohorts.ts'

async function givenTrainer() {
  const app = await startApp()
  const { givenProgramme, ...givens } = cohortGivens(app)
  const programme = await givenProgramme()
  return { ...app, ...givens, givenProgramme, programme, trainer: await givens.givenTrainer(programme) }
}

test('a trainer starts a cohort and gets a code to hand out', async () => {
  const { trainer, programme } = await givenTrainer()
  expect((await trainer.get('/cohorts')).words).toContain('You lead none yet.')
  const page = await trainer.submit('/cohorts', { ...aCohort, programme_id: programme })
  expect(page.words).toContain('Deal team Kandra 2026')
  expect(page.words).toContain('Nobody has joined yet')
  expect(page.words).toMatch(/http:\/\/third-pillar\.test\/join\/[0-9A-Z]{4}-[0-9A-Z]{4}/)
  expect((await trainer.get('/cohorts')).words).toContain('2 March 2026 to 10 April 2026')
})

test('the form offers the only programme, the only course and the zone of the trainer’s country', async () => {
  const { trainer } = await givenTrainer()
  const { text } = await trainer.get('/cohorts/new')
  expect(text.match(/<option [^>]*selected>[^<]*/g)).toEqual([
    expect.stringContaining('Contracts that hold'),
    expect.stringContaining('Before the table'),
    expect.stringContaining('Africa/Monrovia'),
  ])
})

test('an end before the start comes back with what was typed', async () => {
  const { trainer, programme } = await givenTrainer()
  const page = await trainer.post('/cohorts', { ...aCohort, programme_id: programme, ends_on: '2026-02-28' })
  expect(page.status).toBe(422)
  expect(page.words).toContain('The last day comes before the first')
  expect(page.text).toContain('value="Deal team Kandra 2026"')
  expect(page.text).toContain('value="2026-02-28"')
  expect((await trainer.get('/cohorts')).words).toContain('You lead none yet.')
})

test.each([
  ['name', '', 'Give the cohort a name'],
  ['course', 'no-such-course', 'Choose a course'],
  ['starts_on', '2026-02-30', 'Give the first day'],
  ['ends_on', 'tomorrow', 'Give the last day'],
  ['time_zone', 'Africa/Kandra', 'Choose a time zone from the list'],
  ['programme_id', '00000000-0000-4000-8000-000000000000', 'Choose one of your programmes'],
])('a cohort whose %s is “%s” is not started', async (field, value, sentence) => {
  const { trainer, programme } = await givenTrainer()
  const page = await trainer.post('/cohorts', { ...aCohort, programme_id: programme, [field]: value })
  expect(page.status).toBe(422)
  expect(page.words).toContain(sentence)
})

test('a name that the programme already has is refused with a sentence, and free in another programme', async () => {
  const { trainer, programme, givenProgramme, givenTrainer: trainerOf } = await givenTrainer()
  await trainer.post('/cohorts', { ...aCohort, programme_id: programme })
  const again = await trainer.post('/cohorts', { ...aCohort, programme_id: programme })
  expect(again.status).toBe(422)
  expect(again.words).toContain('This programme already has a cohort of that name')
  const other = await givenProgramme({ title_en: 'Another programme' })
  const colleague = await trainerOf(other)
  expect((await colleague.post('/cohorts', { ...aCohort, programme_id: other })).status).toBe(303)
})

test('nobody starts a cohort in a programme in which they are no trainer', async () => {
  const { trainer, givenProgramme } = await givenTrainer()
  const other = await givenProgramme({ title_en: 'Another programme' })
  expect((await trainer.post('/cohorts', { ...aCohort, programme_id: other })).status).toBe(422)
})
