import type { CredentialRecord } from './record.ts'

/**
 * The header that names the file: a plain name for old programs, and beside it one with the holder's name. Only
 * letters, digits and what joins them in a name are kept, so that it can be a file's name anywhere.
 */
export function fileNameHeader({ code, name }: CredentialRecord): string {
  const kept = name.replace(/[^\p{L}\p{M}\p{N} '’.-]/gu, '').replace(/[ .]+$/, '')
  // encodeURIComponent leaves these four, which the header's grammar does not allow.
  const encoded = encodeURIComponent(`${code} ${kept}.pdf`).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `inline; filename="${code}.pdf"; filename*=UTF-8''${encoded}`
}
