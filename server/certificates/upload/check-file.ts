import { readScan, readToken } from '../../../public/js/read-token.js'
import type { Db } from '../../platform/data/database.ts'
import { isSignedBy } from '../../platform/documents/sign-pdf.ts'
import { verifyBadge } from '../badge/verify-badge.ts'
import { drawCertificate } from '../certificate-pdf.ts'
import { certificateWords } from '../certificate-words.ts'
import type { Seals } from '../issued-file.ts'
import type { CredentialRecord } from '../record.ts'
import { type PublicRecord, publicRecord } from '../standing/public-record.ts'
import { findIssued } from '../standing/queries.ts'
import { readCode } from '../verification-code.ts'
import { type BadgeField, differingInBadge } from './compare-badge.ts'
import { type CodeField, differingInCode } from './compare-code.ts'
import { differingFields } from './compare-text.ts'
import type { PdfText } from './pdf-text.ts'
import { pictureIn } from './picture.ts'
import { readPdfText } from './read-pdf-text.ts'
import { readPicture } from './read-picture.ts'

/**
 * `same_file` and `same_badge`: our signature is on it, and nothing has changed since. `same_text`: every word is as
 * issued, the file is not ours. `not_compared`: its holder is erased, and so is what to compare with. `not_ours`: no code
 * of ours is in it, or one we never issued. `same_code`: a picture of the code on a certificate, which says nothing of
 * what is printed around it; `no_code`: a picture in which we find none.
 */
export type FileAnswer =
  | ({ match: 'same_file' | 'same_badge' | 'same_text' | 'same_code' | 'not_compared' } & { answer: PublicRecord })
  | { match: 'differs'; fields: (BadgeField | CodeField)[]; answer: PublicRecord }
  | { match: 'not_ours'; code: string | null }
  | { match: 'unreadable' }
  | { match: 'no_code' }

type Asked = { db: Db; seals: Seals; now: Date }

/** What a file is that somebody holds for a certificate or a badge of ours. Nothing of it is kept. */
export async function checkFile(asked: Asked, file: Buffer): Promise<FileAnswer> {
  if (!file.subarray(0, 1024).includes('%PDF-')) return checkBadge(asked, file)
  const read = await readPdfText(file)
  return read ? checkPdf(asked, file, read) : { match: 'unreadable' }
}

async function checkBadge(asked: Asked, file: Buffer): Promise<FileAnswer> {
  const { db, seals, now } = asked
  const { publicUrl, issuerKeys } = seals
  const read = await verifyBadge(file, { publicUrl, keys: issuerKeys.all })
  if (read.outcome === 'unreadable') return pictureIn(file).kind ? checkPicture(asked, file) : { match: 'unreadable' }
  if (read.outcome === 'not_ours' || read.code === null) return { match: 'not_ours', code: null }
  const issued = await findIssued(db, read.code)
  if (!issued) return { match: 'not_ours', code: read.code }
  const answer = publicRecord(issued, now)
  if (read.outcome === 'ours') return { match: 'same_badge', answer }
  if (answer.holder_erased) return { match: 'not_compared', answer }
  return { match: 'differs', fields: differingInBadge(issued, publicUrl, read.credential), answer }
}

async function checkPicture({ db, seals, now }: Asked, file: Buffer): Promise<FileAnswer> {
  const texts = await readPicture(file)
  if (!texts || texts.length === 0) return { match: 'no_code' }
  let unknown: string | null = null
  for (const scan of texts.slice(0, mostCodes).map(readScan)) {
    const token = readToken(scan.token)
    const read = readCode(scan.code ?? ('fields' in token ? token.fields.code : ''))
    if ('problem' in read) continue
    unknown ??= read.code
    const issued = await findIssued(db, read.code)
    if (!issued) continue
    const answer = publicRecord(issued, now)
    const fields = differingInCode(scan, answer, { publicUrl: seals.publicUrl, keys: seals.issuerKeys.all })
    return fields.length > 0 ? { match: 'differs', fields, answer } : { match: 'same_code', answer }
  }
  return { match: 'not_ours', code: unknown }
}

async function checkPdf({ db, seals, now }: Asked, file: Buffer, read: PdfText): Promise<FileAnswer> {
  const { publicUrl, documentKeys } = seals
  const signed = documentKeys.some((key) => isSignedBy(file, key))
  const codes = codesIn(read)
  // The link first: whoever changes what is printed seldom thinks of where it leads.
  for (const code of codes.slice(0, mostCodes)) {
    const issued = await findIssued(db, code)
    if (!issued) continue
    const answer = publicRecord(issued, now)
    if (signed) return { match: 'same_file', answer }
    if (answer.holder_erased) return { match: 'not_compared', answer }
    const { record } = issued
    const drawn = await readPdfText(
      await drawCertificate(record, certificateWords(record), `${publicUrl}/verify/${code}`),
    )
    if (!drawn) throw new Error(`Our own file of ${code} could not be read`)
    const fields = differingFields(drawn.text, read.text, textsOf(record))
    const elsewhere = codes.some((other) => other !== code)
    if (elsewhere && !fields.includes('code')) fields.unshift('code')
    return fields.length > 0 ? { match: 'differs', fields, answer } : { match: 'same_text', answer }
  }
  return { match: 'not_ours', code: codes[0] ?? null }
}

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
