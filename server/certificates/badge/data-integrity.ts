import { createHash, sign, verify } from 'node:crypto'
import { fromBase58, toBase58 } from './base58.ts'
import { loadContext } from './contexts.ts'
import type { IssuerKey, IssuerKeys } from './issuer-keys.ts'
import { isObject, type Json, type JsonObject } from './json.ts'

type Proof = {
  type: 'DataIntegrityProof'
  cryptosuite: 'eddsa-rdfc-2022'
  created: string
  verificationMethod: string
  proofPurpose: 'assertionMethod'
}
export type Signed<T> = T & { proof: [Proof & { proofValue: string }] }

const signatureBytes = 64
const members = ['type', 'cryptosuite', 'created', 'verificationMethod', 'proofPurpose', 'proofValue']

/**
 * The document with a Data Integrity proof of the suite eddsa-rdfc-2022 (W3C, "Data Integrity EdDSA Cryptosuites",
 * 3.2). The same document, key and time give the same letters.
 */
export async function withProof<T extends JsonObject>(
  document: T,
  { signing, all }: IssuerKeys,
  { keyAddress, created }: { keyAddress: (id: string) => string; created: string },
): Promise<Signed<T>> {
  const proof: Proof = {
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-rdfc-2022',
    created,
    verificationMethod: keyAddress(all[0].id),
    proofPurpose: 'assertionMethod',
  }
  const proofValue = toBase58(sign(null, await hashToSign(document, proof), signing))
  return { ...document, proof: [{ ...proof, proofValue }] }
}

/** True when every proof of a document is of that suite, by one of the keys, and of these very words. */
export async function proofsHold(
  document: JsonObject,
  keys: readonly IssuerKey[],
  keyAddress: (id: string) => string,
): Promise<boolean> {
  const { proof, ...rest } = document
  if (!Array.isArray(proof) || proof.length !== 1) return false
  const [{ proofValue, ...options }] = proof.map((one) => (isObject(one) ? one : {})) as [JsonObject]
  const key = keys.find(({ id }) => keyAddress(id) === options.verificationMethod)
  const signature = typeof proofValue === 'string' ? fromBase58(proofValue, signatureBytes) : null
  if (!key || !signature || Object.keys(options).some((name) => !members.includes(name))) return false
  if (options.type !== 'DataIntegrityProof' || options.cryptosuite !== 'eddsa-rdfc-2022') return false
  if (options.proofPurpose !== 'assertionMethod') return false
  const hash = await hashToSign(rest, options).catch(() => null) // words that no context of ours knows
  return hash !== null && verify(null, hash, key.publicKey, signature)
}

async function hashToSign(document: JsonObject, proof: { [name: string]: Json }): Promise<Buffer> {
  const context = document['@context'] ?? []
  const hash = async (part: JsonObject) =>
    createHash('sha256')
      .update(await canonical(part))
      .digest()
  return Buffer.concat([await hash({ '@context': context, ...proof }), await hash(document)])
}

/** In `safe` mode a word without a meaning is a fault, so that nothing that is shown goes unsigned. */
async function canonical(document: JsonObject): Promise<string> {
  const { default: jsonld } = await import('jsonld') // slow to load, and not needed before the first badge
  return jsonld.canonize(document, {
    algorithm: 'RDFC-1.0',
    format: 'application/n-quads',
    documentLoader: loadContext,
    safe: true,
  })
}
