import { expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { beforeTheTable, cohortGivens } from '../support/cohorts.ts'
import { recordStatements } from '../support/database.ts'

const day = 86_400_000

async function givenCohort() {
  const app = await startApp()
  const givens = cohortGivens(app)
  const programme = await givens.givenProgramme()
  const trainer = await givens.givenTrainer(programme)
  const { address, code } = await givens.givenCohort(trainer, programme)
  async function givenMember(name: string) {
    const person = await app.givenPerson({ name })
    await person.post(`/join/${code}`)
    return person
  }
  return { ...app, ...givens, programme, trainer, address, code, givenMember }
}

/** The cells of a person's row in the table, as read. */
const rowOf = (html: string, name: string) =>
  [
    ...(new RegExp(`<tr><th[^>]*><a[^>]*>${name}</a></th>(.*?)</tr>`).exec(html)?.[1] ?? '').matchAll(
      /<td[^>]*>(.*?)<\/td>/g,
    ),
  ].map(([, cell]) => cell?.replaceAll(/<[^>]+>/g, ''))

test('the trainer sees each person’s progress by module, the final quiz and who has completed', async () => {
  const { trainer, address, givenMember, finishLessons, passQuiz } = await givenCohort()
  const celestine = await givenMember('Celestine Adou')
  await givenMember('Habib Larouze')
  await finishLessons(celestine, beforeTheTable)
  await passQuiz(celestine, beforeTheTable, 'setting')
  await passQuiz(celestine, beforeTheTable, 'final')
  const { text } = await trainer.get(address)
  const [institution, setting, project, , , final, active, standing] = rowOf(text, 'Celestine Adou')
  expect([institution, setting, project]).toEqual(['Ministry of Mines, Liberia', '3', '2'])
  expect(final).toMatch(/^(\d+) of \1$/)
  expect([active, standing]).toEqual(['2 March 2026', 'Completed'])
  expect(rowOf(text, 'Habib Larouze').slice(1)).toEqual(['0', '0', '0', '0', '–', '–', 'On the way'])
})

test('who has gone quiet stands first, the longest silence on top, with what comes next for them', async () => {
  const { trainer, address, givenMember, clock } = await givenCohort()
  await givenMember('Habib Larouze')
  const daouda = await givenMember('Daouda Kessai')
  clock.pass(day)
  await daouda.post(`/courses/${beforeTheTable}/lessons/why-different/completion`)
  clock.pass(7 * day)
  await givenMember('Grace Temba')
  const { words } = await trainer.get(address)
  expect(words).toContain('2 of 3.')
  const quiet = words.slice(words.indexOf('Who has gone quiet'), words.indexOf('Activities done of each module'))
  expect(quiet).toMatch(
    /Habib Larouze Nothing begun in 8 days\. .*Daouda Kessai 1 of 14 done, then nothing for 7 days\./,
  )
  expect(quiet).not.toContain('Grace Temba')
})

test('one person’s page shows their attempts with points and dates', async () => {
  const { trainer, address, givenMember, passQuiz, finishLessons } = await givenCohort()
  const farid = await givenMember('Farid Hosseyn')
  await finishLessons(farid, beforeTheTable)
  await passQuiz(farid, beforeTheTable, 'setting', 99)
  await passQuiz(farid, beforeTheTable, 'setting')
  const { words, text } = await trainer.get(`${address}/people/${farid.id}`)
  expect(words).toMatch(
    /Attempts of Farid Hosseyn.* 1 2 March 2026 0 of \d+ Not passed .* 2 2 March 2026 (\d+) of \1 Passed/,
  )
  expect(text).not.toContain('href="/attempts/')
  expect(words).not.toContain(farid.email)
})

test('what a learner does in other courses is no business of the trainer', async () => {
  const { trainer, address, givenMember, db } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  const elsewhere = { learner_id: amina.id, course: 'elsewhere' }
  const now = new Date('2026-03-02T09:00:00Z')
  await db
    .insertInto('enrolments')
    .values({ id: amina.id, ...elsewhere, content_hash: '', enrolled_at: now, last_active_at: now, completed_at: now })
    .execute()
  await db
    .insertInto('lesson_completions')
    .values({ ...elsewhere, lesson: 'why-different', completed_at: now })
    .execute()
  const page = await trainer.get(address)
  expect(page.words).toContain('One person Name')
  expect(rowOf(page.text, 'Amina Darwe').slice(1)).toEqual(['0', '0', '0', '0', '–', '–', 'On the way'])
  expect((await trainer.get(`${address}/people/${amina.id}`)).words).toContain('On the way. 0 of 14 done')
})

test('a cohort is found by its own trainers alone', async () => {
  const { address, programme, givenTrainer, givenMember, visitor } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  const colleague = await givenTrainer(programme, 'Another Trainer')
  for (const path of [address, `${address}/people/${amina.id}`]) {
    expect((await colleague.get(path)).status).toBe(404)
    expect((await amina.get(path)).status).toBe(404)
    expect((await visitor().get(path)).status).toBe(303)
  }
  expect((await colleague.get('/cohorts')).words).toContain('You lead none yet.')
})

test('somebody who is not in the cohort is not found there', async () => {
  const { trainer, address, givenPerson, givenMember } = await givenCohort()
  const stranger = await givenPerson()
  await givenMember('Amina Darwe')
  expect((await trainer.get(`${address}/people/${stranger.id}`)).status).toBe(404)
  expect((await trainer.get(`${address}/people/nobody`)).status).toBe(404)
  expect((await trainer.get('/cohorts/none')).status).toBe(404)
})

test('who is no longer a trainer of the programme has lost its cohorts', async () => {
  const { trainer, address, asAdministrator, givenProgramme } = await givenCohort()
  const admin = await asAdministrator()
  const other = await givenProgramme({ title_en: 'Another programme' })
  await admin.post(`/admin/people/${trainer.id}/grants`, { role: 'trainer', programme_id: other })
  const page = await admin.get(`/admin/people/${trainer.id}`)
  const withdrawal = /Contracts that hold.*?action="([^"]+\/withdrawal)"/s.exec(page.text)?.[1] ?? ''
  await admin.post(withdrawal)
  expect((await trainer.get(address)).status).toBe(404)
  expect((await trainer.get('/cohorts')).words).toContain('You lead none yet.')
})

test('a cohort of twenty costs no more statements than one of two', async () => {
  const { trainer, address, givenMember, clock } = await givenCohort()
  const counted = async () => {
    clock.pass(6_000) // what the sessions remember is forgotten, so that theirs counts too
    const { statements, stop } = recordStatements()
    await trainer.get(address)
    stop()
    return statements.length
  }
  await Promise.all([givenMember('First Person'), givenMember('Second Person')])
  const few = await counted()
  for (let n = 0; n < 18; n += 1) await givenMember(`Person ${n}`)
  expect(await counted()).toBe(few)
  expect(few).toBeLessThanOrEqual(4)
})

test('of a cohort that has ended nobody is said to have gone quiet', async () => {
  const { trainer, address, givenMember, clock } = await givenCohort()
  await givenMember('Habib Larouze')
  clock.set(new Date('2026-04-10T12:00:00Z'))
  expect((await trainer.get(address)).words).toContain('Who has gone quiet')
  clock.set(new Date('2026-04-11T12:00:00Z'))
  const { words } = await trainer.get(address)
  expect(words).not.toContain('Who has gone quiet')
  expect(words).toContain('Habib Larouze')
})
