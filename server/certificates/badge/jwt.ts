import { sign, verify } from 'node:crypto'
import type { IssuerKey, IssuerKeys } from './issuer-keys.ts'
import { isObject, type JsonObject } from './json.ts'

/** A credential as a compact JWS (Open Badges 3.0, 8.2): the claims that every JWT reader knows beside its own words. */
export function toJwt(
  credential: JsonObject & { id: string; validFrom: string },
  keys: IssuerKeys,
  kid: string,
): string {
  const { issuer, validUntil } = credential
  const seconds = (time: string) => Math.floor(Date.parse(time) / 1000)
  const claims: JsonObject = { iss: isObject(issuer) ? (issuer.id ?? null) : (issuer ?? null), jti: credential.id }
  claims.nbf = seconds(credential.validFrom)
  if (typeof validUntil === 'string') claims.exp = seconds(validUntil)
  const head = { alg: 'EdDSA', typ: 'JWT', kid }
  const signed = `${encode(head)}.${encode({ ...credential, ...claims })}`
  return `${signed}.${sign(null, Buffer.from(signed), keys.signing).toString('base64url')}`
}

/**
 * What a JWT says and whether one of the keys signed these very letters; null for a text that is none. Only EdDSA is
 * known, whatever the header asks for.
 */
export function readJwt(
  text: string,
  keys: readonly IssuerKey[],
  keyAddress: (id: string) => string,
): { claims: JsonObject; holds: boolean } | null {
  const parts = text.split('.')
  if (parts.length !== 3) return null
  const [head, body, signature] = parts as [string, string, string]
  const [header, claims] = [decode(head), decode(body)]
  if (!header || !claims) return null
  const key = keys.find(({ id }) => keyAddress(id) === header.kid)
  const bytes = Buffer.from(signature, 'base64url')
  // The last letter of a signature has bits to spare: only its one spelling counts.
  const spelt = bytes.toString('base64url') === signature
  const known = header.alg === 'EdDSA' && key !== undefined && spelt
  return { claims, holds: known && verify(null, Buffer.from(`${head}.${body}`), key.publicKey, bytes) }
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function decode(part: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return isObject(value) ? value : null
  } catch {
    return null
  }
}
