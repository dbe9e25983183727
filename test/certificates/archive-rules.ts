import { createHash } from 'node:crypto'
import { readContent } from './content-rules.ts'
import { faultOfGlyph, fontsOf, readFace } from './font-rules.ts'
import { asDict, isDict, isRef, type PdfDict, type PdfObject, readObjects } from './pdf-objects.ts'
import { type Element, faultsOfTree, readTree } from './structure-rules.ts'

type File = ReturnType<typeof readObjects> & { catalog: PdfDict }

/**
 * What a file does that ISO 19005-3 (PDF/A-3a) or ISO 14289-1 (PDF/UA-1) forbids, as far as its objects tell: the rules
 * that touch a paper of ours, each with its clause. No judge of any file: it knows what PDFKit writes.
 */
export function faultsOf(bytes: Buffer): string[] {
  const file = readObjects(bytes)
  const read = { ...file, catalog: asDict(file.resolve(file.trailer.get('Root'))) }
  return [
    ...faultsOfFile(bytes, read),
    ...faultsOfObjects(read),
    ...faultsOfMetadata(read),
    ...faultsOfColours(read),
    ...faultsOfAttachments(read),
    ...faultsOfPages(read),
  ]
}

type Must = (holds: boolean, rule: string) => void
function rules(check: (must: Must) => void): string[] {
  const faults: string[] = []
  check((holds, rule) => void (holds || faults.push(rule)))
  return faults
}

const faultsOfFile = (bytes: Buffer, { trailer, catalog, resolve }: File) =>
  rules((must) => {
    must(/^%PDF-1\.[0-7]\n%[\x80-\xff]{4}/.test(bytes.toString('latin1', 0, 20)), 'A 6.1.2 the first two lines')
    must(/%%EOF\n?$/.test(bytes.toString('latin1', bytes.length - 10)), 'A 6.1.3 nothing after the end')
    must(Array.isArray(trailer.get('ID')), 'A 6.1.3 an identifier')
    must(!trailer.has('Encrypt'), 'A 6.1.3 not encrypted')
    for (const word of ['AA', 'OpenAction', 'OCProperties', 'Requirements', 'NeedsRendering'])
      must(!catalog.has(word), `A 6.5 and 6.11 no ${word}`)
    const names = resolve(catalog.get('Names'))
    if (isDict(names))
      for (const word of ['JavaScript', 'AlternatePresentations']) must(!names.has(word), `A 6.10 no ${word}`)
    must(asDict(resolve(catalog.get('MarkInfo'))).get('Marked') === true, 'UA 6.2 marked')
    must(/^[a-z]{2}(-[A-Z]{2})?$/.test(String(resolve(catalog.get('Lang')))), 'UA 7.2 a language')
    const form = resolve(catalog.get('AcroForm'))
    for (const word of ['NeedAppearances', 'XFA']) must(!isDict(form) || !form.has(word), `A 6.4 no ${word}`)
    const preferences = asDict(resolve(catalog.get('ViewerPreferences')))
    must(preferences.get('DisplayDocTitle') === true, 'UA 7.1 shows its title')
  })

const faultsOfObjects = ({ bodies, stream }: File) =>
  rules((must) => {
    const look = (value: PdfObject): void => {
      if (Buffer.isBuffer(value)) must(value.length < 32_768, 'A 6.1.13 no text too long')
      if (typeof value === 'number') must(Math.abs(value) < 2 ** 31, 'A 6.1.13 no number too large')
      if (Array.isArray(value)) value.forEach(look)
      if (!isDict(value)) return
      for (const word of ['JS', 'AA', 'PresSteps', 'Ref', 'OPI', 'SMask', 'FFilter', 'FDecodeParms', 'TR', 'HTO'])
        must(!value.has(word), `A 6.1 to 6.5 no ${word}`)
      if (stream(value) !== null) {
        must(
          [undefined, '/FlateDecode'].includes(value.get('Filter') as string | undefined),
          'A 6.1.7 how it is packed',
        )
        must(!value.has('F'), 'A 6.1.7 no stream elsewhere')
      }
      value.forEach(look)
    }
    for (const body of bodies.values()) look(body)
  })

const faultsOfMetadata = ({ catalog, trailer, resolve, stream }: File) =>
  rules((must) => {
    const metadata = resolve(catalog.get('Metadata'))
    must(isDict(metadata) && !metadata.has('Filter'), 'A 6.6.2 a description that is not packed')
    const xmp = stream(metadata)?.toString() ?? ''
    must(/^<\?xpacket begin="\ufeff" id="\w+"\?>/.test(xmp.trim()), 'A 6.6.2 the head of the description')
    const said = (name: string) => new RegExp(`<${name}>(?:\\s*<[^>]*>)*([^<]*)<`).exec(xmp)?.[1]?.trim()
    must(said('pdfaid:part') === '3' && said('pdfaid:conformance') === 'A', 'A 6.6.4 says what it is')
    must(said('pdfuaid:part') === '1', 'UA 5 says what it is')
    const described = [...xmp.matchAll(/<pdfaSchema:namespaceURI>([^<]*)</g)].map(([, name]) => name)
    const usual = /^http:\/\/(www\.w3\.org\/|purl\.org\/dc\/|ns\.adobe\.com\/|www\.aiim\.org\/pdfa\/ns\/)/
    for (const [, prefix, name = ''] of xmp.matchAll(/xmlns:(\w+)="([^"]*)"/g))
      must(prefix === 'x' || usual.test(name) || described.includes(name), `A 6.6.2.3 ${name} is described`)
    must((said('dc:title') ?? '') !== '', 'UA 7.1 a title')
    const info = asDict(resolve(trailer.get('Info')))
    const plain = (name: string) =>
      textOf(resolve(info.get(name)))
        ?.replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
    for (const [name, property] of Object.entries({
      Title: 'dc:title',
      Author: 'dc:creator',
      Subject: 'dc:description',
    }))
      must(plain(name)?.replaceAll('>', '&gt;') === said(property), `A 6.6.3 the two ${name}s agree`)
  })

const faultsOfColours = ({ catalog, resolve, stream }: File) =>
  rules((must) => {
    const intents = [resolve(catalog.get('OutputIntents'))].flat().map((intent) => asDict(resolve(intent)))
    must(intents.length === 1 && intents[0]?.get('S') === '/GTS_PDFA1', 'A 6.2.3 what colours are for')
    must((textOf(intents[0]?.get('OutputConditionIdentifier')) ?? '') !== '', 'A 6.2.3 the name of the colours')
    const profile = resolve(intents[0]?.get('DestOutputProfile'))
    const icc = stream(profile)?.toString('latin1') ?? ''
    must(isDict(profile) && profile.get('N') === 3, 'A 6.2.3 three colours')
    must(/^(mntr|prtr)RGB $/.test(icc.slice(12, 20)) && icc.charCodeAt(8) <= 4, 'A 6.2.3 a profile of red, green, blue')
  })

const faultsOfAttachments = ({ bodies, catalog, resolve, stream }: File) =>
  rules((must) => {
    const listed = [resolve(catalog.get('AF'))].flat().flatMap((one) => (isRef(one) ? [resolve(one)] : []))
    const files = [...bodies.values()].filter((one) => isDict(one)).filter((one) => one.has('EF'))
    for (const specification of files) {
      must(listed.includes(specification), 'A 6.8 the catalogue lists the file')
      for (const word of ['F', 'UF', 'Desc'])
        must(Boolean(textOf(specification.get(word))), `A 6.8 the file has ${word}`)
      const relation = String(specification.get('AFRelationship'))
      must(/^\/(Source|Data|Alternative|Supplement|Unspecified)$/.test(relation), 'A 6.8 how the file relates')
      const inside = asDict(resolve(asDict(specification.get('EF')).get('F')))
      must(/^\/[-\w+.]+#2F[-\w+.]+$/i.test(String(inside.get('Subtype'))), 'A 6.8 what kind of file')
      const [facts, bytes] = [asDict(inside.get('Params')), stream(inside) ?? Buffer.alloc(0)]
      must(/^D:\d{14}Z$/.test(textOf(facts.get('ModDate')) ?? ''), 'A 6.8 when the file was made')
      must(facts.get('Size') === bytes.length, 'the file is as long as it says')
      const sum = createHash('md5').update(bytes).digest()
      must(Buffer.isBuffer(facts.get('CheckSum')) && sum.equals(facts.get('CheckSum') as Buffer), 'the sum of the file')
    }
  })

const faultsOfPages = (file: File) =>
  rules((must) => {
    const { bodies, catalog, resolve, stream } = file
    const rootRef = catalog.get('StructTreeRoot')
    const root = asDict(resolve(rootRef))
    const { elements, faults } = readTree(root, isRef(rootRef) ? rootRef.ref : -1, resolve)
    for (const fault of [...faults, ...faultsOfTree(elements)]) must(false, `UA 7 ${fault}`)
    must(!root.has('RoleMap') && !root.has('ClassMap'), 'UA 7.1 no elements of its own')
    const parents = readParents(asDict(resolve(root.get('ParentTree'))))
    for (const [id, page] of bodies) {
      if (!isDict(page) || page.get('Type') !== '/Page') continue
      const { mcids, glyphs, faults } = readContent(stream(resolve(page.get('Contents')))?.toString('latin1') ?? '')
      for (const fault of faults) must(false, `UA 7.1 ${fault}`)
      const fonts = new Map(fontsOf(page, resolve))
      for (const [name, shown] of glyphs) {
        const face = readFace(fonts.get(name) ?? new Map(), file)
        for (const fault of [...face.faults, ...[...shown].map((glyph) => faultOfGlyph(face, glyph))])
          must(fault === null, `A 6.2.11 and UA 7.21 ${name}: ${fault}`)
      }
      const owners = parents.get(Number(page.get('StructParents')))
      for (const [mcid, tag] of mcids) {
        const own = elements.filter(({ contents }) => contents.some((one) => one.page === id && one.mcid === mcid))
        must(own.length === 1 && own[0]?.role === tag, `UA 7.1 the content ${mcid} stands in one ${tag}`)
        must(Array.isArray(owners) && isOwner(owners[mcid], own[0]), `UA 7.1 the content ${mcid} knows its element`)
      }
      const told = elements.flatMap(({ contents }) => contents.filter((one) => one.page === id))
      must(
        told.every(({ mcid }) => mcids.has(mcid)),
        'UA 7.1 no element names content that is not there',
      )
      const annotations = [resolve(page.get('Annots'))].flat().filter((one) => one !== null)
      must(annotations.length === 0 || page.get('Tabs') === '/S', 'UA 7.18.3 links in the order of the structure')
      for (const ref of annotations) faultsOfAnnotation(asDict(resolve(ref)), ref, must, { elements, parents, resolve })
    }
  })

type Tree = { elements: Element[]; parents: Map<number, PdfObject>; resolve: File['resolve'] }
function faultsOfAnnotation(one: PdfDict, ref: PdfObject, must: Must, { elements, parents, resolve }: Tree): void {
  must((Number(one.get('F')) & 0b100111) === 0b100, 'A 6.3.2 an annotation is printed and not hidden')
  const own = elements.find(({ objects }) => objects.some(({ object }) => isRef(ref) && object === ref.ref))
  must(isOwner(parents.get(Number(one.get('StructParent'))), own), 'UA 7.18 an annotation knows its element')
  if (one.get('Subtype') === '/Widget') {
    const sides = [resolve(one.get('Rect'))].flat().map(Number)
    must(sides[0] === sides[2] && sides[1] === sides[3], 'A 6.3.3 a field that no page shows')
    must(!one.has('A'), 'A 6.4.1 a field does nothing')
    must(Boolean(textOf(one.get('TU'))), 'UA 7.18.1 a field has words')
    must(own?.role === 'Form' && own.objects.length === 1, 'UA 7.18.4 a field stands in a Form of its own')
    return
  }
  must(one.get('Subtype') === '/Link', 'A 6.3.1 no annotation but links and fields')
  must(Boolean(textOf(one.get('Contents'))), 'UA 7.18.5 a link has words')
  const action = resolve(one.get('A'))
  must(isDict(action) && action.get('S') === '/URI', 'A 6.5.1 a link opens an address')
  must(own?.role === 'Link', 'UA 7.18.5 a link stands in a Link')
}

const isOwner = (ref: PdfObject | undefined, element: Element | undefined) => isRef(ref) && ref.ref === element?.id

function readParents(tree: PdfDict): Map<number, PdfObject> {
  const numbers = tree.get('Nums')
  if (!Array.isArray(numbers)) return new Map()
  return new Map(numbers.flatMap((one, at) => (at % 2 === 0 ? [[Number(one), numbers[at + 1] ?? null]] : [])))
}

/** A text as it is meant: in UTF-16 where it begins with its mark, letter for byte elsewhere. */
function textOf(value: PdfObject | undefined): string | null {
  if (!Buffer.isBuffer(value)) return null
  if (value[0] !== 0xfe || value[1] !== 0xff) return value.toString('latin1')
  return Buffer.from(value.subarray(2)).swap16().toString('utf16le')
}
