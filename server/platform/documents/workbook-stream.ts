import type { Readable } from 'node:stream'
import { type ZipEntry, zipStream } from './zip.ts'

/** A value of a file: a text, a number, a calendar day 'YYYY-MM-DD', or nothing. */
export type FileValue = string | number | { day: string } | null

/** `widths` of the first columns are in characters. */
export type Sheet = {
  name: string
  headings: readonly string[]
  widths: readonly number[]
  batches: AsyncIterable<readonly FileValue[][]> | Iterable<readonly FileValue[][]>
}

/**
 * Tables as an XLSX workbook (ECMA-376), a sheet each, sent batch after batch; the first row and column stay in sight.
 * A number is a number and a day a day; a text is a text whatever it begins with, since only `<f>` is a formula.
 *
 * By hand, because write-excel-file makes the whole sheet's XML before it packs it.
 */
export const workbookStream = (sheets: readonly Sheet[]): Readable =>
  zipStream([
    ...frame(sheets.map(({ name }) => name)),
    ...sheets.map((sheet, index) => ({ name: `xl/worksheets/sheet${index + 1}.xml`, chunks: sheetChunks(sheet) })),
  ])

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const related = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** Places in `cellXfs` below. */
const styles = { heading: 1, day: 2 } as const

function frame(names: readonly string[]): ZipEntry[] {
  const each = (write: (number: number, name: string) => string) =>
    names.map((name, index) => write(index + 1, name)).join('')
  const overrides = each(
    (n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${type}.worksheet+xml"/>`,
  )
  const sheets = each((n, name) => `<sheet name="${sheetName(name, n)}" sheetId="${n}" r:id="rId${n}"/>`)
  const targets = each(
    (n) => `<Relationship Id="rId${n}" Type="${related}/worksheet" Target="worksheets/sheet${n}.xml"/>`,
  )
  const files: [string, string][] = [
    [
      '[Content_Types].xml',
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>${overrides}<Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/></Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${related}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    ['xl/workbook.xml', `<workbook xmlns="${main}" xmlns:r="${related}"><sheets>${sheets}</sheets></workbook>`],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${relations}">${targets}<Relationship Id="rId${names.length + 1}" Type="${related}/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      'xl/styles.xml',
      `<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ],
  ]
  return files.map(([name, xml]) => ({ name, chunks: [declaration + xml] }))
}

/** Without what a sheet's name may not have, cut to what it may be, and never nothing. */
const sheetName = (name: string, number: number): string =>
  text([...name.replaceAll(/[\\/?*[\]:']/g, ' ').trim()].slice(0, 31).join('') || String(number))

async function* sheetChunks({ headings, widths, batches }: Sheet): AsyncGenerator<string> {
  const letters = headings.map((_, index) => lettersOf(index))
  const rowOf = (values: readonly FileValue[], number: number) =>
    `<row r="${number}">${values.map((value, index) => cell(value, `${letters[index]}${number}`)).join('')}</row>`
  const cols = widths.map(
    (width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  )
  const named = headings.map((heading, index) => inline(heading, `${letters[index]}1`, ` s="${styles.heading}"`))
  yield `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultColWidth="14" defaultRowHeight="15"/><cols>${cols.join('')}</cols><sheetData><row r="1">${named.join('')}</row>`
  let number = 1
  for await (const rows of batches) {
    yield rows
      .map((values) => {
        number += 1
        return rowOf(values, number)
      })
      .join('')
  }
  yield '</sheetData></worksheet>'
}

function cell(value: FileValue, at: string): string {
  if (value === null || value === '') return ''
  if (typeof value === 'string') return inline(value, at)
  if (typeof value === 'number') return `<c r="${at}"><v>${value}</v></c>`
  return `<c r="${at}" s="${styles.day}"><v>${serialOf(value.day)}</v></c>`
}

const inline = (value: string, at: string, style = '') =>
  `<c r="${at}" t="inlineStr"${style}><is><t xml:space="preserve">${text(value)}</t></is></c>`

/** Days since 30 December 1899, as Excel counts them; right from March 1900 on. */
const serialOf = (day: string): number => (Date.parse(`${day}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000

/** A to Z, AA, AB … */
const lettersOf = (index: number): string =>
  (index >= 26 ? lettersOf(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26))

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
/** Text in XML. Signs that XML cannot hold are left out, and what Excel would take for one of its own escapes is not. */
const text = (value: string): string =>
  value
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that must go.
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
    .replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign)
