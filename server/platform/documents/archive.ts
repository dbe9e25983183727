import { createHash } from 'node:crypto'

/**
 * Says that a PDF/A-3a file (see createPdf) is PDF/UA-1 too. PDF/A knows no property of PDF/UA, so the file itself has to
 * describe it; PDFKit can say either of the two, not both.
 */
export const accessibleToo = `
        <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
            <pdfuaid:part>1</pdfuaid:part>
        </rdf:Description>
        <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
            <pdfaExtension:schemas>
                <rdf:Bag>
                    <rdf:li rdf:parseType="Resource">
                        <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
                        <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
                        <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
                        <pdfaSchema:property>
                            <rdf:Seq>
                                <rdf:li rdf:parseType="Resource">
                                    <pdfaProperty:name>part</pdfaProperty:name>
                                    <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
                                    <pdfaProperty:category>internal</pdfaProperty:category>
                                    <pdfaProperty:description>The part of ISO 14289 that the file keeps to</pdfaProperty:description>
                                </rdf:li>
                            </rdf:Seq>
                        </pdfaSchema:property>
                    </rdf:li>
                </rdf:Bag>
            </pdfaExtension:schemas>
        </rdf:Description>
        `

/** A file inside the file, which says the same to a program: how it relates to the paper in PDF/A's terms. */
export type Attachment = {
  name: string
  mime: string
  bytes: Buffer
  relationship: 'Source' | 'Data' | 'Alternative' | 'Supplement'
  /** What it is, in the language of the paper. */
  description: string
}

/** What PDFKit keeps and its types do not show. */
type Inside = {
  ref(data: object): { data: object; end(bytes?: Buffer): void }
  addNamedEmbeddedFile(name: string, specification: object): void
  _root: { data: { AF?: object[] } }
}

/**
 * Puts a file into the document and lists it in the catalogue, where a reader's program shows it. PDFKit can do so too,
 * but writes the file's MD5 sum as 32 letters where ISO 32000 (table 46) has its 16 bytes.
 */
export function attach(pdf: PDFKit.PDFDocument, attachment: Attachment, date: Date): void {
  const { name, mime, bytes, relationship, description } = attachment
  const inside = pdf as unknown as Inside
  const CheckSum = createHash('md5').update(bytes).digest()
  const Params = { Size: bytes.length, CheckSum, CreationDate: date, ModDate: date }
  const file = inside.ref({ Type: 'EmbeddedFile', Subtype: mime.replace('/', '#2F'), Params })
  file.end(bytes)
  // PDFKit writes String objects as text and plain strings as names.
  const [F, UF, Desc] = [Object(name), Object(name), Object(description)]
  const specification = inside.ref({ Type: 'Filespec', AFRelationship: relationship, F, UF, Desc, EF: { F: file } })
  specification.end()
  inside.addNamedEmbeddedFile(name, specification)
  const { data } = inside._root
  data.AF = [...(data.AF ?? []), specification]
}
