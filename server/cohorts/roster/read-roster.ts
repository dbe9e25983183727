import type { TableRow } from '../../platform/documents/table-file.ts'
import { limits } from '../../platform/web/limits.ts'
import type { Language } from '../../platform/words/languages.ts'
import { type Column, missingFrom, nameIn, type Places, placesIn, type RequiredColumn } from './columns.ts'
import { meansWomen } from './spoken.ts'

/** What a line of the list says, as it stands there. */
export type RosterLine = { line: number } & Record<Column, string>
export type Roster =
  | { ok: true; lines: RosterLine[] }
  | { ok: false; missing: RequiredColumn[] }
  | { ok: false; missing: null }

/** A title and a date may stand above the headings. */
const rowsAbove = 10

/**
 * The people of a list, from its headings on. Without a column of languages everybody's is `language`. `missing` names
 * the required columns that no row of headings has; it is null when there are headings and nothing below.
 */
export function readRoster(rows: readonly TableRow[], language: Language): Roster {
  const found = findHeadings(rows)
  const missing = missingFrom(found.places)
  if (missing.length > 0) return { ok: false, missing }
  const { places } = found
  const cell = ({ cells }: TableRow, column: Column) => unescaped(cells[places[column] ?? -1] ?? '')
  const people = rows.slice(found.index + 1)
  if (people.length === 0) return { ok: false, missing: null }
  const womenAreM = meansWomen(people.map((row) => cell(row, 'sex')))
  const lines = people.map((row) => ({
    line: row.line,
    name: unescaped(nameIn(row.cells, places)),
    email: cell(row, 'email'),
    institution: cell(row, 'institution'),
    country: cell(row, 'country'),
    language: cell(row, 'language') || language,
    sex: womenAreM && /^m$/i.test(cell(row, 'sex')) ? 'female' : cell(row, 'sex'),
  }))
  return { ok: true, lines }
}

function findHeadings(rows: readonly TableRow[]): { index: number; places: Places } {
  const candidates = rows.slice(0, rowsAbove).map((row, index) => ({ index, places: placesIn(row.cells) }))
  const size = ({ places }: { places: Places }) => Object.keys(places).length
  return candidates.reduce((best, one) => (size(one) > size(best) ? one : best), { index: 0, places: {} })
}

/** Our own tables put an apostrophe before a formula; what no honest cell reaches is cut off. */
const unescaped = (cell: string): string => cell.replace(/^'(?=[=+\-@])/, '').slice(0, limits.fieldCharacters)
