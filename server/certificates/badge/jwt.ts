import { sign, verify } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { IssuerKey, IssuerKeys } from './issuer-keys.ts'
import { isObject, type Json, type JsonObject } from './json.ts'

/** A credential as a compact JWS (Open Badges 3.0, 8.2): the claims that every JWT reader knows beside its own words. */
export function toJwt(credential: JsonObject, keys: IssuerKeys, kid: string): string {
  const head = { alg: 'EdDSA', typ: 'JWT', kid }
  const signed = `${encode(head)}.${encode({ ...credential, ...claimsOf(credential) })}`
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

/** What a credential says once more in the words of every JWT reader. Ours name nobody by an address, so have no `sub`. */
function claimsOf({ id, issuer, validFrom, validUntil }: JsonObject): JsonObject {
  const seconds = (time: Json | undefined) => Math.floor(Date.parse(String(time)) / 1000)
  const claims = { iss: (isObject(issuer) ? issuer.id : issuer) ?? null, jti: id ?? null, nbf: seconds(validFrom) }
  return validUntil === undefined ? claims : { ...claims, exp: seconds(validUntil) }
}

/** The credential in a JWT, and whether the claims beside it say what it says. */
export function credentialIn(claims: JsonObject): { credential: JsonObject; agree: boolean } {
  const { iss: _, sub: __, jti: ___, nbf: ____, exp: _____, ...credential } = claims
  return { credential, agree: isDeepStrictEqual({ ...credential, ...claimsOf(credential) }, claims) }
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
