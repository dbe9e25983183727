/** What a reader of a file reads, in the order in which it was written, and where its links lead. */
export type PdfText = { text: string; links: string[] }
export type PdfToRead = { bytes: Uint8Array; mostPages: number; mostCharacters: number }

/** The same text however a program cut it into pieces: no spaces, no marks that show nothing, one form of each letter. */
export const plainText = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{Cc}]/gu, '')
    .normalize('NFC')
