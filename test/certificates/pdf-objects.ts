import { inflateSync } from 'node:zlib'

/** An object of a PDF file: a name as `/Name`, a string as its bytes, a reference as its number. */
export type PdfObject = number | boolean | null | string | Buffer | PdfRef | PdfObject[] | PdfDict
export type PdfRef = { ref: number }
export type PdfDict = Map<string, PdfObject>

/** The objects of a file that lists them openly, as PDFKit does: by number, with what their streams unpack to. */
export function readObjects(file: Buffer) {
  const source = file.toString('latin1')
  const bodies = new Map<number, PdfObject>()
  const streams = new Map<PdfObject, Buffer>()
  for (const { 1: id, index, 0: head } of source.matchAll(/(?<=\n)(\d+) 0 obj\n/g)) {
    const { value, end } = parse(source, index + head.length)
    bodies.set(Number(id), value)
    if (!isDict(value) || !/^\s*stream\n/.test(source.slice(end, end + 10))) continue
    const start = source.indexOf('stream\n', end) + 'stream\n'.length
    const bytes = file.subarray(start, source.indexOf('\nendstream', start + Number(value.get('Length'))))
    streams.set(value, value.get('Filter') === '/FlateDecode' ? inflateSync(bytes) : bytes)
  }
  const resolve = (value: PdfObject | undefined): PdfObject =>
    isRef(value) ? (bodies.get(value.ref) ?? null) : (value ?? null)
  const { value: trailer } = parse(source, source.lastIndexOf('trailer\n') + 'trailer\n'.length)
  return { bodies, trailer: asDict(trailer), resolve, stream: (value: PdfObject) => streams.get(value) ?? null }
}

export const isRef = (value: unknown): value is PdfRef => typeof value === 'object' && value !== null && 'ref' in value
export const isDict = (value: unknown): value is PdfDict => value instanceof Map
export function asDict(value: unknown): PdfDict {
  if (!isDict(value)) throw new Error('A dictionary was expected')
  return value
}

/** One object or operator of a page's content, and where it ends. */
export function parse(source: string, from: number): { value: PdfObject; end: number } {
  const at = from + (/^[\s\0]*/.exec(source.slice(from, from + 1_000))?.[0].length ?? 0)
  if (source.startsWith('<<', at)) {
    const { value, end } = parseUntil(source, at + 2, '>>')
    const entries = Array.from({ length: value.length / 2 }, (_, index): [string, PdfObject] => {
      const name = value[index * 2]
      return [typeof name === 'string' ? name.slice(1) : '', value[index * 2 + 1] ?? null]
    })
    return { value: new Map(entries), end }
  }
  if (source[at] === '[') return parseUntil(source, at + 1, ']')
  if (source[at] === '<') {
    const end = source.indexOf('>', at)
    return { value: Buffer.from(source.slice(at + 1, end).replaceAll(/\s/g, ''), 'hex'), end: end + 1 }
  }
  if (source[at] === '(') return parseText(source, at)
  const reference = /^(\d+) 0 R\b/.exec(source.slice(at, at + 20))
  if (reference) return { value: { ref: Number(reference[1]) }, end: at + reference[0].length }
  const word = /^\/?[^\s\0()<>[\]{}/%]*/.exec(source.slice(at, at + 200))?.[0] ?? ''
  return { value: readWord(word), end: at + Math.max(1, word.length) }
}

function readWord(word: string): PdfObject {
  if (/^[+-]?[\d.]+$/.test(word)) return Number(word)
  if (word === 'true' || word === 'false') return word === 'true'
  return word === 'null' ? null : word
}

function parseUntil(source: string, from: number, closing: string): { value: PdfObject[]; end: number } {
  const value: PdfObject[] = []
  for (let at = from; ; ) {
    while (/[\s\0]/.test(source[at] ?? '')) at += 1
    if (source.startsWith(closing, at)) return { value, end: at + closing.length }
    if (at >= source.length) throw new Error(`There is no ${closing}`)
    const one = parse(source, at)
    value.push(one.value)
    at = one.end
  }
}

function parseText(source: string, from: number): { value: Buffer; end: number } {
  const plain: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }
  let text = ''
  let depth = 0
  for (let at = from; at < source.length; at += 1) {
    const letter = source[at] ?? ''
    if (letter === '\\') {
      at += 1
      text += plain[source[at] ?? ''] ?? source[at] ?? ''
    } else {
      if (letter === '(') depth += 1
      if (letter === ')') depth -= 1
      if (depth === 0) return { value: Buffer.from(text.slice(1), 'latin1'), end: at + 1 }
      text += letter
    }
  }
  throw new Error('A text does not end')
}

/** A content stream as its operators, each with what stands before it. */
export function readOperators(content: string): { operator: string; operands: PdfObject[] }[] {
  const operators: { operator: string; operands: PdfObject[] }[] = []
  let operands: PdfObject[] = []
  for (let at = 0; at < content.length; ) {
    const { value, end } = parse(content, at)
    at = end
    if (typeof value === 'string' && value !== '' && !value.startsWith('/')) {
      operators.push({ operator: value, operands })
      operands = []
    } else if (value !== '') operands.push(value)
  }
  return operators
}
