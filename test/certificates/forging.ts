import { createHash, type KeyObject, sign } from 'node:crypto'
import jsonld from 'jsonld'
import { toBase58 } from '../../server/certificates/badge/base58.ts'
import { loadContext } from '../../server/certificates/badge/contexts.ts'

// What somebody could sign who has the issuer's key and none of its scruples: all that a check of its own has to stop,
// because the signature holds.

export type Words = { [word: string]: unknown }

/** The document with a proof that says what `options` say and is signed, whatever it leaves unsigned. */
export async function proveAnyway(document: Words, key: KeyObject, options: Words): Promise<Words> {
  const { proof: _, ...words } = document
  const hashes = [
    await hashOf({ '@context': words['@context'], ...options }, loadContext),
    await hashOf(words, loadContext),
  ]
  return { ...words, proof: [{ ...options, proofValue: toBase58(sign(null, Buffer.concat(hashes), key)) }] }
}

/** A JWT of these claims with this head, signed with Ed25519 whatever the head says. */
export function jwtAnyway(head: Words, claims: Words, key: KeyObject): string {
  const signed = `${encoded(head)}.${encoded(claims)}`
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`
}

/** The head and the claims of a JWT. */
export const openJwt = (jwt: string): [head: Words, claims: Words] => {
  const [head = '', claims = ''] = jwt.split('.')
  return [opened(head), opened(claims)]
}

export const encoded = (value: Words): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const opened = (part: string): Words => JSON.parse(Buffer.from(part, 'base64url').toString())

async function hashOf(document: Words, documentLoader: typeof loadContext): Promise<Buffer> {
  const canonical = { algorithm: 'RDFC-1.0', format: 'application/n-quads', documentLoader, safe: false } as const
  return createHash('sha256')
    .update(await jsonld.canonize(document, canonical))
    .digest()
}
