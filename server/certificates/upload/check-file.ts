import type { Db } from '../../platform/data/database.ts'
import { drawCertificate } from '../certificate-pdf.ts'
import { certificateWords } from '../certificate-words.ts'
import type { CredentialRecord } from '../record.ts'
import { type PublicRecord, publicRecord } from '../standing/public-record.ts'
import { findIssued } from '../standing/queries.ts'
import { readCode } from '../verification-code.ts'
import { type ComparedField, differingFields } from './compare-text.ts'
import type { PdfText } from './pdf-text.ts'
import { readPdfText } from './read-pdf-text.ts'

/**
 * `same_file`: byte by byte what we give out. `same_text`: every word is as issued, the file is not. `not_compared`: ours,
 * but its holder is erased and so is what to compare with. `not_ours`: no code of ours is in it, or one we never issued.
 */
export type FileAnswer =
  | ({ match: 'same_file' | 'same_text' | 'not_compared' } & { answer: PublicRecord })
  | { match: 'differs'; fields: (ComparedField | 'other')[]; answer: PublicRecord }
  | { match: 'not_ours'; code: string | null }
  | { match: 'unreadable' }

type Asked = { db: Db; publicUrl: string; now: Date }

/** What a file is that somebody holds for a certificate of ours. Nothing of it is kept. */
export async function checkFile(asked: Asked, file: Buffer): Promise<FileAnswer> {
  // The one place where other kinds of file would be told apart: a badge as JSON, PNG or SVG is not read yet.
  if (!file.subarray(0, 1024).includes('%PDF-')) return { match: 'unreadable' }
  const read = await readPdfText(file)
  return read ? comparePdf(asked, file, read) : { match: 'unreadable' }
}

async function comparePdf({ db, publicUrl, now }: Asked, file: Buffer, read: PdfText): Promise<FileAnswer> {
  const codes = codesIn(read)
  // The link first: whoever changes what is printed seldom thinks of where it leads.
  for (const code of codes.slice(0, mostCodes)) {
    const issued = await findIssued(db, code)
    if (!issued) continue
    const answer = publicRecord(issued, now)
    if (answer.holder_erased) return { match: 'not_compared', answer }
    const { record } = issued
    const ours = await drawIssued(record, publicUrl)
    if (ours.equals(file)) return { match: 'same_file', answer }
    const drawn = await readPdfText(ours)
    if (!drawn) throw new Error(`Our own file of ${code} could not be read`)
    const fields = differingFields(drawn.text, read.text, textsOf(record))
    const elsewhere = codes.some((other) => other !== code)
    if (elsewhere && !fields.includes('code')) fields.unshift('code')
    return fields.length > 0 ? { match: 'differs', fields, answer } : { match: 'same_text', answer }
  }
  return { match: 'not_ours', code: codes[0] ?? null }
}

/** As routes.ts gives it to the holder. */
const drawIssued = (record: CredentialRecord, publicUrl: string) =>
  drawCertificate(record, certificateWords(record), `${publicUrl}/verify/${record.code}`)

const mostCodes = 3
const codePattern = /TP-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]/g

/** The codes that a file names, each once: those of its links, then the printed ones. */
function codesIn({ links, text }: PdfText): string[] {
  const found = [...links, text.replaceAll(/\s/g, '')].flatMap((part) => part.match(codePattern) ?? [])
  const read = found.map(readCode).flatMap((one) => ('code' in one ? [one.code] : []))
  return [...new Set(read)]
}

/** Each field as it is printed. */
function textsOf(record: CredentialRecord) {
  const words = certificateWords(record)
  const { code, name, course_title: course, issuer } = record
  return {
    code,
    name,
    course,
    issued_on: words.issued.value,
    award: words.award.value,
    length: words.length.value,
    issuer,
  }
}
