import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { newId } from '../../server/platform/data/ids.ts'
import { startApp } from '../support/app.ts'
import { assessed, assessedCourses, assessedFiles } from '../support/assessment.ts'
import type { Form } from '../support/browser.ts'
import { cohortGivens } from '../support/cohorts.ts'
import { recordStatements } from '../support/database.ts'
import type { Person } from '../support/givens.ts'

const rule = 'marking: { second_marker: true }'
const essay = 'assessed/quizzes/essay.yaml'

/** The assessed course, completed by its essay quiz: 1 point for a choice and 5 for a text; 4.2 of 6 pass. */
function courses(marking = rule) {
  const files = assessedFiles()
  const course = files['assessed/course.yaml'].replace(/quiz: final \}\n$/, 'quiz: essay }\n')
  return assessedCourses({ ...files, 'assessed/course.yaml': course, [essay]: files[essay].replace(rule, marking) })
}

/** A cohort with its trainer, in a programme that has no other. */
async function givenCohort(marking?: string) {
  const app = await startApp({ courses: courses(marking) })
  const givens = cohortGivens(app)
  const programme = await givens.givenProgramme()
  const trainer = await givens.givenTrainer(programme)
  const { address, code } = await givens.givenCohort(trainer, programme, { course: assessed })
  const quiz = app.courses.get(assessed).activities.find(({ slug }) => slug === 'essay')
  const item = (quiz?.kind === 'quiz' && quiz.items.find(({ type }) => type === 'extended-text')?.id) || ''

  /** Somebody of the cohort who handed in a text, and had the other question right. Gives their attempt's address. */
  async function givenScript(text = 'The team may give 3 % and no more.', name = 'Amina Darwe', language?: 'fr') {
    const learner = await app.givenPerson({ name, ...(language ? { language } : {}) })
    await learner.post(`/join/${code}`)
    await app.finishLessons(learner, assessed)
    const { location } = await learner.post(`/courses/${assessed}/quizzes/essay/attempts`)
    await learner.post(`${location}/submission`, { e1: 'a', [item]: text })
    return { learner, attempt: location ?? '', id: location?.split('/').at(-1) ?? '' }
  }

  /** The levels, counted from 0: limits earn 0, 1 or 3 points, words 0 or 2. */
  const levels = (limits: number | string, words: number | string, comment = ''): Form => ({
    [`${item}.limits`]: String(limits),
    [`${item}.words`]: String(words),
    [`${item}:comment`]: comment,
  })
  const queue = `${address}/marking`
  const release = `${address}/quizzes/essay/release`
  return { ...app, ...givens, programme, trainer, address, queue, release, item, givenScript, levels }
}

const outcomeOf = async (learner: Person, attempt: string) => (await learner.get(attempt)).words
const checked = (html: string) => html.match(/ checked/g)?.length ?? 0

test('a text waits for a trainer, and until then the attempt says so and does not count', async () => {
  const { trainer, queue, givenScript, db } = await givenCohort()
  const { learner, attempt, id } = await givenScript()
  expect(await outcomeOf(learner, attempt)).toContain('Handed in. Waiting for marking.')
  const row = await db.selectFrom('attempts').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  expect(row).toMatchObject({ outcome: null, marking: 'waiting', score_raw: 1, score_max: 6 })
  expect((await learner.get(`/courses/${assessed}/quizzes/essay`)).words).not.toMatch(/Not passed/)
  expect((await trainer.get(queue)).words).toContain('One to mark, none needs a second mark, none ready.')
})

test('nobody’s name, number of attempt or time is on the pages of an anonymous quiz', async () => {
  const { trainer, queue, givenScript, clock } = await givenCohort()
  clock.set(new Date('2026-03-05T11:22:00Z'))
  const { id } = await givenScript('Line one\nLine two & <b>three</b>', 'Zuleika Distinct')
  for (const address of [queue, `${queue}/${id}`]) {
    const page = await trainer.get(address)
    expect(page.words).toContain('Script 1')
    expect(page.text).not.toMatch(/Zuleika|11:22|5 March|Attempt 1|attempt 1/)
  }
  expect((await trainer.get(`${queue}/${id}`)).text).toContain('Line one\nLine two &amp; &lt;b&gt;three&lt;/b&gt;')
})

test('the scripts of an anonymous quiz stand in another order than they came', async () => {
  const { trainer, queue, givenScript } = await givenCohort()
  const came: string[] = []
  for (let n = 0; n < 6; n += 1) came.push((await givenScript()).id)
  const shown = [...(await trainer.get(queue)).text.matchAll(/marking\/([\w-]{36})">Script\s(\d)</g)]
  expect(shown.map(([, , number]) => number)).toEqual(['1', '2', '3', '4', '5', '6'])
  const hash = (id = '') => createHash('sha256').update(id).digest('hex')
  expect(shown.map(([, id]) => id)).toEqual(came.toSorted((a, b) => (hash(a) < hash(b) ? -1 : 1)))
})

test('a quiz that is marked by name shows the name', async () => {
  const { trainer, queue, givenScript } = await givenCohort('marking: { anonymous: false }')
  const { id } = await givenScript()
  for (const address of [queue, `${queue}/${id}`]) {
    const { words } = await trainer.get(address)
    expect(words).toContain('Amina Darwe')
    expect(words).not.toContain('Script 1')
  }
})

test('marked and released, the result is there, the course complete, and the learner’s letter in her language', async () => {
  const { trainer, queue, release, givenScript, levels, letters, db } = await givenCohort()
  const { learner, attempt, id } = await givenScript('Trois pour cent.', 'Awa Traoré', 'fr')
  expect((await trainer.post(`${queue}/${id}`, levels(2, 1, 'Well argued.'))).location).toBe(queue)
  expect(await outcomeOf(learner, attempt)).toContain('En attente de correction.')
  expect((await trainer.post(release)).location).toBe(queue)
  const { words } = await learner.get(`${attempt}?lang=en`)
  expect(words).toContain('6 of 6 points. Passed.')
  expect(words).toContain('Well argued.')
  const [letter, ...more] = (await letters()).filter(({ to }) => to === learner.email)
  expect(more).toEqual([])
  expect(letter?.subject).toBe('Votre résultat est là\u00a0: Mandate page')
  expect(letter?.text).toContain(`http://third-pillar.test${attempt}\n`)
  const events = await db.selectFrom('audit_events').select('action').where('account_id', '=', learner.id).execute()
  expect(events.map(({ action }) => action)).toContain('course.completed')
  expect((await trainer.get(queue)).words).toContain('All results of this quiz are released.')
})

test('a criterion without a level is asked for again, with what was typed, and nothing is stored', async () => {
  const { trainer, queue, item, givenScript, levels, db } = await givenCohort()
  const { id } = await givenScript()
  const page = await trainer.post(`${queue}/${id}`, levels(1, '', 'Half way'))
  expect(page.status).toBe(422)
  expect(page.words).toContain('Question 2, choose a level: Words')
  expect(page.words).not.toContain('choose a level: Limits')
  expect(page.text).toMatch(new RegExp(`name="${item}.limits" value="1" checked`))
  expect(page.text).toContain('\nHalf way</textarea>')
  for (const strange of ['2', '-1', '1.0', 'x', '__proto__'])
    expect((await trainer.post(`${queue}/${id}`, levels(1, strange))).status).toBe(422)
  expect((await trainer.post(`${queue}/${id}`, levels(1, 1, 'x'.repeat(2001)))).status).toBe(422)
  expect(await db.selectFrom('marks').selectAll().execute()).toEqual([])
})

test('marks can be changed until the result is released, and each time is in the audit trail', async () => {
  const { trainer, queue, release, givenScript, levels, db } = await givenCohort()
  const { learner, attempt, id } = await givenScript()
  await trainer.post(`${queue}/${id}`, levels(2, 1, 'First thought'))
  const again = await trainer.get(`${queue}/${id}`)
  expect(checked(again.text)).toBe(2)
  expect(again.text).toContain('\nFirst thought</textarea>')
  await trainer.post(`${queue}/${id}`, levels(0, 0))
  const events = await db.selectFrom('audit_events').select('details').where('action', '=', 'attempt.marked').execute()
  expect(events).toMatchObject([
    { details: { place: 1, marks: [{ levels: [2, 1], raw: 5 }], before: [] } },
    { details: { place: 1, marks: [{ levels: [0, 0], raw: 0 }], before: [{ levels: [2, 1], raw: 5 }] } },
  ])
  await trainer.post(release)
  expect(await outcomeOf(learner, attempt)).toContain('1 of 6 points. Not passed yet.')
  const late = await trainer.post(`${queue}/${id}`, levels(2, 1))
  expect([late.status, late.words]).toEqual([409, expect.stringContaining('This result is released')])
  expect(await outcomeOf(learner, attempt)).toContain('1 of 6 points.')
})

test('who marks goes on to the next script that waits', async () => {
  const { trainer, queue, givenScript, levels } = await givenCohort()
  const ids = [(await givenScript()).id, (await givenScript()).id, (await givenScript()).id]
  let next: string | null = `${queue}/${ids[0]}`
  const seen: string[] = []
  for (let n = 0; n < 3 && next; n += 1) {
    seen.push(next)
    next = (await trainer.post(next, levels(2, 1))).location
  }
  expect(new Set(seen).size).toBe(3)
  expect(next).toBe(queue)
})

test('near the pass mark another trainer marks too, without the first one’s marks, and the mean counts', async () => {
  const { trainer, queue, release, programme, givenTrainer, givenScript, levels } = await givenCohort()
  const { learner, attempt, id } = await givenScript()
  const second = await givenTrainer(programme, 'Second Reader')
  expect((await second.get('/marking')).words).toContain('None. When a script')
  expect((await second.get(`/marking/${id}`)).status).toBe(404)
  await trainer.post(`${queue}/${id}`, levels(2, 0, 'First marker’s secret'))
  expect((await trainer.get('/marking')).words).toContain('None. When a script')
  expect((await trainer.get(queue)).words).toContain('Needs another trainer’s mark')
  expect((await second.get('/marking')).text).toContain(`href="/marking/${id}"`)
  const blind = await second.get(`/marking/${id}`)
  expect(checked(blind.text)).toBe(0)
  expect(blind.text).not.toMatch(/secret|Amina/)
  expect((await second.post(`/marking/${id}`, levels('', 1))).status).toBe(422)
  expect((await second.post(`/marking/${id}`, levels(2, 1))).location).toBe('/marking')
  expect(checked((await second.get(`/marking/${id}`)).text)).toBe(2)
  expect((await trainer.get(queue)).words).toContain('none needs a second mark, one ready')
  await trainer.post(release)
  expect(await outcomeOf(learner, attempt)).toContain('5 of 6 points. Passed.')
})

test('the first marker cannot be the second, and a third has nothing to mark', async () => {
  const { trainer, queue, programme, givenTrainer, givenScript, levels, db } = await givenCohort()
  const { id } = await givenScript()
  await trainer.post(`${queue}/${id}`, levels(2, 0))
  for (const page of [await trainer.get(`/marking/${id}`), await trainer.post(`/marking/${id}`, levels(2, 1))])
    expect([page.status, page.words]).toEqual([409, expect.stringContaining('You marked this script first')])
  const second = await givenTrainer(programme, 'Second Reader')
  const third = await givenTrainer(programme, 'Third Reader')
  await second.post(`/marking/${id}`, levels(2, 1))
  const page = await third.post(`/marking/${id}`, levels(0, 0))
  expect([page.status, page.words]).toEqual([409, expect.stringContaining('This script needs no mark of yours')])
  expect(await db.selectFrom('marks').select(['place', 'marker_id', 'raw']).orderBy('place').execute()).toEqual([
    { place: 1, marker_id: trainer.id, raw: 3 },
    { place: 2, marker_id: second.id, raw: 5 },
  ])
})

test('of two second markers who press at once, one marks and the other is told', async () => {
  const { trainer, queue, programme, givenTrainer, givenScript, levels, db } = await givenCohort()
  const { id } = await givenScript()
  await trainer.post(`${queue}/${id}`, levels(2, 0))
  const readers = [await givenTrainer(programme, 'One Reader'), await givenTrainer(programme, 'Another Reader')]
  const answers = await Promise.all(readers.map((reader) => reader.post(`/marking/${id}`, levels(2, 1))))
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
  expect((await db.selectFrom('marks').selectAll().where('place', '=', 2).execute()).length).toBe(1)
})

test('a score far from the pass mark, or a quiz without the rule, needs no second marker', async () => {
  const far = await givenCohort()
  const high = await far.givenScript()
  await far.trainer.post(`${far.queue}/${high.id}`, far.levels(2, 1))
  expect((await far.trainer.get(far.queue)).words).toContain('none needs a second mark, one ready')
  const plain = await givenCohort('marking: { second_marker: false }')
  const near = await plain.givenScript()
  await plain.trainer.post(`${plain.queue}/${near.id}`, plain.levels(2, 0))
  expect((await plain.trainer.get(plain.queue)).words).toContain('none needs a second mark, one ready')
})

test('without a second marker the results go out with a reason, which is kept', async () => {
  const { trainer, queue, release, givenScript, levels, db } = await givenCohort()
  const { learner, attempt, id } = await givenScript()
  await trainer.post(`${queue}/${id}`, levels(2, 0))
  expect((await trainer.get(queue)).words).toContain('The programme has no other trainer.')
  const refused = await trainer.post(release, { reason: '  nobody  ' })
  expect(refused.status).toBe(422)
  expect(refused.words).toContain('Say in at least 10 characters why you release without a second mark')
  expect(refused.text).toContain('value="nobody"')
  expect(await outcomeOf(learner, attempt)).toContain('Waiting for marking')
  expect((await trainer.post(release, { reason: 'There is no other trainer here.' })).location).toBe(queue)
  expect(await outcomeOf(learner, attempt)).toContain('4 of 6 points. Not passed yet.')
  const { details } = await db
    .selectFrom('audit_events')
    .select('details')
    .where('action', '=', 'results.released')
    .executeTakeFirstOrThrow()
  expect(details).toEqual({
    quiz: 'essay',
    attempts: [id],
    without_second_mark: [id],
    reason: 'There is no other trainer here.',
  })
})

test('results are released together: while one script waits for its first mark, none is', async () => {
  const { trainer, queue, release, givenScript, levels } = await givenCohort()
  const [one, two] = [await givenScript(), await givenScript('Another text', 'Habib Larouze')]
  await trainer.post(`${queue}/${one.id}`, levels(2, 1))
  const page = await trainer.get(queue)
  expect(page.words).toContain('One script still has to be marked before the results can be released together.')
  expect(page.text).not.toContain('/release"')
  const refused = await trainer.post(release)
  expect([refused.status, refused.words]).toEqual([409, expect.stringContaining('Not all scripts are marked')])
  await trainer.post(`${queue}/${two.id}`, levels(0, 0))
  await trainer.post(release)
  expect(await outcomeOf(one.learner, one.attempt)).toContain('6 of 6 points.')
  expect(await outcomeOf(two.learner, two.attempt)).toContain('1 of 6 points.')
})

test('released twice is released once: one letter, one event', async () => {
  const { trainer, queue, release, givenScript, levels, letters, db } = await givenCohort()
  const { learner, id } = await givenScript()
  await trainer.post(`${queue}/${id}`, levels(2, 1))
  const answers = await Promise.all([trainer.post(release), trainer.post(release)])
  expect((await trainer.post(release)).status).toBe(303)
  expect(answers.map(({ status }) => status)).toEqual([303, 303])
  expect((await letters()).filter(({ to }) => to === learner.email).length).toBe(1)
  const events = await db.selectFrom('audit_events').select('id').where('action', '=', 'results.released').execute()
  expect(events.length).toBe(1)
})

test('a blank text needs no mark', async () => {
  const { trainer, queue, givenScript } = await givenCohort()
  const { learner, attempt } = await givenScript('  \n ')
  expect(await outcomeOf(learner, attempt)).toContain('1 of 6 points. Not passed yet.')
  expect((await trainer.get(queue)).words).toContain('Nothing to mark.')
})

test('to a trainer of another programme, and to one who does not lead the cohort, its scripts are not there', async () => {
  const { trainer, queue, release, programme, givenProgramme, givenTrainer, givenScript, levels } = await givenCohort()
  const { id } = await givenScript()
  await trainer.post(`${queue}/${id}`, levels(2, 0))
  const other = await givenTrainer(await givenProgramme({ title_en: 'Another programme' }), 'Other Trainer')
  const colleague = await givenTrainer(programme, 'Second Reader')
  for (const stranger of [other, colleague]) {
    expect((await stranger.get(queue)).status).toBe(404)
    expect((await stranger.get(`${queue}/${id}`)).status).toBe(404)
    expect((await stranger.post(`${queue}/${id}`, levels(0, 0))).status).toBe(404)
    expect((await stranger.post(release, { reason: 'Because I would like to.' })).status).toBe(404)
  }
  expect((await other.get('/marking')).text).not.toContain(id)
  expect((await other.get(`/marking/${id}`)).status).toBe(404)
  expect((await other.post(`/marking/${id}`, levels(0, 0))).status).toBe(404)
  expect((await trainer.post(release.replace('essay', 'nowhere'))).status).toBe(404)
})

test('forty scripts cost as many statements as two', async () => {
  const { trainer, queue, programme, givenTrainer, givenScript, levels, clock, db } = await givenCohort()
  const second = await givenTrainer(programme, 'Second Reader')
  const first = await givenScript()
  await trainer.post(`${queue}/${first.id}`, levels(2, 0))
  const { id } = await givenScript()
  async function statements() {
    const counts: number[] = []
    for (const [reader, address] of [
      [trainer, queue],
      [trainer, `${queue}/${id}`],
      [second, '/marking'],
      [second, `/marking/${first.id}`],
    ] as const) {
      clock.pass(6_000)
      const recorder = recordStatements()
      await reader.get(address)
      recorder.stop()
      counts.push(recorder.statements.length)
    }
    return counts
  }
  const two = await statements()
  expect(Math.max(...two)).toBeLessThanOrEqual(4)
  const { revision, ...row } = await db
    .selectFrom('attempts')
    .selectAll()
    .where('id', '=', first.id)
    .executeTakeFirstOrThrow()
  const [items, rules] = [JSON.stringify(row.items), JSON.stringify(row.rules)]
  for (let number = 2; number < 40; number += 1)
    await db
      .insertInto('attempts')
      .values({ ...row, id: newId(), number, items, rules, corrections: '{}' })
      .execute()
  expect((await trainer.get(queue)).words).toContain('40 scripts, not released')
  expect(await statements()).toEqual(two)
}, 60_000)
