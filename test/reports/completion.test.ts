import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { recordStatements } from '../support/database.ts'
import { resultGivens } from '../support/results.ts'

const start = async () => {
  const app = await startApp()
  return { ...app, ...resultGivens(app) }
}

/** 134 officials of three countries, one of them a woman from Guinea; three did not say their sex. */
async function givenOneWomanOfGuinea(app: TestApp) {
  const { givenProgramme, givenCohort, givenOfficials, givenDonor } = resultGivens(app)
  const programme = await givenProgramme({ title_en: 'Côte & forêt: fair terms' })
  const cohort = await givenCohort(programme)
  await givenOfficials(cohort, 31, { country_code: 'GH', sex: 'female', certified: true })
  await givenOfficials(cohort, 20, { country_code: 'GH', sex: 'male', begun: false })
  await givenOfficials(cohort, 1, { country_code: 'GN', sex: 'female', completed: true })
  await givenOfficials(cohort, 22, { country_code: 'GN', sex: 'male', certified: true })
  await givenOfficials(cohort, 33, { country_code: 'SN', sex: 'female' })
  await givenOfficials(cohort, 24, { country_code: 'SN', sex: 'male', certified: true })
  await givenOfficials(cohort, 3, { country_code: 'SN', sex: 'undisclosed' })
  return { programme, donor: await givenDonor(programme) }
}

/** The tables of the page as texts: by caption, the rows with their first cell. */
function tablesIn(html: string): { caption: string; head: string[]; rows: string[][] }[] {
  const textOf = (cell: string) => cell.replaceAll(/<[^>]+>/g, '').trim()
  const cells = (row: string) =>
    [...row.matchAll(/<t[hd]\b[^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => textOf(cell))
  return [...html.matchAll(/<table>.*?<\/table>/gs)].map(([table]) => {
    const [head = [], ...rows] = [...table.matchAll(/<tr>.*?<\/tr>/gs)].map(([row]) => cells(row))
    return { caption: textOf(/<caption[^>]*>(.*?)<\/caption>/s.exec(table)?.[1] ?? ''), head, rows }
  })
}

type Row = Record<string, string>
const csvRows = (text: string): Row[] => parse(text, { columns: true })
const cellOf = (rows: Row[], country_code: string, sex: string, measure: string) =>
  rows.find((row) => row.country_code === country_code && row.sex === sex)?.[measure]

test('the page and the file agree in every cell', async () => {
  const app = await start()
  const { programme, donor } = await givenOneWomanOfGuinea(app)
  const rows = csvRows((await donor.get(`/reports/${programme}.csv`)).text)
  const codes: Record<string, string> = { Ghana: 'GH', Guinea: 'GN', Senegal: 'SN', All: 'all' }
  const sexOf: Record<string, string> = { Women: 'female', 'Men, or not said': 'male_or_undisclosed', All: 'all' }
  const tables = tablesIn((await donor.get(`/reports/${programme}`)).text)
  const compared = ['enrolled', 'active', 'completed', 'certified'].flatMap((measure, n) => {
    const { head = [], rows: shown = [] } = tables[n] ?? {}
    return shown.flatMap(([country = '', ...figures]) =>
      figures.map((figure, column) => ({
        page: /^\d+$/.test(figure) ? figure : 'hidden',
        file: cellOf(rows, codes[country] ?? '', sexOf[head[column + 1] ?? ''] ?? '', measure),
      })),
    )
  })
  expect(compared).toHaveLength(4 * 4 * 3)
  expect(compared.map(({ page }) => page)).toEqual(compared.map(({ file }) => file))
  expect(cellOf(rows, 'all', 'all', 'enrolled')).toBe('134')
})

test('the one woman of one country is hidden with the reason, and cannot be had by subtraction', async () => {
  const app = await start()
  const { programme, donor } = await givenOneWomanOfGuinea(app)
  const page = await donor.get(`/reports/${programme}`)
  const [enrolled] = tablesIn(page.text)
  const guinea = enrolled?.rows.find(([country]) => country === 'Guinea')
  expect(guinea).toEqual(['Guinea', 'fewer than 10', 'not shown', 'not shown'])
  expect(page.words).toContain('would let a small one be worked out')
  const rows = csvRows((await donor.get(`/reports/${programme}.csv`)).text)
  for (const measure of ['enrolled', 'active', 'completed', 'certified']) {
    const hidden = rows.filter((row) => row[measure] === 'hidden')
    expect(hidden).toContainEqual(expect.objectContaining({ country_code: 'GN', sex: 'female' }))
    for (const line of ['country_code', 'sex'])
      for (const { [line]: name } of hidden)
        expect(hidden.filter((row) => row[line] === name).length, `${measure} of ${name}`).toBeGreaterThan(1)
  }
})

test('a few who did not say their sex are counted with the men, ten or more have a column', async () => {
  const app = await start()
  const { programme, donor } = await givenOneWomanOfGuinea(app)
  const sexesOf = async () =>
    new Set(csvRows((await donor.get(`/reports/${programme}.csv`)).text).map(({ sex }) => sex))
  expect([...(await sexesOf())]).toEqual(['female', 'male_or_undisclosed', 'all'])
  await app.givenOfficials(await app.givenCohort(programme), 7, { country_code: 'SN', sex: 'undisclosed' })
  expect([...(await sexesOf())]).toEqual(['female', 'male', 'undisclosed', 'all'])
})

test('a donor of another programme is told that there is no such page', async () => {
  const app = await start()
  const { programme } = await givenOneWomanOfGuinea(app)
  const other = await app.givenDonor(await app.givenProgramme())
  expect((await other.get(`/reports/${programme}`)).status).toBe(404)
  expect((await other.get(`/reports/${programme}.csv`)).status).toBe(404)
  expect((await other.get('/reports')).text).not.toContain(programme)
})

test.each(['x', 'x.csv', '00000000-0000-0000-0000-000000000000', '%00', `${'f'.repeat(36)}.pdf`])(
  'the report %s is not there',
  async (name) => {
    const app = await start()
    const donor = await app.givenDonor(await app.givenProgramme())
    expect((await donor.get(`/reports/${name}`)).status).toBeOneOf([400, 404])
  },
)

test('a person in two cohorts of the programme counts once', async () => {
  const app = await start()
  const programme = await app.givenProgramme()
  const [first, second] = [await app.givenCohort(programme), await app.givenCohort(programme, 'another-course')]
  const people = await app.givenOfficials(first, 12, { country_code: 'GH', sex: 'male' })
  await app.join(second, people)
  await app.enrol(people, { certified: true }, 'another-course')
  const donor = await app.givenDonor(programme)
  const rows = csvRows((await donor.get(`/reports/${programme}.csv`)).text)
  expect(rows.find(({ country_code, sex }) => country_code === 'GH' && sex === 'all')).toMatchObject({
    enrolled: '12',
    active: '12',
    completed: '12',
    certified: '12',
  })
})

test('who joined but did not enrol, or takes another course, is not counted', async () => {
  const app = await start()
  const programme = await app.givenProgramme()
  const cohort = await app.givenCohort(programme, 'another-course')
  await app.givenOfficials(cohort, 12, { country_code: 'GH', sex: 'male' })
  const donor = await app.givenDonor(programme)
  expect((await donor.get(`/reports/${programme}`)).words).toContain('Nobody has enrolled yet')
})

test('who enrolled and did nothing is not active, who completed is', async () => {
  const app = await start()
  const programme = await app.givenProgramme()
  const cohort = await app.givenCohort(programme)
  await app.givenOfficials(cohort, 20, { country_code: 'GH', sex: 'male', begun: false })
  await app.givenOfficials(cohort, 15, { country_code: 'GH', sex: 'male' })
  await app.givenOfficials(cohort, 25, { country_code: 'GH', sex: 'male', completed: true })
  const donor = await app.givenDonor(programme)
  const rows = csvRows((await donor.get(`/reports/${programme}.csv`)).text)
  expect(cellOf(rows, 'GH', 'all', 'active')).toBe('40')
  expect(cellOf(rows, 'GH', 'all', 'completed')).toBe('25')
  expect((await donor.get(`/reports/${programme}`)).words).toContain('40 67% of the enrolled')
})

test('no name and no address stands in the page or the file', async () => {
  const app = await start()
  const { programme, donor } = await givenOneWomanOfGuinea(app)
  for (const address of [`/reports/${programme}`, `/reports/${programme}.csv`]) {
    const { text } = await donor.get(address)
    expect(text).not.toContain('Nobody Knows')
    expect(text).not.toContain('mines.example')
  }
})

test('the file has a name and no cell that a spreadsheet would run', async () => {
  const app = await start()
  const { programme, donor } = await givenOneWomanOfGuinea(app)
  const { headers, text } = await donor.get(`/reports/${programme}.csv`)
  expect(headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(headers['content-disposition']).toBe('attachment; filename="cote-foret-fair-terms-completion-2026-03-02.csv"')
  const table: string[][] = parse(text)
  expect(table[0]).toEqual(['as_of', 'country_code', 'country', 'sex', 'enrolled', 'active', 'completed', 'certified'])
  expect(table).toHaveLength(1 + 4 * 3)
  for (const cell of table.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/)
})

test('a French reader finds the programme, the countries and the reasons in French', async () => {
  const app = await start()
  const { programme, donor } = await givenOneWomanOfGuinea(app)
  const page = await donor.get(`/reports/${programme}?lang=fr`)
  expect(page.words).toContain('Des termes équitables')
  expect(page.words).toContain('134 agents publics de 3 pays se sont inscrits')
  expect(tablesIn(page.text)[0]?.rows.map(([country]) => country)).toEqual(['Ghana', 'Guinée', 'Sénégal', 'Total'])
  expect(page.words).toContain('moins de 10')
  expect(page.text).toContain('lang="fr"')
  expect((await donor.get(`/reports/${programme}.csv`)).text).toContain('Guinea')
})

test('a handful of people are not shown at all', async () => {
  const app = await start()
  const programme = await app.givenProgramme()
  await app.givenOfficials(await app.givenCohort(programme), 7, { country_code: 'GH', sex: 'male', certified: true })
  const donor = await app.givenDonor(programme)
  const page = await donor.get(`/reports/${programme}`)
  expect(page.words).toContain('How many officials have enrolled is not shown yet')
  expect(page.text).not.toContain('<svg height')
  const rows = csvRows((await donor.get(`/reports/${programme}.csv`)).text)
  expect(
    rows.flatMap(({ enrolled, active, completed, certified }) => [enrolled, active, completed, certified]),
  ).not.toContain('7')
})

test('the list names the donor’s programmes with their dates and who pays', async () => {
  const app = await start()
  const [first, second] = [await app.givenProgramme({ title_en: 'First' }), await app.givenProgramme()]
  await app.givenProgramme({ title_en: 'Not theirs' })
  const donor = await app.givenDonor(first, second)
  const page = await donor.get('/reports')
  expect(page.words).toContain('The 2 programmes you may read about')
  expect(page.words).toContain('First A fund for fair contracts 1 January 2026 to 31 December 2026')
  expect(page.text).toContain(`href="/reports/${second}"`)
  expect(page.words).not.toContain('Not theirs')
})

test('a donor whose programme is gone is told so kindly', async () => {
  const app = await start()
  const programme = await app.givenProgramme()
  const donor = await app.givenDonor(programme)
  await donor.get('/reports')
  await app.db.deleteFrom('programmes').where('id', '=', programme).execute()
  expect((await donor.get('/reports')).words).toContain('There is no programme for you to read about yet')
})

test('a learner finds no reports', async () => {
  const app = await start()
  expect((await (await app.givenPerson()).get('/reports')).status).toBe(404)
})

test('a report costs one statement for the programme and one for its figures', async () => {
  const app = await start()
  const { programme, donor } = await givenOneWomanOfGuinea(app)
  await donor.get('/reports') // the session is remembered from here on
  for (const address of [`/reports/${programme}`, `/reports/${programme}.csv`]) {
    const recording = recordStatements()
    await donor.get(address)
    recording.stop()
    expect(recording.statements).toHaveLength(2)
  }
})
