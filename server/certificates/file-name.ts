import type { CredentialRecord } from './record.ts'

/** The certificate's file by its code and its holder; only letters, digits and what joins them in a name are kept. */
export function fileNameOf({ code, name }: CredentialRecord): string {
  const kept = name.replace(/[^\p{L}\p{M}\p{N} '’.-]/gu, '').replace(/[ .]+$/, '')
  return `${code} ${kept}.pdf`
}

/**
 * The header that names the file: a plain name for old programs, and beside it one with the holder's name, so
 * that it can be a file's name anywhere.
 */
export function fileNameHeader(record: CredentialRecord): string {
  // encodeURIComponent leaves these four, which the header's grammar does not allow.
  const encoded = encodeURIComponent(fileNameOf(record)).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `inline; filename="${record.code}.pdf"; filename*=UTF-8''${encoded}`
}
