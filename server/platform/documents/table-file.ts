import { limits } from '../web/limits.ts'
import { decodeText, rowsOfText } from './table-text.ts'
import { rowsOfWorkbook } from './workbook.ts'

/** One line of a table: the texts of its cells, trimmed, and where it begins in the file, counted from 1. */
export type TableRow = { line: number; cells: string[] }
/** Why a file gives no table. `older_workbook`: an XLS file, or a workbook with a password, which look alike. */
export type TableProblem =
  | { kind: 'empty' | 'no_table' | 'older_workbook' | 'broken_workbook' | 'overfull_workbook' }
  | { kind: 'open_quote'; line: number }
  | { kind: 'too_many_lines'; lines: number }
  | { kind: 'too_large' }
export type TableFile = { ok: true; rows: TableRow[] } | { ok: false; problem: TableProblem }

/**
 * The rows of a table as people have it: CSV with commas, semicolons or tabs, in UTF-8, UTF-16LE or Windows-1252, or
 * the first sheet of an XLSX workbook. What it is, its bytes say and not its name. Rows without any text are left out.
 * Holds to `limits.tableBytes` and, the heading not counted, `limits.tableLines`.
 */
export async function readTableFile(bytes: Buffer): Promise<TableFile> {
  if (bytes.length > limits.tableBytes) return { ok: false, problem: { kind: 'too_large' } }
  const read = await rowsOf(bytes)
  if (!read.ok) return read
  const rows = read.rows
    .map(({ line, cells }) => ({ line, cells: cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
  if (rows.length === 0) return { ok: false, problem: { kind: 'empty' } }
  const lines = rows.length - 1
  return lines > limits.tableLines ? { ok: false, problem: { kind: 'too_many_lines', lines } } : { ok: true, rows }
}

async function rowsOf(bytes: Buffer): Promise<TableFile> {
  const signature = bytes.subarray(0, 4).toString('hex')
  if (signature === '504b0304') return rowsOfWorkbook(bytes)
  if (signature === 'd0cf11e0') return { ok: false, problem: { kind: 'older_workbook' } }
  const text = decodeText(bytes)
  return text === null ? { ok: false, problem: { kind: 'no_table' } } : rowsOfText(text)
}
