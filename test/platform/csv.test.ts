import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { toCsv } from '../../server/platform/documents/csv.ts'

test('a table is a header and rows, each ended by CRLF', () => {
  expect(toCsv(['country', 'enrolled'], [['Ghana', 12]])).toBe('country,enrolled\r\nGhana,12\r\n')
})

test('a table without rows is its header', () => {
  expect(toCsv(['country', 'enrolled'], [])).toBe('country,enrolled\r\n')
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠1', '-'])(
  'the text %j is not run as a formula',
  (text) => {
    expect(parse(toCsv(['note'], [[text]]))).toEqual([['note'], [`'${text}`]])
  },
)

test('a formula in a header is not run either', () => {
  expect(toCsv(['=1+1'], [])).toBe("'=1+1\r\n")
})

test.each([
  [-4.25, '-4.25'],
  [0, '0'],
  [-0, '0'],
  [1_234_567.8, '1234567.8'],
  [true, 'true'],
  [false, 'false'],
  [null, ''],
  ['2026-11-24', '2026-11-24'],
  [new Date('2026-11-24T14:05:00Z'), '2026-11-24T14:05:00.000Z'],
])('%j is written as %j', (cell, text) => {
  expect(toCsv(['x', 'y'], [[cell, 'end']])).toBe(`x,y\r\n${text},end\r\n`)
})

test('commas, quotes and line breaks come back as they were', () => {
  const row = ['Sow, Awa', 'the "mandate"', 'two\nlines', 'Côte d’Ivoire', 'وزارة', '  spaces  ']
  expect(parse(toCsv(['a', 'b', 'c', 'd', 'e', 'f'], [row]))[1]).toEqual(row)
})

test('the byte order mark is there when asked for', () => {
  expect(toCsv(['é'], [], { bom: true })).toBe('\uFEFFé\r\n')
})

test.each([Number.NaN, Number.POSITIVE_INFINITY, new Date('never')])('%s is refused', (cell) => {
  expect(() => toCsv(['x'], [[cell]])).toThrow(RangeError)
})

test('a row of another length is refused, and named', () => {
  expect(() => toCsv(['a', 'b'], [[1, 2], [1]])).toThrow('CSV row 2 has 1 cells, the header 2')
})
