import { addressesOf } from './addresses.ts'
import { badgeOf, type Issued } from './badge.ts'
import { withProof } from './data-integrity.ts'
import type { IssuerKeys } from './issuer-keys.ts'
import { toJwt } from './jwt.ts'

/** The badge with its proof inside, as it is downloaded and baked: the same letters every time, while the key is the same. */
export async function signedBadge(issued: Issued, keys: IssuerKeys, publicUrl: string): Promise<string> {
  const badge = badgeOf(issued, publicUrl)
  const proof = { keyAddress: addressesOf(publicUrl).key, created: badge.validFrom }
  return JSON.stringify(await withProof(badge, keys, proof), null, 2)
}

/** The same badge inside its signature. */
export const badgeAsJwt = (issued: Issued, keys: IssuerKeys, publicUrl: string): string =>
  toJwt(badgeOf(issued, publicUrl), keys, addressesOf(publicUrl).key(keys.all[0].id))
