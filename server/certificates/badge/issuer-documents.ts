import { addressesOf, didOf } from './addresses.ts'
import { openBadgesContext } from './contexts.ts'
import type { IssuerKey } from './issuer-keys.ts'

const didContext = 'https://www.w3.org/ns/did/v1'
const multikeyContext = 'https://w3id.org/security/multikey/v1'

/** Who issues: a profile of Open Badges, and the list of keys that speak for it. */
export function issuerProfile(keys: readonly IssuerKey[], { name, publicUrl }: { name: string; publicUrl: string }) {
  const at = addressesOf(publicUrl)
  return {
    // The words for keys are those of a DID document: that context first is what programs look for.
    '@context': [didContext, multikeyContext, openBadgesContext],
    id: at.issuer,
    type: ['Profile'],
    name,
    url: publicUrl,
    verificationMethod: keys.map((key) => multikey(key, at.key(key.id), at.issuer)),
    assertionMethod: keys.map(({ id }) => at.key(id)),
  }
}

/** One key for both kinds of reader: a Multikey, and the members of a JWK beside it. */
export function keyDocument(key: IssuerKey, publicUrl: string) {
  const at = addressesOf(publicUrl)
  return { '@context': multikeyContext, ...multikey(key, at.key(key.id), at.issuer), ...jwkOf(key) }
}

/** The same keys for who knows us as a did:web. */
export function didDocument(keys: readonly IssuerKey[], publicUrl: string) {
  const did = didOf(publicUrl)
  return {
    '@context': [didContext, multikeyContext],
    id: did,
    alsoKnownAs: [addressesOf(publicUrl).issuer],
    verificationMethod: keys.map((key) => multikey(key, `${did}#${key.id}`, did)),
    assertionMethod: keys.map(({ id }) => `${did}#${id}`),
  }
}

export const keySet = (keys: readonly IssuerKey[], publicUrl: string) => ({
  keys: keys.map((key) => ({ ...jwkOf(key), kid: addressesOf(publicUrl).key(key.id) })),
})

const jwkOf = ({ jwk }: IssuerKey) => ({ ...jwk, alg: 'EdDSA', use: 'sig' })
const multikey = ({ multibase }: IssuerKey, id: string, controller: string) => ({
  id,
  type: 'Multikey',
  controller,
  publicKeyMultibase: multibase,
})
