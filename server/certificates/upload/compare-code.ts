import { readToken, type Scan, type TokenFields } from '../../../public/js/read-token.js'
import type { IssuerKey } from '../badge/issuer-keys.ts'
import type { PublicRecord } from '../standing/public-record.ts'
import { tokenHolds } from '../token/token.ts'
import type { ComparedField } from './compare-text.ts'

export type CodeField =
  | Extract<ComparedField, 'code' | 'name' | 'course' | 'issued_on'>
  | 'address'
  | 'kind'
  | 'expires_on'
  | 'signature'

type Issuer = { publicUrl: string; keys: readonly IssuerKey[] }

/**
 * Which fields of a QR code are not as in the record that its address names; `address` where it leads to another site. Codes of the first months hold no more than
 * the address. Of a token that we signed for another certificate, only that it is another's is told.
 */
export function differingInCode(scan: Scan, issued: PublicRecord, { publicUrl, keys }: Issuer): CodeField[] {
  const elsewhere = scan.host !== null && scan.host.toLowerCase() !== new URL(publicUrl).host
  return [...(elsewhere ? (['address'] as const) : []), ...differingInToken(scan.token, issued, keys)]
}

function differingInToken(token: string | null, issued: PublicRecord, keys: readonly IssuerKey[]): CodeField[] {
  const read = readToken(token)
  if ('problem' in read) return read.problem === 'none' ? [] : ['signature']
  const signed = tokenHolds(read, keys) === true
  if (read.fields.code !== issued.record.code) return signed ? ['code'] : ['code', 'signature']
  const fields = differing(read.fields, issued)
  return signed ? fields : [...fields, 'signature']
}

function differing(found: TokenFields, { record, holder_erased }: PublicRecord): CodeField[] {
  const sameTitle = found.title_cut
    ? record.course_title.startsWith(found.course_title)
    : record.course_title === found.course_title
  const same: [CodeField, boolean][] = [
    ['name', holder_erased || found.name === record.name],
    ['course', sameTitle],
    ['kind', found.kind === record.kind],
    ['issued_on', found.issued_on === record.issued_on],
    ['expires_on', found.expires_on === record.expires_on],
  ]
  return same.flatMap(([field, holds]) => (holds ? [] : [field]))
}
