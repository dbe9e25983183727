import { CsvError, parse } from 'csv-parse/sync'
import type { TableFile, TableRow } from './table-file.ts'

// What no table has and every picture has: control characters other than tabs and breaks, and what is no character.
const noText = /[^\P{Cc}\t\n\v\f\r\u0085]|[\ufffe\uffff]/u

/** The text of a file in UTF-8, UTF-16LE with its mark, or else Windows-1252. Null for what is no text. */
export function decodeText(bytes: Buffer): string | null {
  const text = decode(bytes)
  return text === null || noText.test(text) ? null : text
}

function decode(bytes: Buffer): string | null {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe
  if (wide) return decodeAs('utf-16le', bytes)
  return decodeAs('utf-8', bytes) ?? decodeAs('windows-1252', bytes)
}

/** Without the byte order mark, which a decoder takes away. */
function decodeAs(encoding: string, bytes: Buffer): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

const delimiters = ['\t', ';', ','] as const
const linesLookedAt = 10

/** The sign that separates the cells: the one that most lines at the start have most of, outside quotes. */
export function delimiterOf(text: string): string {
  const lines: Record<string, number>[] = []
  let line: Record<string, number> = {}
  let quoted = false
  let filled = false
  for (const sign of text.slice(0, 50_000)) {
    if (sign === '"') quoted = !quoted
    if (sign === '\n' && !quoted) {
      if (filled) lines.push(line)
      if (lines.length === linesLookedAt) break
      line = {}
      filled = false
      continue
    }
    if (sign !== ' ') filled = true
    if (!quoted) line[sign] = (line[sign] ?? 0) + 1
  }
  if (filled && lines.length < linesLookedAt) lines.push(line)
  const usual = (delimiter: string) => {
    const counts = lines.map((one) => one[delimiter] ?? 0).sort((a, b) => a - b)
    return counts[Math.floor(counts.length / 2)] ?? 0
  }
  return delimiters.reduce((best, one) => (usual(one) > usual(best) ? one : best))
}

export function rowsOfText(text: string): TableFile {
  const plain = text.replace(/\r\n?/g, '\n') // the parser counts lines right only when they end alike
  const rows: TableRow[] = []
  let line = 1
  try {
    parse(plain, {
      delimiter: delimiterOf(plain),
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
      on_record: (cells: string[], { lines }) => {
        rows.push({ line, cells })
        line = lines + 1
        return null // kept here, with its line
      },
    })
    return { ok: true, rows }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return { ok: false, problem: { kind: 'open_quote', line } }
  }
}
