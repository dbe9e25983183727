import { inflateSync } from 'node:zlib'

/** One piece of text as a reader of the file sees it: `x` to `end` and `y` in points from the bottom left corner. */
export type Piece = { tag: string; text: string; size: number; x: number; end: number; y: number }

type Font = { unicode: string[]; widths: number[] }

/** Reads back what PDFKit writes, and only that: plain objects, deflated streams, subset fonts with a ToUnicode map. */
export function readPdf(file: Buffer): { source: string; pieces: Piece[] } {
  const source = file.toString('latin1')
  const pages = [...source.matchAll(/\/Contents (\d+) 0 R/g)]
  const resources = [...source.matchAll(/\/(F\d+) (\d+) 0 R/g)]
  const fonts = new Map(resources.map(([, name = '', id = '']) => [name, readFont(source, id)]))
  return { source, pieces: pages.flatMap(([, id = '']) => readPieces(streamOf(source, id), fonts)) }
}

/** What stands in the elements with a tag, an entry for each element. */
export function textsOf(pieces: Piece[], tag: string): string[] {
  const texts: string[] = []
  let previous: string | undefined
  for (const piece of pieces) {
    const [name, content] = piece.tag.split(' ')
    if (name === tag && content === previous) texts.push((texts.pop() ?? '') + piece.text)
    else if (name === tag) texts.push(piece.text)
    previous = content
  }
  return texts
}

function objectOf(source: string, id: string): string {
  const start = source.indexOf(`\n${id} 0 obj\n`)
  return source.slice(start, source.indexOf('\nendobj', start))
}

function streamOf(source: string, id: string): string {
  const start = source.indexOf('stream\n', source.indexOf(`\n${id} 0 obj\n`)) + 'stream\n'.length
  return inflateSync(Buffer.from(source.slice(start, source.indexOf('\nendstream', start)), 'latin1')).toString(
    'latin1',
  )
}

function readFont(source: string, id: string): Font {
  const font = objectOf(source, id)
  const map = streamOf(source, font.match(/\/ToUnicode (\d+) 0 R/)?.[1] ?? '')
  const descendant = objectOf(source, font.match(/\/DescendantFonts \[(\d+) 0 R\]/)?.[1] ?? '')
  const letters = [...(map.match(/\[(.*)\]/s)?.[1] ?? '').matchAll(/<([^>]*)>/g)]
  return {
    unicode: letters.map(([, codes = '']) =>
      String.fromCharCode(...codes.split(' ').map((code) => Number.parseInt(code, 16))),
    ),
    widths: (descendant.match(/\/W \[0 \[(.*?)\]\]/s)?.[1] ?? '').split(/\s+/).map(Number),
  }
}

function readPieces(content: string, fonts: Map<string, Font>): Piece[] {
  const pieces: Piece[] = []
  let [tag, x, y, size] = ['', 0, 0, 0]
  let font: Font | undefined
  const flat = content.replaceAll('<<\n', '<< ').replaceAll('\n>>', ' >>')
  for (const line of flat.split('\n')) {
    const marked = line.match(/^\/(\w+) << \/MCID (\d+) >> BDC/)
    if (marked) tag = `${marked[1]} ${marked[2]}`
    const place = line.match(/^1 0 0 1 (\S+) (\S+) Tm/)
    if (place) [x, y] = [Number(place[1]), Number(place[2])]
    const chosen = line.match(/^\/(F\d+) (\S+) Tf/)
    if (chosen) [font, size] = [fonts.get(chosen[1] ?? ''), Number(chosen[2])]
    if (!line.endsWith('TJ') || font === undefined) continue
    const { unicode, widths } = font
    const glyphs = [...line.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, codes = '']) => codes.match(/.{4}/g) ?? [])
    const numbers = glyphs.map((code) => Number.parseInt(code, 16))
    const width = numbers.reduce((sum, glyph) => sum + (widths[glyph] ?? 0), 0)
    const text = numbers.map((glyph) => unicode[glyph] ?? '').join('')
    pieces.push({ tag, text, size, x, end: x + (width * size) / 1000, y })
  }
  return pieces
}
