import { expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { assessed, assessedCourses, assessedFiles } from '../support/assessment.ts'
import type { Form } from '../support/browser.ts'
import { aCohort, cohortGivens } from '../support/cohorts.ts'
import { recordStatements } from '../support/database.ts'
import type { Person } from '../support/givens.ts'
import { htmlMistakes } from '../support/html.ts'

const threeQuestions = `title: { en: Roles and rates }
pass_mark_scaled: 0.6
items:
  - id: who
    type: choice
    objective: know
    lesson: first
    prompt: { en: Who signs? }
    options: [{ id: a, text: { en: The minister } }, { id: b, text: { en: The clerk } }]
    key: a
    explanation: { en: The law says so. }
  - id: order
    type: ordering
    objective: know
    lesson: first
    prompt: { en: What comes first? }
    options: [{ id: a, text: { en: Sign } }, { id: b, text: { en: Read } }, { id: c, text: { en: Ask } }]
    key: [a, b, c]
    explanation: { en: Read first. }
  - id: rate
    type: numeric
    objective: count
    lesson: first
    prompt: { en: What is the rate? }
    unit: { en: '%' }
    key: 4.25
    tolerance: 0.05
    explanation: { en: The annex says so. }
`
const shortText = `title: { en: Roles and rates }
pass_mark_scaled: 0.6
items:
  - id: word
    type: short-text
    objective: know
    lesson: first
    prompt: { en: Name the levy., fr: Nommez la taxe. }
    accepted: { en: [royalty], fr: [redevance] }
    explanation: { en: It is so called. }
`

/** A cohort of the assessed course, which is completed by its quiz `timed`: the one given here. */
async function givenCohort(quiz = threeQuestions) {
  const files = assessedFiles()
  const course = files['assessed/course.yaml'].replace(/quiz: final \}\n$/, 'quiz: timed }\n')
  const courses = assessedCourses({ ...files, 'assessed/course.yaml': course, 'assessed/quizzes/timed.yaml': quiz })
  const app = await startApp({ courses })
  const givens = cohortGivens(app)
  const programme = await givens.givenProgramme()
  const trainer = await givens.givenTrainer(programme)
  const cohort = await givens.givenCohort(trainer, programme, { course: assessed })
  const items = `${cohort.address}/items/timed`

  async function givenLearner(name = 'Amina Darwe', details: { code?: string; language?: 'fr' } = {}) {
    const { code = cohort.code, ...somebody } = details
    const learner = await app.givenPerson({ name, ...somebody })
    await learner.post(`/join/${code}`)
    await app.finishLessons(learner, assessed)
    return learner
  }
  const start = async (learner: Person, quizSlug = 'timed') =>
    (await learner.post(`/courses/${assessed}/quizzes/${quizSlug}/attempts`)).location ?? ''
  async function handIn(learner: Person, given: Form) {
    const attempt = await start(learner)
    await learner.post(`${attempt}/submission`, given)
    return attempt
  }
  const stored = () =>
    app.db
      .selectFrom('attempts')
      .select(['id', 'score_raw', 'outcome', 'corrections'])
      .orderBy('started_at')
      .orderBy('id')
      .execute()
  return { ...app, ...givens, programme, trainer, ...cohort, items, givenLearner, start, handIn, stored }
}

const everythingElse = { 'order.a': '1', 'order.b': '2', 'order.c': '3' }
const stateKey = (who: string): Form => ({ correction_kind: 'key', typed_in: 'en', who })
const because = { correction_reason: 'The law was changed in 2025: the clerk signs.' }
const idIn = (address: string) => address.split('/').at(-1) ?? ''

/** 14 of 30 handed in: 6 gave a, 8 gave b; all had the order right, 3 of either the rate as well. Two of three pass. */
async function givenFourteen() {
  const cohort = await givenCohort()
  const learners: { learner: Person; attempt: string }[] = []
  for (let n = 1; n <= 14; n += 1) {
    const learner = await cohort.givenLearner(`Learner ${String(n).padStart(2, '0')}`)
    const given = { ...everythingElse, who: n <= 6 ? 'a' : 'b', rate: n % 3 === 0 ? '4.25' : '9' }
    learners.push({ learner, attempt: await cohort.handIn(learner, given) })
  }
  return { ...cohort, learners }
}

test('a wrong key is corrected after 14 of 30 have handed in: seen first, said why, applied, and kept', async () => {
  const { trainer, items, learners, givenLearner, handIn, stored, letters, db } = await givenFourteen()
  const address = `${items}/who`
  const page = await trainer.get(address)
  expect(page.words).toContain('14 attempts that Deal team Kandra 2026 handed in have this question.')
  expect(page.words).toContain('Right answer now The minister')
  expect(page.text).toContain('name="who" value="a" checked')
  expect(page.words).toContain('This question has not been corrected for this cohort.')

  const before = await stored()
  const preview = await trainer.post(`${address}/previews`, stateKey('b'))
  expect(preview.status).toBe(200)
  // a and the rate (3, 6) pass before and after: 3 and 6 lose one of three points; 9 and 12 had two and get three.
  expect(preview.words).toContain('Of 14 attempts handed in: 14 change, 6 pass now, 4 no longer pass.')
  expect(preview.words).toContain('Learner 01 No longer passes 1 2 of 3 1 of 3')
  expect(preview.words).toContain('Learner 03 Passed, as before 1 3 of 3 2 of 3')
  expect(preview.words).toContain('Learner 07 Passes now 1 1 of 3 2 of 3')
  expect(preview.words).toContain(
    'Learner 01 has completed the course: the completion, and a certificate if one was issued, stand.',
  )
  expect(preview.words).not.toContain('Learner 03 has completed')
  expect(await stored()).toEqual(before)
  expect(await db.selectFrom('regrades').selectAll().execute()).toEqual([])

  const [first] = learners
  if (!first) throw new Error('nobody handed in')
  const { words: certificates } = await first.learner.submit(`/courses/${assessed}/certificate`)
  expect(certificates).toMatch(/TP-/)
  const credentials = await db.selectFrom('credentials').selectAll().execute()
  const enrolments = await db.selectFrom('enrolments').select(['learner_id', 'completed_at']).execute()
  const completed = (rows: typeof enrolments) => rows.filter(({ completed_at }) => completed_at).length
  expect(completed(enrolments)).toBe(8)

  const refused = await trainer.post(`${address}/regrades`, { ...stateKey('b'), correction_reason: ' too\nshort ' })
  expect(refused.status).toBe(422)
  expect(refused.words).toContain('Say in at least 10 characters why the question is corrected.')
  expect(refused.text).toContain('\ntoo\nshort</textarea>')
  expect(refused.text).toContain('name="who" value="b"')
  expect(refused.words).toContain('14 change, 6 pass now')
  expect(await stored()).toEqual(before)

  const applied = await trainer.post(`${address}/regrades`, { ...stateKey('b'), ...because })
  expect([applied.status, applied.location]).toEqual([303, address])
  const after = await trainer.get(address)
  expect(after.words).toContain('Right answer now The clerk')
  expect(after.words).toContain('2 March 2026, by Joseph Okra')
  expect(after.words).toContain('The law was changed in 2025: the clerk signs.')
  expect(after.words).toContain('Learner 01 No longer passes 1 2 of 3 1 of 3')
  expect((await first.learner.get(first.attempt)).words).toContain('1 of 3 points. Not passed yet.')

  const kept = await db.selectFrom('regraded_attempts').selectAll().execute()
  expect(kept.length).toBe(14)
  expect(kept.find(({ attempt_id }) => attempt_id === idIn(first.attempt))).toMatchObject({
    score_raw_before: 2,
    outcome_before: 'passed',
    score_raw_after: 1,
    outcome_after: 'failed',
  })
  expect(await db.selectFrom('credentials').selectAll().execute()).toEqual(credentials)
  const now = await db.selectFrom('enrolments').select(['learner_id', 'completed_at']).execute()
  expect(completed(now)).toBe(14)
  for (const { learner_id, completed_at } of enrolments.filter((one) => one.completed_at))
    expect(now.find((one) => one.learner_id === learner_id)?.completed_at).toEqual(completed_at)

  const { details } = await db
    .selectFrom('audit_events')
    .selectAll()
    .where('action', '=', 'quiz.regraded')
    .executeTakeFirstOrThrow()
  expect(details).toMatchObject({ quiz: 'timed', item: 'who', attempts: 14, changed: 14, passing: 6, failing: 4 })
  const sent = (await letters()).filter(({ subject }) => subject === 'Your points in Roles and rates have changed')
  expect(new Set(sent.map(({ to }) => to)).size).toBe(14)
  const letter = sent.find(({ to }) => to === first.learner.email)?.text
  expect(letter).toContain('Attempt 1: 2 of 3 points became 1 of 3. It is no longer passed.')
  expect(letter).toContain('Reason: The law was changed in 2025: the clerk signs.')
  expect(letter).toContain('You have completed the course: that stands')

  const late = await givenLearner('Somebody Later')
  const attempt = await handIn(late, { ...everythingElse, who: 'b', rate: '9' })
  expect((await late.get(attempt)).words).toContain('2 of 3 points. Passed.')
}, 60_000)

test('the same correction pressed twice, at once or later, is applied once', async () => {
  const { trainer, items, givenLearner, handIn, letters, db } = await givenCohort()
  await handIn(await givenLearner(), { who: 'b' })
  const press = () => trainer.post(`${items}/who/regrades`, { ...stateKey('b'), ...because })
  const answers = [...(await Promise.all([press(), press()])), await press()]
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
  expect((await db.selectFrom('regrades').selectAll().execute()).length).toBe(1)
  expect((await letters()).filter(({ subject }) => /have changed/.test(subject)).length).toBe(1)
  const again = await trainer.post(`${items}/who/previews`, stateKey('b'))
  expect([again.status, again.words]).toEqual([422, expect.stringContaining('There is nothing to correct.')])
})

test('of two presses at once, one corrects a question that nobody has met', async () => {
  const { trainer, items, db } = await givenCohort()
  const press = () => trainer.post(`${items}/who/regrades`, { ...stateKey('b'), ...because })
  // Connections that are open already meet each other; new ones come one after the other.
  const atOnce = (what: () => Promise<unknown>) => Promise.all(Array.from({ length: 8 }, what))
  await atOnce(() => trainer.get(`${items}/who`))
  await atOnce(press)
  expect((await db.selectFrom('regrades').selectAll().execute()).length).toBe(1)
})

test('an order is corrected for everybody, however their options were shuffled', async () => {
  const { trainer, items, givenLearner, handIn, stored, db } = await givenCohort()
  for (let n = 0; n < 8; n += 1)
    await handIn(await givenLearner(`Learner ${n}`), { who: 'b', 'order.b': '1', 'order.c': '2', 'order.a': '3' })
  const shuffled = await db.selectFrom('attempts').select('items').execute()
  const orders = shuffled.map((row) => row.items.flatMap((item) => (item.type === 'ordering' ? item.options : [])))
  expect(new Set(orders.map((options) => options.map(({ id }) => id).join(''))).size).toBeGreaterThan(2)
  expect(new Set((await stored()).map(({ score_raw }) => score_raw))).toEqual(new Set([0.5]))
  const order = { 'order.b': '1', 'order.c': '2', 'order.a': '3' }
  await trainer.post(`${items}/order/regrades`, { correction_kind: 'key', ...order, ...because })
  expect(new Set((await stored()).map(({ score_raw }) => score_raw))).toEqual(new Set([1]))
  expect((await trainer.get(`${items}/order`)).words).toContain('Right answer now Read Ask Sign')
})

test('a key that is blank, in doubt, not whole or the same gives no preview, and what was typed is still there', async () => {
  const { trainer, items, givenLearner, handIn, stored } = await givenCohort()
  await handIn(await givenLearner(), { who: 'a' })
  const before = await stored()
  const refusals: [string, Form, string][] = [
    ['who', {}, 'Give the right answer as a learner would.'],
    ['who', { who: 'z' }, 'Give the right answer as a learner would.'],
    ['who', { who: 'a' }, 'There is nothing to correct.'],
    ['order', { 'order.a': '2', 'order.b': '1' }, 'not whole'],
    ['rate', { rate: 'four' }, 'This number can be read in more than one way'],
    ['rate', { rate: '4.25' }, 'There is nothing to correct.'],
  ]
  for (const [item, typed, said] of refusals)
    for (const action of ['previews', 'regrades']) {
      const page = await trainer.post(`${items}/${item}/${action}`, { correction_kind: 'key', ...typed })
      if (action === 'regrades' && said.startsWith('There is nothing')) expect(page.status).toBe(303)
      else expect([page.status, page.words]).toEqual([422, expect.stringContaining(said)])
      if (typed.rate === 'four') expect(page.text).toContain('value="four"')
    }
  expect(await stored()).toEqual(before)
})

test('a number typed in French stays what it was when the page is applied in English', async () => {
  const { trainer, items, givenLearner, handIn, stored } = await givenCohort()
  await handIn(await givenLearner(), { rate: '4.4' })
  const preview = await trainer.post(`${items}/rate/previews?lang=fr`, {
    correction_kind: 'key',
    typed_in: 'fr',
    rate: '4,400',
  })
  expect(preview.text).toContain('name="typed_in" value="fr"')
  await trainer.post(`${items}/rate/regrades?lang=en`, {
    correction_kind: 'key',
    typed_in: 'fr',
    rate: '4,400',
    ...because,
  })
  expect(await stored()).toMatchObject([{ score_raw: 1, corrections: { rate: { changed: { key: 4.4 } } } }])
})

test('everybody can be given the points of a question, and a key given later takes them back', async () => {
  const { trainer, items, givenLearner, handIn, stored, letters } = await givenCohort()
  const learner = await givenLearner('Awa Traoré', { language: 'fr' })
  const attempt = await handIn(learner, { who: 'b', ...everythingElse })
  const preview = await trainer.post(`${items}/who/previews`, { correction_kind: 'waived' })
  expect(preview.words).toContain('Of one attempt handed in: 1 changes, 1 passes now, 0 no longer pass.')
  await trainer.post(`${items}/who/regrades`, { correction_kind: 'waived', ...because })
  expect(await stored()).toMatchObject([{ score_raw: 2, outcome: 'passed', corrections: { who: { waived: true } } }])
  expect((await learner.get(`${attempt}?lang=en`)).words).toContain('everybody earns its points')
  expect((await letters()).at(-1)?.text).toContain(
    'Tentative 1\u00a0: de 1 à 2 points, sur 3. Elle est maintenant réussie.',
  )
  expect((await trainer.get(`${items}/who`)).words).toContain('Everybody earns the points of this question already.')
  await trainer.post(`${items}/who/regrades`, { ...stateKey('a'), ...because })
  expect(await stored()).toMatchObject([{ score_raw: 1, outcome: 'failed' }])
})

test('an open attempt is marked by the corrected key when it is handed in', async () => {
  const { trainer, items, givenLearner, start, stored } = await givenCohort()
  const learner = await givenLearner()
  const attempt = await start(learner)
  const preview = await trainer.post(`${items}/who/previews`, stateKey('b'))
  expect(preview.words).toContain('One open attempt will be marked as corrected.')
  await trainer.post(`${items}/who/regrades`, { ...stateKey('b'), ...because })
  expect(await stored()).toMatchObject([{ score_raw: null, outcome: null }])
  await learner.post(`${attempt}/submission`, { who: 'b', ...everythingElse })
  expect((await learner.get(attempt)).words).toContain('2 of 3 points. Passed.')
})

test('a script that waits for a trainer gets its points and goes on waiting, without a letter', async () => {
  const { trainer, address, givenLearner, start, stored, letters } = await givenCohort()
  const learner = await givenLearner()
  const attempt = await start(learner, 'essay')
  await learner.post(`${attempt}/submission`, { e1: 'b', page: 'Three per cent.' })
  const items = `${address}/items/essay`
  await trainer.post(`${items}/e1/regrades`, { correction_kind: 'key', e1: 'b', ...because })
  expect(await stored()).toMatchObject([{ score_raw: 1, outcome: null }])
  expect((await letters()).filter(({ subject }) => /have changed/.test(subject))).toEqual([])
  expect((await trainer.get(`${items}/e1`)).words).toContain('Amina Darwe Waiting for marking 1 0 of 6 1 of 6')
})

test('who did not hand in under a strict rule stays at nothing', async () => {
  const { trainer, address, givenLearner, start, stored, clock } = await givenCohort()
  const learner = await givenLearner()
  const attempt = await start(learner, 'strict')
  await learner.post(`${attempt}/responses`, { s1: 'b', s2: 'a' })
  clock.pass(11 * 60_000)
  await learner.get(attempt)
  const preview = await trainer.post(`${address}/items/strict/s1/previews`, { correction_kind: 'key', s1: 'b' })
  expect(preview.words).toContain('Of one attempt handed in: 0 change')
  await trainer.post(`${address}/items/strict/s1/regrades`, { correction_kind: 'key', s1: 'b', ...because })
  expect(await stored()).toMatchObject([
    { score_raw: 0, outcome: 'failed', corrections: { s1: { changed: { key: 'b' } } } },
  ])
})

test('another spelling is accepted beside those there were, in each language of its own', async () => {
  const { trainer, items, givenLearner, handIn, stored } = await givenCohort(shortText)
  await handIn(await givenLearner('Amina Darwe'), { word: 'severance tax' })
  await handIn(await givenLearner('Awa Traoré', { language: 'fr' }), { word: 'redevance' })
  for (const word of ['severance tax', 'levy'])
    await trainer.post(`${items}/word/regrades`, { correction_kind: 'key', word, ...because })
  expect((await stored()).map(({ score_raw }) => score_raw)).toEqual([1, 1])
  expect((await trainer.get(`${items}/word`)).words).toMatch(/Right answer now \S+; severance tax; levy/)
})

test('a question judged by people, and one nobody has met yet', async () => {
  const { trainer, address, items, givenLearner, handIn } = await givenCohort()
  const essay = await trainer.get(`${address}/items/essay/page`)
  expect(essay.words).toContain('there is no key to correct')
  expect(essay.text).not.toContain('value="key"')
  await trainer.post(`${items}/who/regrades`, { ...stateKey('b'), ...because })
  expect((await trainer.get(`${items}/who`)).words).toContain('Right answer now The clerk')
  const learner = await givenLearner()
  expect((await learner.get(await handIn(learner, { who: 'b', ...everythingElse }))).words).toContain('2 of 3 points')
})

test('another cohort is left alone, and its trainer finds nothing here', async () => {
  const {
    trainer,
    address,
    items,
    programme,
    givenTrainer,
    givenCohort: another,
    givenLearner,
    handIn,
    stored,
  } = await givenCohort()
  const other = await givenTrainer(programme, 'Other Trainer')
  const theirs = await another(other, programme, { ...aCohort, course: assessed, name: 'Another cohort' })
  await handIn(await givenLearner('Habib Larouze', { code: theirs.code }), { who: 'b' })
  const before = await stored()
  for (const action of ['', '/previews', '/regrades']) {
    const open = (who: Person, path: string) =>
      action ? who.post(path, { ...stateKey('b'), ...because }) : who.get(path)
    expect((await open(other, `${items}/who${action}`)).status).toBe(404)
    expect((await open(trainer, `${theirs.address}/items/timed/who${action}`)).status).toBe(404)
    expect((await open(trainer, `${address}/items/timed/never${action}`)).status).toBe(404)
    expect((await open(trainer, `${address}/items/nothing/who${action}`)).status).toBe(404)
  }
  await trainer.post(`${items}/who/regrades`, { ...stateKey('b'), ...because })
  expect(await stored()).toEqual(before)
})

test('the page of an item costs four statements at most, however many handed in', async () => {
  const { trainer, items, givenLearner, handIn } = await givenCohort()
  for (let n = 0; n < 3; n += 1) await handIn(await givenLearner(`Learner ${n}`), { who: 'b' })
  await trainer.post(`${items}/who/regrades`, { ...stateKey('b'), ...because })
  await trainer.get(items)
  const record = recordStatements()
  await trainer.get(`${items}/who`)
  record.stop()
  expect(record.statements.length).toBeGreaterThan(0)
  expect(record.statements.length).toBeLessThanOrEqual(4)
})

test('every page of a correction is sound HTML, in both languages', async () => {
  const { trainer, items, givenLearner, handIn } = await givenCohort()
  await handIn(await givenLearner(), { who: 'b', ...everythingElse })
  await trainer.post(`${items}/who/regrades`, { ...stateKey('b'), ...because })
  for (const language of ['en', 'fr']) {
    trainer.cookies.set('lang', language)
    const order = { 'order.b': '1', 'order.c': '2', 'order.a': '3' }
    const pages = [
      await trainer.get(`${items}/who`),
      await trainer.get(`${items}/order`),
      await trainer.post(`${items}/who/previews`, stateKey('a')),
      await trainer.post(`${items}/order/previews`, order),
      await trainer.post(`${items}/order/previews`),
      await trainer.post(`${items}/rate/previews`, { rate: '1,2,3' }),
      await trainer.post(`${items}/rate/regrades`, { rate: '5', correction_reason: 'x'.repeat(1001) }),
    ]
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200, 200, 422, 422, 422])
    for (const page of pages) {
      expect(await htmlMistakes(page.text)).toEqual([])
      expect(page.words).not.toMatch(/undefined|regrade\.|\[object/)
    }
  }
})
