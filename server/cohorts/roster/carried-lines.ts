import { limits } from '../../platform/web/limits.ts'
import { columns } from './columns.ts'
import type { RosterLine } from './read-roster.ts'

// Nothing is stored before the trainer confirms, so the preview's form carries the list there and back.

/** The lines as one text for a hidden field. */
export const carry = (lines: readonly RosterLine[]): string =>
  JSON.stringify(lines.map((line) => [line.line, ...columns.map((column) => line[column])]))

/** The lines that a form brings back; empty for anything that our preview does not send. They are checked anew. */
export function readCarried(body: unknown): RosterLine[] {
  // A parsed form is an object; anything but one text is read as nothing.
  const rows = parsed((body as Record<string, unknown> | null)?.rows)
  if (!Array.isArray(rows) || rows.length > limits.tableLines) return []
  const lines = rows.map(lineOf)
  return lines.every((line) => line !== null) ? lines : []
}

function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : null
  } catch {
    return null
  }
}

function lineOf(row: unknown): RosterLine | null {
  if (!Array.isArray(row) || row.length !== columns.length + 1) return null
  const [line, ...cells] = row as unknown[]
  if (!Number.isSafeInteger(line)) return null
  const texts = cells.filter(
    (cell) => typeof cell === 'string' && cell.length <= limits.fieldCharacters && !cell.includes('\0'),
  )
  const [name, email, institution, country, language, sex] = texts as string[]
  if (texts.length !== columns.length) return null
  // All six are there: they were just counted.
  return { line, name, email, institution, country, language, sex } as RosterLine
}
