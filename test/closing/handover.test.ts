import { readSheet } from 'read-excel-file/node'
import { expect, test } from 'vitest'
import { readPdf, textsOf } from '../certificates/read-pdf.ts'
import { beforeTheTable } from '../support/cohorts.ts'
import type { Person } from '../support/givens.ts'
import { afterTheEnd, type ClosingGivens, givenClosing } from './closing-givens.ts'

/** The bytes of a file, which a page of text would not keep. */
async function fileOf({ app }: ClosingGivens, person: Person, address: string) {
  const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await app.app.inject({ url: address, headers: { cookie } })
  return { status: answer.statusCode, headers: answer.headers, body: answer.rawPayload }
}
const sheet = async (given: ClosingGivens, number: number | string = 1) =>
  (await readSheet((await fileOf(given, given.trainer, `${given.address}/handover.xlsx`)).body, number)).map((row) =>
    row.map((cell) => (cell instanceof Date ? cell.toISOString().slice(0, 10) : cell)),
  )
const pdfOf = async (given: ClosingGivens) =>
  readPdf((await fileOf(given, given.trainer, `${given.address}/handover.pdf`)).body)
const plain = (text: string) => text.replaceAll(/[\s\u00a0\u202f]+/g, ' ').trim()

async function givenCohort(given: ClosingGivens) {
  const { app, address, trainer } = given
  const holder = await given.givenEarner({ name: 'Amina Darwe' })
  await holder.post(`/courses/${beforeTheTable}/certificate`)
  await given.givenMember({ name: 'Kofi Mensah', institution: 'Ministry of Finance', country_code: 'GH' })
  await given.givenMember({ name: 'ⵜⵉⵏⵀⵉⵏⴰⵏ', institution: 'ⵜⴰⵎⴰⵡⴰⵙⵜ' })
  const day = { title: 'Day 1', held_on: '2026-03-02', from_time: '09:00', to_time: '16:30', place: 'Room 9' }
  const { location } = await trainer.post(`${address}/sessions`, day)
  await trainer.post(`${location}/attendance`, { present: holder.id, note: 'List signed at the door' })
  const off = await trainer.post(`${address}/sessions`, { ...day, title: 'Called off' })
  await trainer.post(`${off.location}/cancellation`)
  await app.db.updateTable('cohorts').set({ host_institution: 'Kandra School of Law', place: 'Kandra' }).execute()
  app.clock.set(afterTheEnd)
  const { code } = await app.db.selectFrom('credentials').select('code').executeTakeFirstOrThrow()
  return { code }
}

test('the workbook has the people, the days and the cohort, with real numbers and days', async () => {
  const given = await givenClosing()
  const { code } = await givenCohort(given)
  const { status, headers } = await fileOf(given, given.trainer, `${given.address}/handover.xlsx`)
  expect(status).toBe(200)
  expect(headers['content-disposition']).toBe('attachment; filename="deal-team-kandra-2026-handover-2026-04-11.xlsx"')
  const people = await sheet(given)
  expect(people[0]).toEqual([
    'No.',
    'Name',
    'Institution',
    'Country',
    'Sessions',
    'Completed on',
    'Score',
    'Out of',
    'Certificate',
    'Issued on',
  ])
  expect(people.slice(1)).toEqual([
    [1, 'Amina Darwe', 'Ministry of Mines', 'Liberia', 1, '2026-03-02', expect.any(Number), 12, code, '2026-03-02'],
    [2, 'Kofi Mensah', 'Ministry of Finance', 'Ghana', 0, null, null, null, null, null],
    [3, 'ⵜⵉⵏⵀⵉⵏⴰⵏ', 'ⵜⴰⵎⴰⵡⴰⵙⵜ', 'Liberia', 0, null, null, null, null, null],
  ])
  expect((await sheet(given, 2)).slice(1)).toEqual([['Day 1', '2026-03-02', 'Room 9', 1]])
  expect((await sheet(given, 3)).slice(1)).toEqual([
    ['Programme', 'Contracts that hold'],
    ['Funder', 'A fund for fair contracts'],
    ['Cohort', 'Deal team Kandra 2026'],
    ['Course', expect.stringContaining('Before the table')],
    ['Runs', '2 March 2026 to 10 April 2026'],
    ['Host institution', 'Kandra School of Law'],
    ['Place', 'Kandra'],
    ['Trainers', 'Joseph Okra'],
    ['People', '3 people'],
    ['Certificates issued', '1'],
    ['As it stood on', '2026-04-11'],
  ])
})

test('the paper says the same, is tagged, and names what it cannot print by its number in the workbook', async () => {
  const given = await givenClosing()
  const { code } = await givenCohort(given)
  const { pieces, source } = await pdfOf(given)
  expect(source).toContain('/MarkInfo')
  expect(source).toMatch(/\/Lang \(en\)/)
  expect(textsOf(pieces, 'H1').map(plain)).toEqual(['Handover: Deal team Kandra 2026'])
  expect(textsOf(pieces, 'H2').map(plain)).toEqual(['Sessions', 'People'])
  const cells = textsOf(pieces, 'TD').map(plain)
  const [, [, name, , , , , raw, max] = []] = await sheet(given)
  expect(textsOf(pieces, 'TH').map(plain)).toContain('Certificate')
  expect(cells).toEqual(
    expect.arrayContaining([name, 'Liberia', '2 March 2026', `${raw} of ${max}`, `${code} 2 March 2026`]),
  )
  expect(cells.filter((cell) => cell === '(see the XLSX file)')).toHaveLength(2)
  expect(textsOf(pieces, 'LBody').map(plain)).toContain('Kandra School of Law')
  expect(plain(pieces.map(({ text }) => text).join(' '))).toContain('Page 1 of 1')
})

test('a long list goes over pages, with the table’s head and the page’s number on each', async () => {
  const given = await givenClosing()
  await given.run(`insert into accounts (id, email, name, password_hash, country_code, institution, sex, language, consented_at, created_at)
    select gen_random_uuid(), 'p' || n || '@many.example', 'Person ' || lpad(n::text, 4, '0'), '', 'LR', 'Ministry', 'female', 'en', now(), now() from generate_series(1, 120) n`)
  await given.run(
    `insert into cohort_members select '${given.cohortId}', id, now() from accounts where email like '%@many.example'`,
  )
  const { pieces } = await pdfOf(given)
  const text = plain(pieces.map(({ text }) => text).join(' '))
  const pages = Number(/Page 1 of (\d+)/.exec(text)?.[1])
  expect(pages).toBeGreaterThan(2)
  expect(text).toContain(`Page ${pages} of ${pages}`)
  expect(text.match(/Completed on/g)).toHaveLength(pages)
  expect(text.match(/Person \d{4}/g)).toHaveLength(120)
})

test('a confidential cohort’s results are in neither file, and both say so', async () => {
  const given = await givenClosing()
  await givenCohort(given)
  await given.app.db.updateTable('cohorts').set({ confidential: true }).execute()
  expect((await sheet(given))[0]).toEqual([
    'No.',
    'Name',
    'Institution',
    'Country',
    'Sessions',
    'Completed on',
    'Certificate',
    'Issued on',
  ])
  expect((await sheet(given, 3)).at(-1)).toEqual(['Note', expect.stringContaining('confidential')])
  const text = plain((await pdfOf(given)).pieces.map(({ text }) => text).join(' '))
  expect(text).toContain('its results and exercises stay with its trainers')
  expect(text).not.toMatch(/Result|\d+ of 12/)
  expect((await given.page()).words).toContain('The cohort is confidential: no results are in the file.')
})

test('both are in the cohort’s language, whoever opens them', async () => {
  const given = await givenClosing()
  await givenCohort(given)
  await given.app.db.updateTable('cohorts').set({ language: 'fr', name: 'Équipe d’Ébolowa № 2' }).execute()
  expect((await sheet(given))[0]).toContain('Terminé le')
  const { pieces } = await pdfOf(given)
  expect(textsOf(pieces, 'H1').map(plain)).toEqual(['Remise : Équipe d’Ébolowa № 2'])
  const { headers } = await fileOf(given, given.trainer, `${given.address}/handover.pdf`)
  expect(headers['content-disposition']).toMatch(/filename="[a-z0-9.-]+\.pdf"/)
})

test('a cohort without anybody has files, too', async () => {
  const given = await givenClosing()
  expect(await sheet(given)).toHaveLength(1)
  expect(plain((await pdfOf(given)).pieces.map(({ text }) => text).join(' '))).toContain(
    'Nobody has joined this cohort.',
  )
})

test('who passed the quiz that counts and lacks something else has a result, and no certificate', async () => {
  const given = await givenClosing()
  await given.app.passQuiz(await given.givenMember({ name: 'Kofi Mensah' }), beforeTheTable, 'final')
  const [, kofi] = await sheet(given)
  expect(kofi?.slice(4)).toEqual([null, 12, 12, null, null])
})
