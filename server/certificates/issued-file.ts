import { addressesOf } from './badge/addresses.ts'
import type { Issued } from './badge/badge.ts'
import type { IssuerKeys } from './badge/issuer-keys.ts'
import { signedBadge } from './badge/signed-badge.ts'
import { drawCertificate } from './certificate-pdf.ts'
import { certificateWords } from './certificate-words.ts'
import type { DocumentKeys } from './document-keys.ts'
import type { CredentialRecord } from './record.ts'
import { tokenOf } from './token/token.ts'

declare module 'fastify' {
  interface FastifyInstance {
    seals: Seals
  }
}

/** What stands behind a certificate: where it can be checked, and what it and its badge are signed with. */
export type Seals = { publicUrl: string; documentKeys: DocumentKeys; issuerKeys: IssuerKeys }

/** Where a certificate is checked: in words, and with the token that is read without a line. */
export function checkedAt(record: CredentialRecord, { publicUrl, issuerKeys }: Seals) {
  const verifyUrl = addressesOf(publicUrl).credential(record.code)
  return { verifyUrl, qrText: `${verifyUrl}#${tokenOf(record, issuerKeys)}` }
}

/**
 * The file of a certificate as its holder gets it: its badge is inside, and all of it is signed. The same row gives the
 * same bytes while the keys are the same.
 */
export async function drawIssued(issued: Issued, seals: Seals): Promise<Buffer> {
  const { record } = issued
  const { publicUrl, documentKeys, issuerKeys } = seals
  const words = certificateWords(record)
  const { verifyUrl, qrText } = checkedAt(record, seals)
  return drawCertificate(record, words, verifyUrl, {
    qrText,
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
