import { buffer } from 'node:stream/consumers'
import { createPdf } from '../platform/documents/pdf.ts'
import { drawCertificatePage, drawTranscripts } from './certificate-pdf.ts'
import { certificateWords } from './certificate-words.ts'
import { checkedAt, type Seals } from './issued-file.ts'
import type { CredentialRecord } from './record.ts'

export type PrintOptions = {
  /** What the file is called, and of what course it is, in the language of who prints it. */
  title: string
  subject: string
  author: string
  language: string
  /** Written into the file in place of the time of drawing. */
  created: Date
  /** Whether each certificate is followed by its transcript. */
  transcripts: boolean
}

/** `add` and `end` give the bytes of the file that there are since the last of them: what is given is not kept. */
export type Print = { add(record: CredentialRecord): Buffer; end(): Promise<Buffer> }

/**
 * Many certificates in one document for a printer: each font once, an entry of the outline for each holder. It is tagged
 * like the single file, but neither signed nor with badges inside: whoever verifies needs the certificate's own file.
 */
export function openPrint(seals: Seals, { transcripts, ...options }: PrintOptions): Print {
  const pdf = createPdf({ ...options, layout: 'landscape', archive: true })
  const document = pdf.struct('Document')
  pdf.addStructure(document)
  let begun = false
  return {
    add(record) {
      const words = certificateWords(record)
      if (begun) pdf.addPage({ size: 'A4', layout: 'landscape', margin: 0 })
      begun = true
      pdf.outline.addItem(record.name)
      const section = pdf.struct('Sect', { title: record.name, lang: record.language })
      document.add(section)
      drawCertificatePage(pdf, section, { record, words }, checkedAt(record, seals))
      if (transcripts) drawTranscripts(pdf, section, { record, words })
      section.end()
      return (pdf.read() as Buffer | null) ?? Buffer.alloc(0)
    },
    end() {
      document.end()
      const rest = buffer(pdf)
      pdf.end()
      return rest
    },
  }
}
