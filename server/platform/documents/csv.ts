import { stringify } from 'csv-stringify/sync'

export type CsvCell = string | number | boolean | Date | null

/**
 * A table as CSV text (RFC 4180: commas, CRLF, quotes where needed), header first.
 *
 * Spreadsheets run a cell that starts with a formula sign, so such a text gets an apostrophe in front; a number stays
 * a number, also a negative one. A `Date` is written as an ISO instant in UTC, a calendar date is a 'YYYY-MM-DD' text
 * already, `null` is an empty cell. With `bom`, Excel reads the file as UTF-8.
 *
 * Throws a RangeError for a row whose length differs from the header's, and for NaN, Infinity and an invalid date.
 */
export function toCsv(
  columns: readonly string[],
  rows: readonly (readonly CsvCell[])[],
  options: { bom?: boolean } = {},
): string {
  const odd = rows.findIndex((row) => row.length !== columns.length)
  if (odd >= 0) throw new RangeError(`CSV row ${odd + 1} has ${rows[odd]?.length} cells, the header ${columns.length}`)
  return stringify([columns, ...rows], {
    bom: options.bom ?? false,
    record_delimiter: '\r\n',
    escape_formulas: true,
    cast: {
      // csv-stringify leaves a line feed at the start alone, and some spreadsheets trim it.
      string: (text) => (text.startsWith('\n') ? `'${text}` : text),
      number: (value) => {
        if (!Number.isFinite(value)) throw new RangeError(`A CSV cell cannot hold ${value}`)
        return String(value)
      },
      boolean: (value) => String(value),
      date: (value) => value.toISOString(), // throws a RangeError of its own for an invalid date
    },
  })
}
