import { setImmediate } from 'node:timers/promises'
import { drawParagraph, layOut, type Paragraph, spokenAs } from './paragraph.ts'
import { colours, drawArtifact, drawRule, mm } from './pdf.ts'

type Pdf = PDFKit.PDFDocument
type Struct = PDFKit.PDFStructureElement

/** A column's heading and its width in points. */
export type TableColumn = { heading: string; width: number; align?: 'end' }

/** Where things are set: the left edge, the next line's top and the last line's end, in points; `next` begins a page. */
export type Flow = { left: number; y: number; bottom: number; next(): void }

const style = { size: 8.5, leading: 1.35, colour: colours.ink }
const gap = mm(2)
const air = mm(1.2)
/** Rows drawn in one go, before others have their turn: some milliseconds. */
const sliceSize = 5

/** A tagged table over as many pages as it takes, its head repeated on each. The first column of a row names it. */
export async function drawTable(
  pdf: Pdf,
  document: Struct,
  flow: Flow,
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
): Promise<void> {
  const table = pdf.struct('Table')
  document.add(table)
  const set = (texts: readonly string[], face: 'sans' | 'sans-bold'): Paragraph[] =>
    columns.map(({ width }, index) => layOut(pdf, [{ text: texts[index] ?? '', face }], style, width - gap))
  const head = set(
    columns.map(({ heading }) => heading),
    'sans-bold',
  )
  const width = columns.reduce((sum, column) => sum + column.width, 0)
  const heightOf = (cells: Paragraph[]) => Math.max(...cells.map(({ height }) => height)) + 2 * air

  const place = (cells: Paragraph[], draw: (cell: Paragraph, x: number, index: number) => void) => {
    let x = flow.left
    cells.forEach((cell, index) => {
      const column = columns[index]
      if (!column) return
      if (cell.lines.length > 0) draw(cell, column.align === 'end' ? x + column.width - gap - cell.width : x, index)
      x += column.width
    })
  }
  const endRow = (cells: Paragraph[], colour: string) => {
    flow.y += heightOf(cells)
    drawArtifact(pdf, () => drawRule(pdf, flow.left, flow.y, width, colour))
  }
  const drawHead = (again: boolean) => {
    if (again) drawArtifact(pdf, () => place(head, (cell, x) => drawParagraph(pdf, cell, x, flow.y + air)))
    else addRow(head, () => 'TH')
    endRow(head, colours.ink)
  }
  function addRow(cells: Paragraph[], tagOf: (index: number) => string) {
    const row = pdf.struct('TR')
    table.add(row)
    const top = flow.y + air
    const drawn = new Set<number>()
    place(cells, (cell, x, index) => {
      for (let empty = drawn.size; empty < index; empty += 1) addEmpty(row, tagOf(empty), drawn, empty)
      row.add(pdf.struct(tagOf(index), spokenAs(cell), [() => drawParagraph(pdf, cell, x, top)]))
      drawn.add(index)
    })
    for (let empty = drawn.size; empty < cells.length; empty += 1) addEmpty(row, tagOf(empty), drawn, empty)
    row.end()
  }
  const addEmpty = (row: Struct, tag: string, drawn: Set<number>, index: number) => {
    row.add(pdf.struct(tag, {}, []))
    drawn.add(index)
  }

  drawHead(false)
  for (const [index, texts] of rows.entries()) {
    const cells = set(texts, 'sans')
    if (flow.y + heightOf(cells) > flow.bottom) {
      flow.next()
      drawHead(true)
    }
    addRow(cells, (column) => (column === 0 ? 'TH' : 'TD'))
    endRow(cells, colours.line)
    if (index % sliceSize === sliceSize - 1) await setImmediate()
  }
  table.end()
}
