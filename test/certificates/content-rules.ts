import { isDict, type PdfObject, readOperators } from './pdf-objects.ts'

/** What a page's content shows, and as what: in which elements, with which glyphs of which font. */
export type Shown = { mcids: Map<number, string>; glyphs: Map<string, Set<number>>; faults: string[] }

const paints = new Set(['f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'S', 's', 'sh', 'Do', 'EI', 'Tj', 'TJ', "'", '"'])
const known = new Set('q Q cm re m l c v y h W W* n w J j M d cs CS scn SCN BT ET Tm Td Tf BDC EMC'.split(' '))
type Mark = { tag: string; mcid: number | null }

/** Reads a content stream by PDF/UA-1 7.1 and 7.2 and PDF/A-3 6.2: all is tagged or decoration, in colours that it says. */
export function readContent(content: string): Shown {
  const faults = new Set<string>()
  const must = (holds: boolean, rule: string) => holds || faults.add(rule)
  const shown: Shown = { mcids: new Map(), glyphs: new Map(), faults: [] }
  const marks: Mark[] = []
  const fonts: string[] = []
  let font = ''
  for (const { operator, operands } of readOperators(content)) {
    must(paints.has(operator) || known.has(operator), `the operator ${operator} is one that we know`)
    if (operator === 'q') fonts.push(font)
    if (operator === 'Q') font = fonts.pop() ?? 'nothing that was kept'
    must(fonts.length <= 28, 'no more is kept than a reader can keep')
    if (operator === 'cs' || operator === 'CS') must(operands[0] === '/DeviceRGB', 'colours are of the profile’s kind')
    if (operator === 'Tf') font = String(operands[0]).slice(1)
    if (operator === 'BDC') marks.push(readMark(operands, marks, shown.mcids, must))
    if (operator === 'EMC') must(marks.pop() !== undefined, 'no mark ends that was not begun')
    if (!paints.has(operator)) continue
    const tagged = marks.some(({ mcid }) => mcid !== null)
    const artifact = marks.some(({ tag }) => tag === 'Artifact')
    must(tagged !== artifact, `${operator} is tagged or decoration, and not both`)
    for (const glyph of glyphsIn(operands)) shown.glyphs.set(font, (shown.glyphs.get(font) ?? new Set()).add(glyph))
  }
  must(marks.length === 0 && fonts.length === 0, 'all that is begun ends')
  return { ...shown, faults: [...faults] }
}

function readMark(
  [tag, properties]: PdfObject[],
  around: Mark[],
  mcids: Map<number, string>,
  must: (holds: boolean, rule: string) => unknown,
): Mark {
  const name = String(tag).slice(1)
  const mcid = isDict(properties) ? properties.get('MCID') : undefined
  if (typeof mcid !== 'number') return { tag: name, mcid: null }
  must(!mcids.has(mcid), `the content ${mcid} is one`)
  must(
    around.every((mark) => mark.mcid === null),
    'no tagged content stands in another',
  )
  mcids.set(mcid, name)
  return { tag: name, mcid }
}

/** The codes of two bytes in what is shown. */
const glyphsIn = (operands: PdfObject[]): number[] =>
  operands
    .flatMap((operand) => (Array.isArray(operand) ? operand : [operand]))
    .filter((part) => Buffer.isBuffer(part))
    .flatMap((bytes) => Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readUInt16BE(index * 2)))
