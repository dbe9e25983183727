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

/** Puts a file into the document and lists it in the catalogue, where a reader's program shows it. */
export function attach(pdf: PDFKit.PDFDocument, attachment: Attachment, date: Date): void {
  const { name, mime: type, bytes, relationship, description } = attachment
  const options = { name, type, relationship, description, creationDate: date, modifiedDate: date }
  // The types leave out what PDF/A-3 asks for.
  pdf.file(bytes, options as PDFKit.Mixins.PDFAttachmentOptions)
}
