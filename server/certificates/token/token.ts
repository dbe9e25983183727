import { sign, verify } from 'node:crypto'
import * as form from '../../../public/js/read-token.js'
import type { IssuerKey, IssuerKeys } from '../badge/issuer-keys.ts'
import type { CredentialRecord } from '../record.ts'

const { flags } = form

/** Bytes of the title: less under a long name, which is never cut, because every byte makes the printed code finer. */
const title = { least: 32, most: 96, withName: 440 }

/**
 * What stands in the QR code after the address: the fields that a paper is compared by, and the issuer's signature over
 * them, as one whole number in decimal digits, which a QR code packs best. The README describes its bytes.
 */
export function tokenOf(record: CredentialRecord, { signing, all }: IssuerKeys): string {
  const payload = payloadOf(record, keyMark(all[0]))
  const bytes = Buffer.concat([payload, sign(null, form.withPurpose(payload), signing)])
  return BigInt(`0x${bytes.toString('hex')}`).toString()
}

/** Whether one of the keys signed it; null where its key is none of them. */
export function tokenHolds({ fields, signed, signature }: form.Token, keys: readonly IssuerKey[]): boolean | null {
  const its = keys.filter((key) => keyMark(key).toString('hex') === fields.key)
  return its.length === 0 ? null : its.some(({ publicKey }) => verify(null, signed, publicKey, signature))
}

/** How a token names its key: the beginning of the thumbprint. */
const keyMark = ({ id }: IssuerKey): Buffer => Buffer.from(id, 'base64url').subarray(0, form.keyBytes)

function payloadOf(record: CredentialRecord, key: Buffer): Buffer {
  const name = Buffer.from(record.name)
  const room = Math.min(title.most, Math.max(title.least, title.withName - name.length))
  const course = cut(record.course_title, room)
  const marks =
    (record.kind === 'achievement' ? flags.achievement : 0) |
    (record.expires_on === null ? 0 : flags.expires) |
    (course === record.course_title ? 0 : flags.title_cut)
  const values = Array.from(record.code.replace(/^TP-/, '').replaceAll('-', ''), (letter) =>
    form.letters.indexOf(letter),
  )
  if (values.length !== form.codeLength || values.includes(-1)) throw new Error(`${record.code} is no code of ours`)
  const flagsAndCode = values.reduce((sum, value) => (sum << 5n) | BigInt(value), BigInt(marks))
  return Buffer.concat([
    Buffer.from([form.version]),
    Buffer.from(flagsAndCode.toString(16).padStart(18, '0'), 'hex'),
    key,
    day(record.issued_on),
    record.expires_on === null ? Buffer.alloc(0) : day(record.expires_on),
    uint16(name.length),
    name,
    Buffer.from(course),
  ])
}

/** The title, or as many whole characters of it as there is room for. */
function cut(title: string, room: number): string {
  let text = ''
  let bytes = 0
  for (const { segment } of new Intl.Segmenter().segment(title)) {
    bytes += Buffer.byteLength(segment)
    if (bytes > room) break
    text += segment
  }
  return text
}

const day = (date: string) => uint16((Date.parse(date) - form.firstDay) / form.dayMs)

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}
