import { crc32, gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import type { FastifyInstance } from 'fastify'
import { readSheet } from 'read-excel-file/node'
import { expect, test } from 'vitest'
import yauzl from 'yauzl'
import { cursorOf } from '../../server/cohorts/gradebook/cursor.ts'
import { newId } from '../../server/platform/data/ids.ts'
import { zipStream } from '../../server/platform/documents/zip.ts'
import { formatDate } from '../../server/platform/words/dates.ts'
import { startApp } from '../support/app.ts'
import { assessed, assessedCourses } from '../support/assessment.ts'
import { cohortGivens } from '../support/cohorts.ts'
import { recordStatements } from '../support/database.ts'
import type { Person } from '../support/givens.ts'

const day = 86_400_000

/** A cohort of the assessed course, until 10 April 2026 by the clocks of Monrovia, which are those of UTC. */
async function givenCohort() {
  const app = await startApp({ courses: assessedCourses() })
  const givens = cohortGivens(app)
  const programme = await givens.givenProgramme()
  const trainer = await givens.givenTrainer(programme)
  const { address, code } = await givens.givenCohort(trainer, programme, { course: assessed })

  async function givenMember(name: string, institution = 'Ministry of Mines', joinCode = code) {
    const person = await app.givenPerson({ name, institution })
    await person.post(`/join/${joinCode}`)
    return person
  }
  const doLesson = (person: Person) => person.post(`/courses/${assessed}/lessons/first/completion`)
  const start = async (person: Person, quiz: string) =>
    (await person.post(`/courses/${assessed}/quizzes/${quiz}/attempts`)).location ?? ''
  const take = (person: Person, quiz: string, wrong = 0) => app.passQuiz(person, assessed, quiz, wrong)

  /** So many people as rows, in the cohort and enrolled; gives their ids. */
  async function givenMany(names: string[]) {
    const at = app.clock.now()
    const accounts = names.map((name) => ({ id: newId(), name }))
    const others = { password_hash: 'none', country_code: 'LR', sex: 'female', language: 'en' } as const
    const about = { institution: 'Ministry of Lands', consented_at: at, email_confirmed_at: at, created_at: at }
    const rows = accounts.map(({ id, name }) => ({ id, name, email: `${id}@mines.example`, ...others, ...about }))
    await app.db.insertInto('accounts').values(rows).execute()
    const cohort_id = address.split('/').at(-1) ?? ''
    const members = accounts.map(({ id }) => ({ cohort_id, learner_id: id, joined_at: at }))
    await app.db.insertInto('cohort_members').values(members).execute()
    const enrolled = { course: assessed, content_hash: 'x', enrolled_at: at, last_active_at: at, completed_at: null }
    const enrolments = accounts.map(({ id }) => ({ id: newId(), learner_id: id, ...enrolled }))
    await app.db.insertInto('enrolments').values(enrolments).execute()
    return accounts.map(({ id }) => id)
  }
  const book = `${address}/gradebook`
  return { ...app, ...givens, programme, trainer, address, code, book, givenMember, givenMany, doLesson, start, take }
}

const readable = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll(/\s+/g, ' ')
    .replaceAll(' ,', ',')
    .trim()

/** The table as it is read: its headings, and of each learner the name and the words of every cell after it. */
function tableIn(html: string) {
  const headings = [...html.matchAll(/<th scope="col"[^>]*>(.*?)<\/th>/gs)].map(([, cell = '']) => readable(cell))
  const rows = [...html.matchAll(/<tr><th scope="row">(.*?)<\/th>(.*?)<\/tr>/gs)].map(([, head = '', rest = '']) => ({
    name: readable(head.split('<br>')[0] ?? ''),
    institution: readable(head.split('<br>')[1] ?? ''),
    cells: [...rest.matchAll(/<td>(.*?)<\/td>/gs)].map(([, cell = '']) => readable(cell)),
  }))
  return { headings, rows, names: rows.map(({ name }) => name) }
}
const linkTo = (html: string, rel: 'next' | 'prev') =>
  new RegExp(`href="([^"]+)" rel="${rel}"`).exec(html)?.[1]?.replaceAll('&amp;', '&') ?? null

test('a trainer finds the gradebook on the cohort’s page, and reads who did what with which result', async () => {
  const { trainer, address, book, givenMember, doLesson, start, take } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  await givenMember('Habib Larouze', 'Ministry of Finance')
  await doLesson(amina)
  await take(amina, 'before', 1)
  await take(amina, 'timed', 8)
  await take(amina, 'timed', 1)
  await take(amina, 'strict', 2)
  await start(amina, 'long')

  expect((await trainer.get(address)).text).toContain(`href="${book}"`)
  const { headings, rows } = tableIn((await trainer.get(book)).text)
  expect(headings).toEqual([
    'Name',
    '1.1 Before you begin',
    expect.stringMatching(/^1\.2 \w+/),
    '1.3 Timed quiz',
    '1.4 Strict quiz',
    '1.5 Mandate page',
    '1.6 Long quiz',
    '2.1 Final quiz',
    'Done',
  ])
  expect(rows).toEqual([
    {
      name: 'Amina Darwe',
      institution: 'Ministry of Mines',
      cells: [
        '3 of 4 handed in one attempt',
        '2 March 2026, done',
        '9 of 10 passed 2 attempts',
        '0 of 2 not passed one attempt',
        '– not begun',
        'begun, not handed in one attempt',
        '– not begun',
        '3 of 6 Last active: 2 March 2026',
      ],
    },
    {
      name: 'Habib Larouze',
      institution: 'Ministry of Finance',
      cells: [...Array(1).fill('– not begun'), '– not done', ...Array(5).fill('– not begun'), '0 of 6'],
    },
  ])
})

test('a text that nobody has marked is waiting, and shows no score until it is marked', async () => {
  const { trainer, book, givenMember, start } = await givenCohort()
  const amina = await givenMember('Amina Darwe')
  const attempt = await start(amina, 'essay')
  await amina.post(`${attempt}/submission`, { e1: 'a', page: 'The team may give 3 % and no more.' })
  const { rows } = tableIn((await trainer.get(book)).text)
  expect(rows[0]?.cells[4]).toBe('waiting for marking one attempt')
  const file = parse((await trainer.get(`${book}.csv`)).text, { bom: true, columns: true })
  expect(file[0]).toMatchObject({
    '1.5 Mandate page: score': '',
    '1.5 Mandate page: out of': '',
    '1.5 Mandate page: state': 'waiting for marking',
    '1.5 Mandate page: attempts': '1',
  })
})

test('what is done after the closing day is late, unless the person was given a later one', async () => {
  const { trainer, address, book, givenMember, doLesson, take, clock } = await givenCohort()
  const prompt = await givenMember('A Prompt')
  const later = await givenMember('B Later')
  const late = await givenMember('C Late')
  const longer = { extra_time_percent: '0', closes_on: '2026-04-20', reason: 'Was ill for two weeks.' }
  await trainer.post(`${address}/people/${later.id}/accommodation`, longer)
  clock.set(new Date('2026-04-10T23:59:59Z'))
  await doLesson(prompt)
  clock.set(new Date('2026-04-15T12:00:00Z'))
  for (const person of [later, late]) await doLesson(person)
  await take(later, 'timed')
  const { rows } = tableIn((await trainer.get(book)).text)
  expect(rows.map(({ cells }) => cells[1])).toEqual([
    '10 April 2026, done',
    '15 April 2026, done',
    '15 April 2026, done late',
  ])
  expect(rows[1]?.cells[2]).toBe('10 of 10 passed one attempt')
  const those = await trainer.get(`${book}?activity=lesson-first&state=late`)
  expect(tableIn(those.text).names).toEqual(['C Late'])
})

test('who is in two cohorts of the course is late in the one that had closed, and in time in the other', async () => {
  const app = await givenCohort()
  const { trainer, programme, book, givenMember, givenCohort: anotherCohort, doLesson, take, clock } = app
  const second = await anotherCohort(trainer, programme, { course: assessed, name: 'Second', ends_on: '2026-05-29' })
  const amina = await givenMember('Amina Darwe')
  await amina.post(`/join/${second.code}`)
  clock.set(new Date('2026-04-20T12:00:00Z'))
  await doLesson(amina)
  await take(amina, 'timed')
  const cellsIn = async (address: string) => tableIn((await trainer.get(address)).text).rows[0]?.cells.slice(1, 3)
  expect(await cellsIn(book)).toEqual(['20 April 2026, done late', '10 of 10 passed, late one attempt'])
  expect(await cellsIn(`${second.address}/gradebook`)).toEqual(['20 April 2026, done', '10 of 10 passed one attempt'])
  const late = await trainer.get(`${book}?activity=quiz-timed&state=late`)
  expect(tableIn(late.text).names).toEqual(['Amina Darwe'])
  const inTime = await trainer.get(`${second.address}/gradebook?activity=quiz-timed&state=late`)
  expect(inTime.words).toContain('Nobody in this cohort is like that.')
})

test('a trainer asks for an institution, for where people stand, and for who is how far with an activity', async () => {
  const { trainer, book, givenMember, doLesson, start, take, finishLessons } = await givenCohort()
  const finished = await givenMember('Finished', 'Ministry of Finance')
  await finishLessons(finished, assessed)
  await take(finished, 'final')
  const onTheWay = await givenMember('On The Way')
  await doLesson(onTheWay)
  await take(onTheWay, 'timed', 9)
  const open = await givenMember('Opened')
  await start(open, 'timed')
  const waiting = await givenMember('Waiting')
  await waiting.post(`${await start(waiting, 'essay')}/submission`, { e1: 'a', page: 'No more than 3 %.' })
  await givenMember('Zealous')
  const all = ['Finished', 'On The Way', 'Opened', 'Waiting', 'Zealous']

  const found: Record<string, string[]> = {}
  const questions: Record<string, string[]> = {
    'institution=Ministry+of+Finance': ['Finished'],
    'standing=completed': ['Finished'],
    'standing=on_the_way': ['On The Way', 'Opened', 'Waiting'],
    'standing=not_begun': ['Zealous'],
    'activity=lesson-first': ['Opened', 'Waiting', 'Zealous'],
    'activity=lesson-first&state=done': ['Finished', 'On The Way'],
    'activity=lesson-first&state=waiting': [],
    'activity=quiz-timed&state=not_done': all,
    'activity=quiz-timed&state=not_passed': ['On The Way'],
    'activity=quiz-timed&state=open': ['Opened'],
    'activity=quiz-essay&state=waiting': ['Waiting'],
    'activity=quiz-final&state=done': ['Finished'],
    'activity=lesson-first&state=done&standing=on_the_way&institution=Ministry+of+Mines': ['On The Way'],
    // What is unknown is not asked.
    'institution=Nowhere&standing=asleep&activity=lesson-nothing&state=done&sort=sideways': all,
    'standing=completed&standing=not_begun&institution[]=x': all,
    'state=done': all,
    'sort=done': ['Finished', 'On The Way', 'Opened', 'Waiting', 'Zealous'],
  }
  for (const question of Object.keys(questions)) {
    const page = await trainer.get(`${book}?${question}`)
    expect(page.status).toBe(200)
    found[question] = tableIn(page.text).names
  }
  expect(found).toEqual(questions)
  const csv = parse((await trainer.get(`${book}.csv?standing=not_begun`)).text, { bom: true })
  expect(csv.map(([name]) => name)).toEqual(['Name', 'Zealous'])
})

test('the list can begin with who has done most, and with who was here last', async () => {
  const { trainer, book, givenMember, doLesson, take, clock } = await givenCohort()
  const [once, twice] = [await givenMember('Once'), await givenMember('Twice')]
  await givenMember('Never')
  await doLesson(twice)
  await take(twice, 'timed')
  clock.pass(day)
  await doLesson(once)
  expect(tableIn((await trainer.get(book)).text).names).toEqual(['Never', 'Once', 'Twice'])
  expect(tableIn((await trainer.get(`${book}?sort=done`)).text).names).toEqual(['Twice', 'Once', 'Never'])
  expect(tableIn((await trainer.get(`${book}?sort=active`)).text).names).toEqual(['Once', 'Twice', 'Never'])
})

test('of two attempts the better counts, in the list’s order as in the cell', async () => {
  const { trainer, book, db, givenMember, take } = await givenCohort()
  const [raised, stable] = [await givenMember('A Raised'), await givenMember('B Stable')]
  await take(stable, 'timed', 3)
  const first = await take(raised, 'timed', 3)
  await take(raised, 'timed', 2)
  // The pass mark was raised between the two attempts: the better one did not pass.
  const ofRaised = db.updateTable('attempts').where('learner_id', '=', raised.id)
  await ofRaised
    .where('id', '!=', first.split('/').at(-1) ?? '')
    .set({ outcome: 'failed' })
    .execute()
  const { rows } = tableIn((await trainer.get(`${book}?sort=done`)).text)
  expect(rows.map(({ name, cells }) => [name, cells[2], cells.at(-1)?.slice(0, 6)])).toEqual([
    ['B Stable', '7 of 10 passed one attempt', '1 of 6'],
    ['A Raised', '8 of 10 not passed 2 attempts', '0 of 6'],
  ])
  const failed = await trainer.get(`${book}?activity=quiz-timed&state=not_passed`)
  expect(tableIn(failed.text).names).toEqual(['A Raised'])
})

const many = Array.from({ length: 120 }, (_, n) => `${['Ábel', 'abena', 'Émile', 'Zoé', 'أمينة'][n % 5]} ${n % 3}`)

test.each(['name', 'done', 'active'])(
  'by %s, each of 120 people stands on one page, on the way there and back',
  async (sort) => {
    const { trainer, book, db, givenMany, clock } = await givenCohort()
    const ids = await givenMany(many)
    const done = { course: assessed, lesson: 'first', completed_at: clock.now() }
    const those = ids.filter((_, n) => n % 4 > 0).map((learner_id) => ({ learner_id, ...done }))
    await db.insertInto('lesson_completions').values(those).execute()
    const idsOn = (html: string) =>
      [...html.matchAll(/<th scope="row"><a href="[^"]*people\/([\w-]+)"/g)].map(([, id]) => id)
    const pages: string[] = []
    for (let next: string | null = `${book}?sort=${sort}`; next; next = linkTo(pages.at(-1) ?? '', 'next'))
      pages.push((await trainer.get(next)).text)
    expect(pages.map((page) => idsOn(page).length)).toEqual([50, 50, 20])
    expect(pages.flatMap(idsOn).toSorted()).toEqual(ids.toSorted())
    expect(readable(pages[0] ?? '')).toContain('50 people of 120')

    const back = (await trainer.get(linkTo(pages[2] ?? '', 'prev') ?? '')).text
    expect(idsOn(back)).toEqual(idsOn(pages[1] ?? ''))
    const start = (await trainer.get(linkTo(back, 'prev') ?? '')).text
    expect(idsOn(start)).toEqual(idsOn(pages[0] ?? ''))
    expect([linkTo(start, 'prev'), linkTo(pages[2] ?? '', 'next')]).toEqual([null, null])
  },
)

test('names stand by their letters, whatever the capitals and the marks', async () => {
  const { trainer, book, givenMany } = await givenCohort()
  await givenMany(['Zoé', 'émile', 'Fatou', 'Elise', 'أمينة', 'Ángel', 'abena'])
  const { names } = tableIn((await trainer.get(book)).text)
  expect(names).toEqual(['abena', 'Ángel', 'Elise', 'émile', 'Fatou', 'Zoé', 'أمينة'])
})

test('a cursor that is none shows the first page, and one behind everybody says so', async () => {
  const { trainer, book, givenMany } = await givenCohort()
  await givenMany(['Amina', 'Habib'])
  const place = { direction: 'after', rank: 0, folded: 'amina', id: newId() } as const
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const odd = [
    ...['x', '', '%F0%9F%92%A9', 'a'.repeat(5000), encoded(null), encoded({}), encoded([]), encoded(['name', 'after'])],
    ...[cursorOf('done', place), cursorOf('name', { ...place, id: 'me' }), cursorOf('name', { ...place, rank: 1.5 })],
    ...[cursorOf('name', { ...place, rank: 1e300 }), cursorOf('name', { ...place, folded: 'a\0' })],
    ...[cursorOf('name', { ...place, folded: '\ud800' }), encoded(['name', 'around', 0, 'a', newId()])],
  ]
  for (const cursor of odd) {
    const page = await trainer.get(`${book}?cursor=${cursor}`)
    expect([cursor, page.status, tableIn(page.text).names]).toEqual([cursor, 200, ['Amina', 'Habib']])
  }
  const behind = await trainer.get(`${book}?cursor=${cursorOf('name', { ...place, folded: 'zzz' })}`)
  expect(behind.words).toContain('Nobody is listed here any more. First page')
})

test('page, CSV and XLSX say the same, and a name is never a formula', async () => {
  const { app, trainer, book, givenMember, doLesson, take, clock } = await givenCohort()
  const formula = await givenMember('=HYPERLINK("http://evil.example";"Result")', '@Ministry, & "sons" <b>')
  const arabic = await givenMember('أمينة دَروي')
  await doLesson(arabic)
  await take(arabic, 'timed', 1)
  await take(arabic, 'before', 2)
  await take(formula, 'strict', 1)
  clock.set(new Date('2026-05-05T09:00:00Z'))
  await doLesson(formula)

  const page = tableIn((await trainer.get(book)).text)
  const csv = await trainer.get(`${book}.csv`)
  expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(csv.headers['content-disposition']).toMatch(/filename="deal-team-kandra-2026-gradebook-2026-05-05\.csv"/)
  expect(csv.text.startsWith('\ufeff"Name"') || csv.text.startsWith('\ufeffName')).toBe(true)
  const [headings = [], ...lines] = parse(csv.text, { bom: true }) as string[][]
  const { body: sheet, headers } = await fileOf(app, trainer, `${book}.xlsx`)
  expect(headers['content-disposition']).toMatch(/filename="deal-team-kandra-2026-gradebook-2026-05-05\.xlsx"/)
  const [named = [], ...rows] = await readSheet(sheet)
  expect(named).toEqual(headings)

  expect(page.names).toEqual(['=HYPERLINK("http://evil.example";"Result")', 'أمينة دَروي'])
  expect(rows.map(([name]) => name)).toEqual(page.names)
  expect(lines.map(([name]) => name)).toEqual([`'${page.names[0]}`, page.names[1]])
  expect(rows[0]?.[1]).toBe('@Ministry, & "sons" <b>')

  for (const [index, { cells }] of page.rows.entries()) {
    const line = lines[index] ?? []
    const row = rows[index] ?? []
    expect(row.slice(2).map(asCsv)).toEqual(line.slice(2))
    const told = (heading: string) => line[headings.indexOf(heading)] ?? ''
    const expected = page.headings.slice(1, -1).map((activity) => {
      const state = told(`${activity}: state`)
      const on = told(`${activity}: done on`)
      if (headings.includes(`${activity}: done on`))
        return on ? `${formatDate(on, 'en')}, ${state.replace(', late', ' late')}` : `– ${state}`
      const [score, max, attempts] = ['score', 'out of', 'attempts'].map((part) => told(`${activity}: ${part}`))
      if (attempts === '0') return `– ${state}`
      return `${score && `${score} of ${max} `}${state} ${attempts === '1' ? 'one attempt' : `${attempts} attempts`}`
    })
    expect(cells.slice(0, -1)).toEqual(expected)
    expect(cells.at(-1)).toContain(`${told('Activities done')} of ${told('of activities')}`)
  }
  const timed = named.indexOf('1.3 Timed quiz: score')
  expect(rows[1]?.slice(timed, timed + 4)).toEqual([9, 10, 'passed', 1])
  const lesson = named.findIndex((heading) => /^1\.2 .*: done on$/.test(String(heading)))
  expect(rows[1]?.[lesson]).toEqual(new Date('2026-03-02T00:00:00Z'))
  expect(lines[0]?.slice(lesson - 1, lesson + 1)).toEqual(['done, late', '2026-05-05'])
})

const asCsv = (value: unknown): string =>
  value instanceof Date ? value.toISOString().slice(0, 10) : value === null || value === undefined ? '' : String(value)

/** The bytes of a file, which a page's text would spoil. */
async function fileOf(app: FastifyInstance, trainer: Person, address: string, headers: Record<string, string> = {}) {
  const cookie = [...trainer.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await app.inject({ url: address, headers: { ...headers, cookie } })
  return { body: answer.rawPayload, headers: answer.headers }
}

test('a file has everyone once, however many there are, and is read from the database some hundreds at a time', async () => {
  const { app, trainer, book, db, clock, givenMany } = await givenCohort()
  const names = Array.from({ length: 1_020 }, (_, n) => `Person ${n % 7} of one name`)
  const [, ...others] = await givenMany(names)
  const done = { course: assessed, lesson: 'first', completed_at: clock.now() }
  const those = others.slice(500).map((learner_id) => ({ learner_id, ...done }))
  await db.insertInto('lesson_completions').values(those).execute()
  const { statements, stop } = recordStatements()
  const [, ...lines] = parse((await trainer.get(`${book}.csv?sort=done`)).text, { bom: true })
  stop()
  expect(lines.map(([name]) => name)).toEqual(names.toSorted())
  expect(statements.filter((text) => text.includes('matched')).length).toBe(3)
  const { body } = await fileOf(app, trainer, `${book}.xlsx`)
  expect((await readSheet(body)).slice(1).map(([name]) => name)).toEqual(names.toSorted())
  const packed = await fileOf(app, trainer, `${book}.csv`, { 'accept-encoding': 'gzip, br' })
  expect(packed.headers['content-encoding']).toBe('gzip')
  expect(parse(gunzipSync(packed.body), { bom: true })).toHaveLength(1_021)
})

test('who does not lead the cohort gets no gradebook and no file', async () => {
  const { book, programme, givenMember, givenTrainer } = await givenCohort()
  const member = await givenMember('Amina Darwe')
  await givenMember('Habib Larouze')
  const colleague = await givenTrainer(programme, 'Another Trainer')
  for (const person of [member, colleague])
    for (const address of [book, `${book}.csv`, `${book}.xlsx`]) {
      const answer = await person.get(address)
      expect([address, answer.status]).toEqual([address, 404])
      expect(answer.text).not.toContain('Habib')
    }
})

test('the page takes four statements at most, for three people as for a hundred', async () => {
  const { trainer, book, givenMany, clock } = await givenCohort()
  const count = async (question = '') => {
    clock.pass(6_000) // what the sessions remember is forgotten, so that theirs counts too
    const { statements, stop } = recordStatements()
    expect((await trainer.get(book + question)).status).toBe(200)
    stop()
    return statements.length
  }
  await givenMany(['One', 'Two', 'Three'])
  const few = await count()
  await givenMany(many)
  expect(few).toBeLessThanOrEqual(4)
  expect(await count()).toBe(few)
  expect(await count('?sort=done&activity=quiz-timed&standing=on_the_way')).toBe(few)
})

test('a cohort that nobody has joined says so, and its files have their headings', async () => {
  const { app, trainer, book } = await givenCohort()
  expect((await trainer.get(book)).words).toContain('Nobody has joined this cohort yet.')
  expect(parse((await trainer.get(`${book}.csv`)).text, { bom: true })).toHaveLength(1)
  expect(await readSheet((await fileOf(app, trainer, `${book}.xlsx`)).body)).toHaveLength(1)
})

test('who reads French gets French words, on the page and in the files', async () => {
  const { trainer, book, givenMember, doLesson } = await givenCohort()
  await doLesson(await givenMember('Amina Darwe'))
  trainer.cookies.set('lang', 'fr')
  const { rows } = tableIn((await trainer.get(book)).text)
  expect(rows[0]?.cells.slice(0, 2)).toEqual(['– pas commencé', '2 mars 2026, fait'])
  const [line] = parse((await trainer.get(`${book}.csv`)).text, { bom: true, columns: true })
  expect(line).toMatchObject({ Nom: 'Amina Darwe', '1.3 Timed quiz\u00a0: état': 'pas commencé' })
})

test('a ZIP file that is sent as it is made tells the size and the check sum of each of its files', async () => {
  const texts = { 'one.xml': ['<a>', 'é'.repeat(200_000), '</a>'], 'مجلد/two.xml': [] }
  const sent: Buffer[] = []
  const entries = Object.entries(texts).map(([name, chunks]) => ({ name, chunks }))
  for await (const bytes of zipStream(entries)) sent.push(bytes)
  const found = await new Promise((resolve, reject) => {
    const read: unknown[] = []
    yauzl.fromBuffer(Buffer.concat(sent), (error, zip) => {
      if (error) return reject(error)
      zip.on('entry', (entry) => read.push([entry.fileName, entry.uncompressedSize, entry.crc32]))
      zip.on('end', () => resolve(read))
      zip.on('error', reject)
    })
  })
  const told = Object.entries(texts).map(([name, chunks]) => [name, Buffer.from(chunks.join('')), chunks] as const)
  expect(found).toEqual(told.map(([name, bytes]) => [name, bytes.length, crc32(bytes)]))
})
