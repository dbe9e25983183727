import { deflateSync } from 'node:zlib'
import { drawCertificate } from '../../server/certificates/certificate-pdf.ts'
import { certificateWords } from '../../server/certificates/certificate-words.ts'
import type { CredentialRecord } from '../../server/certificates/record.ts'
import { publicUrl } from '../support/app.ts'

/** The file as a forger with our fonts and our drawing would make it: every change is as well made as the original. */
export const forge = (record: CredentialRecord, changes: Partial<CredentialRecord>, linkTo = record.code) => {
  const forged = { ...record, ...changes }
  return drawCertificate(forged, certificateWords(forged), `${publicUrl}/verify/${linkTo}`)
}

/** A file of nothing but these objects, with a sound table of where each stands. */
export function pdfOf(objects: (string | Buffer)[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')]
  const places: number[] = []
  let length = parts[0]?.length ?? 0
  const add = (part: Buffer) => {
    parts.push(part)
    length += part.length
  }
  objects.forEach((object, index) => {
    places.push(length)
    add(Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]))
  })
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${rows}`
  add(Buffer.from(`${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`))
  return Buffer.concat(parts)
}

const stream = (content: Buffer, filters: string) =>
  Buffer.concat([
    Buffer.from(`<< /Length ${content.length} /Filter ${filters} >>\nstream\n`),
    content,
    Buffer.from('\nendstream'),
  ])

/** So many pages whose one content, packed twice, is so many megabytes of text. */
export function bomb(megabytes: number, pages = 1): Buffer {
  const content = deflateSync(deflateSync(Buffer.alloc(megabytes * 1024 ** 2, '(x) Tj\n'), { level: 1 }))
  const kids = Array.from({ length: pages }, (_, index) => `${index + 4} 0 R`).join(' ')
  const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 3 0 R /Resources << >> >>'
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages} >>`,
    stream(content, '[/FlateDecode /FlateDecode]'),
    ...Array.from({ length: pages }, () => page),
  ])
}

/** The same words in other bytes, as a program that saves a file anew leaves them. */
export const saveAnew = (file: Buffer): Buffer => Buffer.concat([file, Buffer.from('\n% saved anew\n')])
