import { expect, test } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import { readTableFile } from '../../server/platform/documents/table-file.ts'
import { zipOf } from '../support/zip.ts'

const rowsOf = async (bytes: Buffer) => {
  const read = await readTableFile(bytes)
  return read.ok ? read.rows.map(({ line, cells }) => [line, ...cells]) : read.problem
}
const text = (content: string) => Buffer.from(content)
const workbook = async (rows: (string | number | null)[][]): Promise<Buffer> =>
  writeXlsxFile(rows.map((row) => row.map((value) => (value === null ? null : { value })))).toBuffer()

test.each([
  ['commas', text('Name,E-mail\nAma,a@b.example')],
  ['semicolons', text('Name;E-mail\r\nAma;a@b.example\r\n')],
  ['tabs', text('Name\tE-mail\rAma\ta@b.example\r')],
  ['a byte order mark', text('\ufeffName;E-mail\nAma;a@b.example')],
  ['UTF-16', Buffer.from('\ufeffName\tE-mail\r\nAma\ta@b.example', 'utf16le')],
  ['quotes', text('"Name","E-mail"\n"Ama","a@b.example"')],
])('a table with %s is read', async (_, bytes) => {
  expect(await rowsOf(bytes)).toEqual([
    [1, 'Name', 'E-mail'],
    [2, 'Ama', 'a@b.example'],
  ])
})

test('what is no UTF-8 is Windows-1252', async () => {
  expect(await rowsOf(Buffer.from('Pr\xe9nom;Nom\nC\x9cur;d\x92Ivoire', 'latin1'))).toEqual([
    [1, 'Prénom', 'Nom'],
    [2, 'Cœur', 'd’Ivoire'],
  ])
  expect(await rowsOf(text('Prénom;Nom\nCœur;d’Ivoire'))).toEqual([
    [1, 'Prénom', 'Nom'],
    [2, 'Cœur', 'd’Ivoire'],
  ])
})

test('a line is counted where it begins in the file, past empty ones and through breaks in quotes', async () => {
  const file = 'Name;Office\r\n\r\n"Okra,\r\nJoseph";Mines\r\n;;\r\n  \r\nAma;Land\r\n'
  expect(await rowsOf(text(file))).toEqual([
    [1, 'Name', 'Office'],
    [3, 'Okra,\nJoseph', 'Mines'],
    [7, 'Ama', 'Land'],
  ])
})

test('the sign that separates is the one that every line has, not the one that some names have', async () => {
  const file = 'Name;Office\n"Okra, Joseph, Dr";Mines, Energy, Water\nAma;Land, Forests'
  expect(await rowsOf(text(file))).toEqual([
    [1, 'Name', 'Office'],
    [2, 'Okra, Joseph, Dr', 'Mines, Energy, Water'],
    [3, 'Ama', 'Land, Forests'],
  ])
})

test('a quotation mark within a name is part of it, and one that never closes is named with its line', async () => {
  expect(await rowsOf(text('Name,Office\nJoseph "Joe" Okra,Mines'))).toEqual([
    [1, 'Name', 'Office'],
    [2, 'Joseph "Joe" Okra', 'Mines'],
  ])
  expect(await rowsOf(text('Name,Office\nAma,Land\n"Joe,Mines\nEve,Land'))).toEqual({ kind: 'open_quote', line: 3 })
})

test('the first sheet of a workbook is read with its lines, formulas that are texts stay texts', async () => {
  const bytes = await workbook([['Name', 'E-mail'], [], ['=1+1', 'a@b.example'], ['Zoë', 17]])
  expect(await rowsOf(bytes)).toEqual([
    [1, 'Name', 'E-mail'],
    [3, '=1+1', 'a@b.example'],
    [4, 'Zoë', '17'],
  ])
})

test.each([
  ['nothing', Buffer.alloc(0), 'empty'],
  ['blanks', text(' \n;;\n'), 'empty'],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'no_table'],
  ['another picture', Buffer.from('ffd8ffe000104a46494600010100', 'hex'), 'no_table'],
  ['a NUL in a text', text('Name;E-mail\nA\0;b'), 'no_table'],
  ['an older workbook, or a locked one', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'older_workbook'],
  ['a ZIP file of something else', zipOf([{ name: 'photo.txt', content: 'x' }]), 'broken_workbook'],
  ['the beginning of a workbook', Buffer.from('504b0304140000', 'hex'), 'broken_workbook'],
  ['more than 2 MB', Buffer.alloc(2 * 1024 * 1024 + 1, 'a'), 'too_large'],
])('%s is answered with what it is', async (_, bytes, kind) => {
  expect(await readTableFile(bytes)).toEqual({ ok: false, problem: { kind } })
})

test('2,000 lines are read and 20,000 are not', async () => {
  const lines = (n: number) => text(`Name,E-mail\n${'Ama,a@b.example\n'.repeat(n)}`)
  expect(await rowsOf(lines(2_000))).toHaveLength(2_001)
  expect(await rowsOf(lines(20_000))).toEqual({ kind: 'too_many_lines', lines: 20_000 })
})

const sheet = (rows: string) => ({
  name: 'xl/worksheets/sheet1.xml',
  content: `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
})
const frame = [
  {
    name: 'xl/workbook.xml',
    content:
      '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
  },
  {
    name: 'xl/_rels/workbook.xml.rels',
    content:
      '<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
  },
]
const cell = (place: string, value: string) => `<c r="${place}" t="inlineStr"><is><t>${value}</t></is></c>`

test('the least that a workbook can be is read, and formatted cells without content are no lines', async () => {
  const rows = `<row r="1">${cell('A1', 'Name')}<c r="XFD1" s="1"/></row><row r="1048576"><c r="A1048576"></c></row>`
  expect(await rowsOf(zipOf([...frame, sheet(rows)]))).toEqual([[1, 'Name']])
})

test.each([
  ['a bomb that unpacks to more than 20 MB', [sheet(' '.repeat(21 * 1024 * 1024))]],
  ['more than 200 parts', Array.from({ length: 201 }, (_, n) => ({ name: `${n}.xml`, content: 'x' }))],
  ['a ZIP file within', [...frame, sheet(''), { name: 'xl/embeddings/inner.zip', content: 'PK' }]],
  ['a locked part', [...frame, { ...sheet(''), flags: 1 }]],
  [
    'a cell at the far end of the sheet',
    [...frame, sheet(`<row r="1">${cell('XFD1', 'x')}</row><row r="900000">${cell('A900000', 'x')}</row>`)],
  ],
])('a workbook with %s is not opened', async (_, parts) => {
  const bytes = zipOf(parts)
  expect(bytes.length).toBeLessThan(200_000)
  expect(await rowsOf(bytes)).toEqual({ kind: 'overfull_workbook' })
})

test('a part that is longer than it says is not unpacked', async () => {
  const bytes = zipOf([...frame, { ...sheet(' '.repeat(1024 * 1024)), declared: 100 }])
  expect(await rowsOf(bytes)).toEqual({ kind: 'broken_workbook' })
})

test('what only a second face of the file shows is not read', async () => {
  const shown = `<row r="1">${cell('A1', 'Name')}</row>`
  const hidden = zipOf([sheet('<row r="1"></row>'.repeat(10))]).subarray(0, 200)
  expect(await rowsOf(zipOf([...frame, sheet(shown)], hidden))).toEqual([[1, 'Name']])
})

test('a row number that no sheet has is not counted up to', async () => {
  expect(await rowsOf(zipOf([...frame, sheet(`<row r="99999999999">${cell('A1', 'x')}</row>`)]))).toEqual({
    kind: 'broken_workbook',
  })
})
