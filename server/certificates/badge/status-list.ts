import { gzipSync } from 'node:zlib'
import { credentialsContext } from './contexts.ts'

/** Credentials in one list: the least that the recommendation allows, so that no list tells which of them was asked for. */
export const listSize = 131_072

const purpose = 'revocation'

/** Where a credential's bit is found. */
export function statusEntry(index: number, listAddress: (list: number) => string) {
  const list = listAddress(Math.floor(index / listSize))
  const place = String(index % listSize)
  return {
    id: `${list}#${place}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: purpose,
    statusListIndex: place,
    statusListCredential: list,
  }
}

/** W3C, "Bitstring Status List v1.0": a list whose bits at those places are set, unsigned. */
export function statusListOf(address: string, issuer: string, places: Iterable<number>, validFrom: string) {
  return {
    '@context': [credentialsContext],
    id: address,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer,
    validFrom,
    credentialSubject: {
      id: `${address}#list`,
      type: 'BitstringStatusList',
      statusPurpose: purpose,
      encodedList: encodeBits(places),
    },
  }
}

/** The first place is the highest bit of the first byte. */
function encodeBits(places: Iterable<number>): string {
  const bytes = new Uint8Array(listSize / 8)
  for (const place of places) bytes[place >> 3] = (bytes[place >> 3] ?? 0) | (0x80 >> (place & 7))
  return `u${gzipSync(bytes, { level: 9 }).toString('base64url')}`
}
