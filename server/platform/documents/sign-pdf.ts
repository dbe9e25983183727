import { createHash, sign } from 'node:crypto'
import { inside, integer, nothing, objectId, octets, sequence, set, tagged } from './der.ts'
import { type DocumentKey, sha256 } from './document-key.ts'
import { reserved } from './signature-place.ts'

const data = objectId('1.2.840.113549.1.7.1')
const signedData = objectId('1.2.840.113549.1.7.2')
const contentType = objectId('1.2.840.113549.1.9.3')
const messageDigest = objectId('1.2.840.113549.1.9.4')
const signingCertificate = objectId('1.2.840.113549.1.9.16.2.47')
const rsa = sequence(objectId('1.2.840.113549.1.1.1'), nothing)

/**
 * Fills the place that reserveSignature left: everything before and after it is signed. The same file and key give the
 * same bytes. What it proves: nothing has changed since the holder of the key signed. Not who that is, beyond the
 * certificate, and not when: there is no time stamp of another's, the date is the one the document states.
 */
export function signPdf(file: Buffer, documentKey: DocumentKey): Buffer {
  const { rangeAt, range, from, to } = reserved(file)
  const signed = Buffer.from(file)
  signed.write(`[0 ${from} ${to} ${file.length - to}]`.padEnd(range), rangeAt, 'latin1')
  const digest = hash(signed.subarray(0, from), signed.subarray(to))
  const signature = signatureOver(digest, documentKey).toString('hex')
  const room = to - from - 2
  if (signature.length > room) throw new Error(`The signature needs ${signature.length} digits and has ${room}`)
  signed.write(signature, from + 1, 'latin1')
  return signed
}

/**
 * Whether the key signed all of a file and nothing has changed since: its signature is made again and compared, which a
 * signature of this kind allows. False for a file that was added to behind the signature.
 */
export function isSignedBy(file: Buffer, documentKey: DocumentKey): boolean {
  const head = file.lastIndexOf('/ByteRange [0 ')
  if (head < 0) return false
  const place = /^\/ByteRange \[0 (\d+) (\d+) (\d+)\] *\n\/Contents /.exec(file.toString('latin1', head, head + 120))
  if (!place) return false
  const [from = 0, to = 0, rest = 0] = place.slice(1).map(Number)
  if (from !== head + place[0].length || to <= from || to + rest !== file.length) return false
  const digest = hash(file.subarray(0, from), file.subarray(to))
  const signature = signatureOver(digest, documentKey)
    .toString('hex')
    .padEnd(to - from - 2, '0')
  return file.toString('latin1', from, to) === `<${signature}>`
}

const hash = (...parts: Buffer[]): Buffer =>
  parts.reduce((sum, part) => sum.update(part), createHash('sha256')).digest()

/** A detached CMS signature (RFC 5652) with the attributes that CAdES asks for at its basic level (RFC 5035). */
function signatureOver(digest: Buffer, { key, certificate }: DocumentKey): Buffer {
  const attributes = set(
    sequence(contentType, set(data)),
    sequence(messageDigest, set(octets(digest))),
    sequence(signingCertificate, set(sequence(sequence(sequence(octets(hash(certificate.raw))))))),
  )
  const untagged = Buffer.from(attributes)
  untagged[0] = 0xa0 // signed as a set, written under a tag of its own
  const signer = sequence(
    integer([1]),
    issuerAndSerial(certificate.raw),
    sha256,
    untagged,
    rsa,
    octets(sign('sha256', attributes, key)),
  )
  const content = sequence(integer([1]), set(sha256), sequence(data), tagged(0, certificate.raw), set(signer))
  return sequence(signedData, tagged(0, content))
}

function issuerAndSerial(certificate: Buffer): Buffer {
  const [content = Buffer.alloc(0)] = inside(certificate)
  const fields = inside(content)
  const [serial, , issuer] = fields[0]?.[0] === 0xa0 ? fields.slice(1) : fields // the version may be left out
  if (!serial || !issuer) throw new Error('The certificate has no issuer')
  return sequence(issuer, serial)
}
