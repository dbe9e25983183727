import { Type } from 'typebox'
import { type ItemBase, type Text, textIn } from '../../catalogue/course.ts'
import { itemFields, textSchema } from '../../catalogue/schemas.ts'
import type { Language } from '../../platform/words/languages.ts'
import { formatNumber } from '../../platform/words/numbers.ts'
import { type ItemType, plainReview, type Response } from '../item-type.ts'
import { tableProblems } from './table-problems.ts'
import { formatKey, isNear, pickTolerance, type Tolerance } from './tolerance.ts'
import { storable } from './typed.ts'
import { mostDigits, readTyped, type TypedNumber } from './typed-number.ts'

/** A cell that is asked; one that is shown is its number. */
export type AskedCell = Tolerance & { id: string; key: number }
export type TableItem = ItemBase & {
  type: 'table'
  caption: Text
  unit?: Text
  /** The headings after the first column, which holds those of the rows. */
  columns: Text[]
  rows: { text: Text; cells: (number | AskedCell)[] }[]
}
type Headings = { caption: string; unit: string | null; columns: string[] }
export type ShownTable = Headings & {
  type: 'table'
  rows: { text: string; cells: (number | AskedCell)[] }[]
}
/** `label` names the field by its row and column. */
type AskedPrompt = TypedNumber & { id: string; label: string }
export type TablePrompt = Headings & {
  type: 'table'
  rows: { text: string; cells: ({ shown: string } | AskedPrompt)[] }[]
}

declare module '../../catalogue/course.ts' {
  interface Items {
    table: TableItem
  }
}

const strict = { additionalProperties: false }

/**
 * A table with cells to fill in, as one row of a cash flow. The response is what was typed into each asked cell, in
 * reading order; a cell left open is an empty text. Each right cell earns its share.
 */
export const table: ItemType<TableItem, ShownTable, TablePrompt> = {
  manual: `**table**, numbers to fill in. A number in \`cells\` is shown; a cell with an \`id\` is asked, and is right as a numeric
item is, by \`tolerance\`, \`relative_tolerance\` or \`significant_figures\`. Each right cell earns its share of the points.
\`columns\` are the headings after the first column, and every row has a cell for each:

    type: table
    caption: { en: Royalty of the mine }
    unit: { en: USD million }       # of all cells; may be left out
    columns: [{ en: Year 1 }, { en: Year 2 }]
    rows:
      - text: { en: Sales }
        cells: [120, 150]
      - text: { en: Royalty }
        cells: [6, { id: royalty-2, key: 7.5, tolerance: 0.05 }]
`,
  schema: Type.Object(
    {
      ...itemFields,
      type: Type.Literal('table'),
      caption: textSchema,
      unit: Type.Optional(textSchema),
      columns: Type.Array(textSchema, { minItems: 1 }),
      // A cell is checked in `problems`, where its mistakes can be named: of two shapes a schema knows only that
      // neither fits.
      rows: Type.Array(Type.Object({ text: textSchema, cells: Type.Array(Type.Unknown()) }, strict), { minItems: 1 }),
    },
    strict,
  ),
  problems: tableProblems,
  show: ({ caption, unit, columns, rows }, language) => ({
    type: 'table',
    caption: textIn(caption, language).text,
    unit: unit ? textIn(unit, language).text : null,
    columns: columns.map((column) => textIn(column, language).text),
    rows: rows.map(({ text, cells }) => ({
      text: textIn(text, language).text,
      cells: cells.map((cell) =>
        typeof cell === 'number' ? cell : { id: cell.id, key: cell.key, ...pickTolerance(cell) },
      ),
    })),
  }),
  prompt(item, response, language) {
    const { caption, unit, columns } = item
    const asked = new Map(readCells(item, response, language).map((own) => [own.cell.id, own]))
    const rows = item.rows.map(({ text, cells }) => ({
      text,
      cells: cells.map((cell) => {
        if (typeof cell === 'number') return { shown: formatNumber(cell, language) }
        const own = asked.get(cell.id)
        return { id: cell.id, label: own?.part ?? '', ...(own?.read ?? readTyped('', item.unit, language)) }
      }),
    }))
    return { type: 'table', caption, unit, columns, rows }
  },
  read(item, sent) {
    const typed = askedOf(item).map(({ cell }) => storable(sent.part(cell.id).trim(), mostDigits))
    return typed.some((text) => text !== '') ? typed : null
  },
  write: (item, response) =>
    Object.fromEntries(askedOf(item).map(({ cell }, index) => [cell.id, typedAt(response, index)])),
  key: (item, language) => askedOf(item).map(({ cell }) => formatKey(cell.key, cell, language)),
  inDoubt: (item, response, language) => readCells(item, response, language).some(({ read }) => read.unclear !== null),
  score(item, response, language) {
    const cells = readCells(item, response, language)
    return cells.length === 0 ? 0 : cells.filter(({ right }) => right).length / cells.length
  },
  review(item, response, language) {
    const parts = readCells(item, response, language).map(({ cell, part, read, right }) => ({
      part,
      given: read.typed || null,
      key: [formatKey(cell.key, cell, language), item.unit].filter((text) => text !== null).join(' '),
      right,
      understood: read.understood,
    }))
    const given = parts.flatMap((part) => part.given ?? [])
    return {
      ...plainReview(
        given,
        parts.map(({ key }) => key),
      ),
      parts,
    }
  },
  correct(item, response, language) {
    const stated = readCells(item, response, language)
    if (stated.some(({ read }) => read.understood === null)) return null
    const keys = new Map(stated.map(({ cell, read }) => [cell.id, read.understood]))
    const rows = item.rows.map(({ text, cells }) => ({
      text,
      cells: cells.map((cell) => (typeof cell === 'number' ? cell : { ...cell, key: keys.get(cell.id) ?? cell.key })),
    }))
    return { ...item, rows }
  },
}

/** The asked cells in reading order, each with its name: "Royalty, Year 2". */
const askedOf = ({ columns, rows }: ShownTable): { cell: AskedCell; part: string }[] =>
  rows.flatMap(({ text, cells }) =>
    cells.flatMap((cell, index) =>
      typeof cell === 'number' ? [] : [{ cell, part: `${text}, ${columns[index] ?? index + 1}` }],
    ),
  )

const typedAt = (response: Response | undefined, index: number): string =>
  Array.isArray(response) ? (response[index] ?? '') : ''

const readCells = (item: ShownTable, response: Response | undefined, language: Language) =>
  askedOf(item).map(({ cell, part }, index) => {
    const read = readTyped(typedAt(response, index), item.unit, language)
    return { cell, part, read, right: read.understood !== null && isNear(read.understood, cell.key, cell) }
  })
