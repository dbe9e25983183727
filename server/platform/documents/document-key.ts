import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto'
import { bits, integer, nothing, objectId, octets, sequence, set, tagged, text, time, yes } from './der.ts'

/** What documents are signed with. The private half never leaves this machine; the certificate goes with every document. */
export type DocumentKey = { key: KeyObject; certificate: X509Certificate }

/** A key that cannot sign our documents, with the reason in a sentence. */
export class WrongKey extends Error {}

export const sha256 = sequence(objectId('2.16.840.1.101.3.4.2.1'), nothing)
const sha256WithRsa = sequence(objectId('1.2.840.113549.1.1.11'), nothing)
const commonName = objectId('2.5.4.3')
const keyUsage = objectId('2.5.29.15')
const basicConstraints = objectId('2.5.29.19')

/**
 * A new RSA key with a certificate that it signed itself, as PEM: nobody else vouches for it. RSA with PKCS #1 v1.5,
 * because it gives the same signature for the same document; ECDSA draws a number each time.
 */
export function makeDocumentKey(issuer: string, now: Date, modulusLength = 3072): string {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength })
  const name = sequence(set(sequence(commonName, text(issuer.slice(0, 64)))))
  const began = new Date(Date.UTC(2020, 0, 1)) // before the first certificate, which states its own day
  const until = new Date(Date.UTC(now.getUTCFullYear() + 30, 0, 1))
  const content = sequence(
    tagged(0, integer([2])), // version 3
    integer(Buffer.concat([Buffer.from([0x4d]), randomBytes(15)])),
    sha256WithRsa,
    name,
    sequence(time(began), time(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(
      3,
      sequence(
        sequence(basicConstraints, yes, octets(sequence())),
        sequence(keyUsage, yes, octets(bits(Buffer.from([0xc0]), 6))), // to sign, and to stand by what was signed
      ),
    ),
  )
  const signature = sign('sha256', content, privateKey)
  const certificate = new X509Certificate(sequence(content, sha256WithRsa, bits(signature)))
  return `${privateKey.export({ type: 'pkcs8', format: 'pem' })}${certificate.toString()}`
}

/** Reads a private key and its certificate, one PEM after the other. Throws WrongKey. */
export function readDocumentKey(pem: string): DocumentKey {
  const read = () => ({ key: createPrivateKey(pem), certificate: new X509Certificate(certificateOf(pem)) })
  let pair: DocumentKey
  try {
    pair = read()
  } catch (error) {
    throw new WrongKey(`The document key is no private key with a certificate in PEM: ${error}`)
  }
  if (pair.key.asymmetricKeyType !== 'rsa') throw new WrongKey('The document key is not RSA')
  const known = createPublicKey(pair.key).export({ type: 'spki', format: 'der' })
  if (!pair.certificate.publicKey.export({ type: 'spki', format: 'der' }).equals(known))
    throw new WrongKey('The certificate of the document key belongs to another key')
  return pair
}

function certificateOf(pem: string): string {
  const [certificate] = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(pem) ?? []
  if (certificate === undefined) throw new Error('it holds no certificate')
  return certificate
}
