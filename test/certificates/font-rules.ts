import { asDict, isDict, type PdfDict, type PdfObject, parse } from './pdf-objects.ts'

/** A font as the rules need it: what each code means, how wide it says it is, and how wide it is. */
type Face = { faults: string[]; unicode: Map<number, string>; widths: number[]; advances: number[] }
type Reader = { resolve(value: PdfObject | undefined): PdfObject; stream(value: PdfObject): Buffer | null }

/** Reads a composite font, and says what PDF/A-3 (6.2.11) and PDF/UA-1 (7.21) would not have. */
export function readFace(font: PdfDict, { resolve, stream }: Reader): Face {
  const name = String(font.get('BaseFont'))
  const faults: string[] = []
  const must = (holds: boolean, rule: string) => holds || faults.push(`${name}: ${rule}`)
  must(font.get('Subtype') === '/Type0' && font.get('Encoding') === '/Identity-H', 'a composite font with Identity-H')
  must(/^\/[A-Z]{6}\+/.test(name), 'the name of a subset')
  const [first] = font.get('DescendantFonts') as PdfObject[]
  const descendant = asDict(resolve(first))
  const descriptor = asDict(resolve(descendant.get('FontDescriptor')))
  must(descendant.get('BaseFont') === name && descriptor.get('FontName') === name, 'one name in all its parts')
  const trueType = descendant.get('Subtype') === '/CIDFontType2'
  must(!trueType || resolve(descendant.get('CIDToGIDMap')) === '/Identity', 'a map from codes to glyphs')
  const program = stream(resolve(descriptor.get('FontFile2')))
  must(program !== null, 'embedded')
  // A list of the glyphs that it has may be missing; where there is one, it would have to be right.
  must(!descriptor.has('CIDSet'), 'no list of glyphs')
  const map = stream(resolve(font.get('ToUnicode')))?.toString('latin1') ?? ''
  must(map.includes('/CMapName'), 'a map to Unicode')
  const [start, widths] = descendant.get('W') as [number, PdfObject[]]
  must(start === 0, 'widths from the first glyph on')
  return { faults, unicode: readMap(map), widths: widths.map(Number), advances: program ? readAdvances(program) : [] }
}

/** What a font may not say of a glyph that is shown. */
export function faultOfGlyph({ unicode, widths, advances }: Face, glyph: number): string | null {
  if (glyph === 0) return 'a glyph of none of its letters'
  const text = unicode.get(glyph) ?? ''
  if (text === '' || /[\0\ufeff\ufffe]/.test(text)) return `glyph ${glyph} means no letter`
  if (/\p{Co}/u.test(text)) return `glyph ${glyph} is a letter of private use`
  const [said, is] = [widths[glyph], advances[glyph]]
  if (said === undefined || is === undefined) return `glyph ${glyph} is not in the font`
  return Math.abs(said - is) <= 1 ? null : `glyph ${glyph} is ${is} wide, not ${said}`
}

function readMap(map: string): Map<number, string> {
  const unicode = new Map<number, string>()
  for (const [, from = '', list = ''] of map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> (\[[^\]]*\])/g)) {
    const { value } = parse(list, 0)
    if (!Array.isArray(value)) continue
    value.forEach((letters, index) => {
      const bytes = Buffer.isBuffer(letters) ? Buffer.from(letters) : Buffer.alloc(0)
      unicode.set(Number.parseInt(from, 16) + index, bytes.swap16().toString('utf16le'))
    })
  }
  return unicode
}

/** How far each glyph of a TrueType program advances, in thousandths of its size. */
function readAdvances(program: Buffer): number[] {
  const tables = Array.from({ length: program.readUInt16BE(4) }, (_, index) => 12 + index * 16)
  const at = (name: string) => {
    const entry = tables.find((table) => program.toString('latin1', table, table + 4) === name)
    if (entry === undefined) throw new Error(`The font has no ${name}`)
    return program.readUInt32BE(entry + 8)
  }
  const unitsPerEm = program.readUInt16BE(at('head') + 18)
  const [glyphs, metrics] = [program.readUInt16BE(at('maxp') + 4), program.readUInt16BE(at('hhea') + 34)]
  const start = at('hmtx')
  return Array.from({ length: glyphs }, (_, glyph) => {
    const units = program.readUInt16BE(start + Math.min(glyph, metrics - 1) * 4)
    return (units * 1000) / unitsPerEm
  })
}

/** The fonts of a page by the names its content has for them. */
export const fontsOf = (page: PdfDict, resolve: Reader['resolve']): [string, PdfDict][] => {
  const fonts = resolve(asDict(resolve(page.get('Resources'))).get('Font'))
  return isDict(fonts) ? [...fonts].map(([name, font]) => [name, asDict(resolve(font))]) : []
}
