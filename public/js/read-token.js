// @ts-check
// The signed token in the code on a certificate: how its bytes lie. Read by the page that works without a line, and by
// the server; nothing in here knows either. The README describes the format.

/** What a token says, in the words of the record; `title_cut`: the title was too long, and this is how it begins; `key`: how the thumbprint of the key that signed it begins, in hexadecimal. @typedef {{ code: string, kind: 'participation' | 'achievement', name: string, course_title: string, title_cut: boolean, issued_on: string, expires_on: string | null, key: string }} TokenFields */
/** `signed` is what the signature is of. @typedef {{ fields: TokenFields, signed: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer> }} Token */
/** @typedef {'none' | 'broken' | 'newer'} TokenProblem */
/** What a code on paper holds, each where it is there: the host and the number in its address, and the token after it. @typedef {{ host: string | null, code: string | null, token: string | null }} Scan */

export const version = 1
export const flags = { achievement: 1, expires: 2, title_cut: 4 }
export const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
export const codeLength = 13
export const keyBytes = 4
export const firstDay = Date.UTC(2000, 0, 1)
export const dayMs = 86_400_000
/** Goes before the bytes that are signed: nothing else that the same key signs begins like this. */
const purpose = new TextEncoder().encode('third-pillar certificate token')
const signatureBytes = 64
/** Digits that the largest QR code holds. */
const mostDigits = 7089

/** The parts of a text that was read from a QR code, or copied from one. @param {string} text @returns {Scan} */
export function readScan(text) {
  const plain = text.replace(/\s/g, '')
  const address = plain.match(/^(?:https?:\/\/([^/?#]+))?(?:\/?verify\/)?(TP-[0-9A-Z-]{10,20})(?=$|[?#])/i)
  const token = plain.match(/(?:^|#)(\d{100,})$/)
  return { host: address?.[1] ?? null, code: address?.[2]?.toUpperCase() ?? null, token: token?.[1] ?? null }
}

/** The fields of a token, before anybody has looked at its signature. @param {string | null} digits @returns {Token | { problem: TokenProblem }} */
export function readToken(digits) {
  if (!digits) return { problem: 'none' }
  const bytes = bytesOf(digits)
  if (!bytes) return { problem: 'broken' }
  if (bytes[0] !== version) return { problem: 'newer' }
  try {
    return fieldsOf(bytes)
  } catch {
    return { problem: 'broken' } // it ends too early, or its text is not UTF-8
  }
}

/** The bytes of a whole number, highest first. A number has one spelling: no zeros stand before it. @param {string} digits */
function bytesOf(digits) {
  if (!/^[1-9]\d*$/.test(digits) || digits.length > mostDigits) return null
  const hex = BigInt(digits).toString(16)
  const pairs = (hex.length % 2 ? `0${hex}` : hex).match(/../g) ?? []
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16))
}

/** @param {Uint8Array} bytes @returns {Token} */
function fieldsOf(bytes) {
  const payload = bytes.slice(0, -signatureBytes)
  let at = 1
  const next = (/** @type {number} */ count) => {
    if (at + count > payload.length) throw new RangeError('The token ends too early')
    at += count
    return payload.subarray(at - count, at)
  }
  const number = (/** @type {number} */ count) => next(count).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  const day = () => new Date(firstDay + Number(number(2)) * dayMs).toISOString().slice(0, 10)
  const text = (/** @type {number} */ count) =>
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(next(count))

  const flagsAndCode = number(9)
  const has = (/** @type {number} */ flag) => (Number(flagsAndCode >> 65n) & flag) !== 0
  const values = Array.from({ length: codeLength }, (_, place) => (flagsAndCode >> BigInt(60 - 5 * place)) & 31n)
  const spelt = values.map((value) => letters[Number(value)]).join('')
  const key = Array.from(next(keyBytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
  const issued_on = day()
  const expires_on = has(flags.expires) ? day() : null
  const name = text(Number(number(2)))
  const course_title = text(payload.length - at)
  return {
    fields: {
      code: `TP-${spelt.match(/.{1,4}/g)?.join('-')}`,
      kind: has(flags.achievement) ? 'achievement' : 'participation',
      name,
      course_title,
      title_cut: has(flags.title_cut),
      issued_on,
      expires_on,
      key,
    },
    signed: withPurpose(payload),
    signature: bytes.slice(-signatureBytes),
  }
}

/** @param {Uint8Array} payload */
export function withPurpose(payload) {
  const signed = new Uint8Array(purpose.length + payload.length)
  signed.set(purpose)
  signed.set(payload, purpose.length)
  return signed
}
