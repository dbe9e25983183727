import type { DocumentKey } from './document-key.ts'

type Struct = PDFKit.PDFStructureElement
/** `description` is what a reader's program says of the field, in the document's language. */
export type Signer = { documentKey: DocumentKey; name: string; description: string; date: Date }

/** As long as any number that will stand there. */
const longest = 9_999_999_999
const rangePlace = `[0 ${longest} ${longest} ${longest}]`
/** What a signature holds beside its certificate. */
const restOfSignature = 1_400

/** What PDFKit keeps and its types do not show. */
type Inside = { _root: { data: Record<string, unknown> }; page: { annotations: unknown[]; dictionary: unknown } }

/** Leaves room for a signature that no page shows, on the page that is open. Before the document ends; then signPdf. */
export function reserveSignature(pdf: PDFKit.PDFDocument, parent: Struct, signer: Signer): void {
  const { documentKey, name, description, date } = signer
  const signature = pdf.ref({
    Type: 'Sig',
    Filter: 'Adobe.PPKLite',
    SubFilter: 'ETSI.CAdES.detached',
    Name: Object(name), // PDFKit writes String objects as text and plain strings as names
    M: date,
    ByteRange: [0, longest, longest, longest],
    Contents: new Uint8Array(documentKey.certificate.raw.length + restOfSignature),
  })
  signature.end(undefined as never)
  const { _root, page } = pdf as unknown as Inside
  const form = pdf.struct('Form')
  parent.add(form)
  pdf.annotate(0, 0, 0, 0, {
    Subtype: 'Widget',
    FT: 'Sig',
    T: Object('Signature'),
    TU: Object(description),
    F: 132, // printed, and locked
    V: signature,
    P: page.dictionary,
    structParent: form,
  } as never)
  form.end()
  const fields = pdf.ref({ Fields: page.annotations.slice(-1), SigFlags: 3 }) // there are signatures; only ever add to it
  fields.end(undefined as never)
  _root.data.AcroForm = fields
}

/** Where the place is in a file: the range and its length, and the signature from its opening to its closing bracket. */
export function reserved(file: Buffer): { rangeAt: number; range: number; from: number; to: number } {
  const head = `/ByteRange ${rangePlace}\n/Contents `
  const at = file.lastIndexOf(head)
  if (at < 0) throw new Error('The document has no place for a signature')
  const from = at + head.length
  return { rangeAt: at + '/ByteRange '.length, range: rangePlace.length, from, to: file.indexOf('>', from) + 1 }
}
