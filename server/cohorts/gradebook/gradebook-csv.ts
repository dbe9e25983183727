import { type CsvCell, toCsv } from '../../platform/documents/csv.ts'
import type { FileValue } from '../../platform/documents/workbook-stream.ts'

const cellIn = (value: FileValue): CsvCell => (typeof value === 'object' && value !== null ? value.day : value)

/** A table as CSV, batch after batch: UTF-8 with a mark for Excel, and no text that a spreadsheet would run. */
export async function* csvChunks(
  headings: readonly string[],
  batches: AsyncIterable<readonly FileValue[][]>,
): AsyncGenerator<string> {
  yield toCsv(headings, [], { bom: true })
  const heading = toCsv(headings, []).length
  for await (const rows of batches)
    yield toCsv(
      headings,
      rows.map((row) => row.map(cellIn)),
    ).slice(heading) // what is checked against its headings comes with them
}
