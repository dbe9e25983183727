import { limits } from '../../platform/web/limits.ts'
import type { PdfText, PdfToRead } from './pdf-text.ts'
import { readApart } from './read-apart.ts'

const worker = new URL('./pdf-text-worker.ts', import.meta.url)
const { checkedFilePages, checkedFileCharacters } = limits

/** The text of a PDF from a stranger; null where it cannot be read or has too many pages. Bounds and refusal: `readApart`. */
export function readPdfText(file: Buffer): Promise<PdfText | null> {
  const workerData: PdfToRead = {
    bytes: new Uint8Array(file), // a copy: a small buffer shares its memory with others
    mostPages: checkedFilePages,
    mostCharacters: checkedFileCharacters,
  }
  return readApart<PdfText>(worker, workerData)
}
