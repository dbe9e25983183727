import { addressesOf } from './badge/addresses.ts'
import type { Issued } from './badge/badge.ts'
import type { IssuerKeys } from './badge/issuer-keys.ts'
import { signedBadge } from './badge/signed-badge.ts'
import { drawCertificate } from './certificate-pdf.ts'
import { certificateWords } from './certificate-words.ts'
import type { DocumentKeys } from './document-keys.ts'
import { tokenOf } from './token/token.ts'

declare module 'fastify' {
  interface FastifyInstance {
    seals: Seals
  }
}

/** What stands behind a certificate: where it can be checked, and what it and its badge are signed with. */
export type Seals = { publicUrl: string; documentKeys: DocumentKeys; issuerKeys: IssuerKeys }

/**
 * The file of a certificate as its holder gets it: its badge is inside, and all of it is signed. The same row gives the
 * same bytes while the keys are the same.
 */
export async function drawIssued(issued: Issued, { publicUrl, documentKeys, issuerKeys }: Seals): Promise<Buffer> {
  const { record } = issued
  const words = certificateWords(record)
  const address = addressesOf(publicUrl).credential(record.code)
  return drawCertificate(record, words, address, {
    qrText: `${address}#${tokenOf(record, issuerKeys)}`,
    documentKey: documentKeys[0],
    attachment: {
      name: `${record.code}.json`,
      mime: 'application/ld+json',
      bytes: Buffer.from(await signedBadge(issued, issuerKeys, publicUrl)),
      relationship: 'Alternative',
      description: words.badge,
    },
  })
}
