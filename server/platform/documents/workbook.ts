import { readSheet } from 'read-excel-file/node'
import { limits } from '../web/limits.ts'
import type { TableFile, TableProblem } from './table-file.ts'
import { Overfull, unpackText } from './unpack-text.ts'
import { storedZip } from './zip.ts'

/**
 * The first sheet of an XLSX file. Only what was unpacked under our limits is read further: the reader is given a ZIP
 * file made anew from it, so a file with two faces shows it the one that was looked at.
 */
export async function rowsOfWorkbook(bytes: Buffer): Promise<TableFile> {
  try {
    const parts = (await unpackText(bytes)).map(({ name, text }) => ({ name, text: withoutEmptyCells(text) }))
    for (const { text } of parts) checkExtent(text)
    const rows = await readSheet(await storedZip(parts))
    return { ok: true, rows: rows.map((row, index) => ({ line: index + 1, cells: row.map(asText) })) }
  } catch (error) {
    // Whatever an odd file does to the unpacker and the reader, it is the file's fault: they only get these bytes.
    return { ok: false, problem: problemOf(error) }
  }
}

const problemOf = (error: unknown): TableProblem => ({
  kind: error instanceof Overfull ? 'overfull_workbook' : 'broken_workbook',
})

const asText = (cell: unknown): string =>
  cell === null || cell === undefined ? '' : cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell)

/** Spreadsheet programs write formatted cells and rows without content, down to the last row there can be. */
const withoutEmptyCells = (xml: string): string =>
  xml.replace(/<c\b[^>]*(?:\/>|>\s*<\/c>)/g, '').replace(/<row\b[^>]*(?:\/>|>\s*<\/row>)/g, '')

/** The reader fills the space between a sheet's first cell and its last with empty ones: there must be little of it. */
function checkExtent(xml: string): void {
  let [rows, columns] = [0, 0]
  for (const [, attributes = ''] of xml.matchAll(/<(?:\w+:)?(?:row|c)(?=\s)([^>]*)>/g)) {
    const [, place] = /\sr\s*=\s*["']([^"']*)["']/.exec(` ${attributes}`) ?? []
    if (place === undefined) continue
    const [, letters, number] = /^([A-Z]{0,3})([0-9]{1,7})$/.exec(place) ?? []
    if (letters === undefined || number === undefined) throw new Error('A cell stands at no place.')
    rows = Math.max(rows, Number(number))
    columns = Math.max(
      columns,
      [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0),
    )
  }
  if (rows * Math.max(columns, 1) > limits.workbookCells) throw new Overfull('The sheet spans too many cells.')
}
