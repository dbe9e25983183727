import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { keyFile } from '../../platform/data/key-file.ts'
import { toBase58 } from './base58.ts'

/** The public half of a key that signs, or once signed, what we issue. */
export type IssuerKey = {
  /** The thumbprint of the key (RFC 7638): its name in addresses. */
  id: string
  publicKey: KeyObject
  jwk: { kty: 'OKP'; crv: 'Ed25519'; x: string }
  /** The key as a Multikey, `z6Mk…`. */
  multibase: string
}
export type IssuerKeys = {
  /** The private half of the first of `all`. */
  signing: KeyObject
  /** The key of today, then the earlier ones. */
  all: readonly [IssuerKey, ...IssuerKey[]]
}

/** The file of today's key in the folder of keys; an earlier one is called `issuer-until-2027-01-31.pem`. */
const today = 'issuer.pem'
const earlier = /^issuer-until-[\w-]+\.pem$/

/**
 * The key that was given, or the one in the folder, made at first start. Whoever changes the key keeps the old file,
 * private or public, beside it under the name of its last day: what it signed stays verifiable.
 */
export function loadIssuerKeys(dir: string, given: string | null): IssuerKeys {
  const signing =
    given === null ? readKey(keyFile(dir, today, newIssuerKey), join(dir, today)) : createPrivateKey(given)
  const files = existsSync(dir) ? readdirSync(dir).filter((name) => earlier.test(name)) : []
  const old = files.sort().map((name) => publicHalf(readPublicKey(join(dir, name))))
  const current = publicHalf(createPublicKey(signing))
  return { signing, all: [current, ...old.filter(({ id }) => id !== current.id)] }
}

/** A key as it is stored: Ed25519, PKCS#8, PEM. */
export const newIssuerKey = (): string =>
  generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey

const notAKey = (file: string) => new Error(`${file} should hold an Ed25519 key as PEM, and does not.`)

function readKey(pem: string, file: string): KeyObject {
  const key = readPem(pem, createPrivateKey)
  if (!key) throw notAKey(file)
  return key
}

function readPublicKey(file: string): KeyObject {
  const key = readPem(readFileSync(file, 'utf8'), createPublicKey) // takes a private key too
  if (!key) throw notAKey(file)
  return key
}

function readPem(pem: string, read: (pem: string) => KeyObject): KeyObject | null {
  try {
    const key = read(pem)
    return key.asymmetricKeyType === 'ed25519' ? key : null
  } catch {
    return null
  }
}

function publicHalf(publicKey: KeyObject): IssuerKey {
  const { x = '' } = publicKey.export({ format: 'jwk' })
  const jwk = { kty: 'OKP', crv: 'Ed25519', x } as const
  // The thumbprint is taken of the required members in alphabetical order.
  const members = JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x })
  const id = createHash('sha256').update(members).digest('base64url')
  const ed25519 = [0xed, 0x01] // how a Multikey says which kind of key follows
  return { id, publicKey, jwk, multibase: toBase58(Buffer.concat([Buffer.from(ed25519), Buffer.from(x, 'base64url')])) }
}
