import { limits } from '../../platform/web/limits.ts'
import { pictureIn } from './picture.ts'
import { readApart } from './read-apart.ts'

const worker = new URL('./picture-worker.ts', import.meta.url)

/** The texts of the QR codes in a photograph; null for a file that is none, or has too many dots. Bounds and refusal: `readApart`. */
export async function readPicture(file: Buffer): Promise<string[] | null> {
  const picture = pictureIn(file)
  if (picture.kind === null || picture.dots === 0 || picture.dots > limits.checkedPictureDots) return null
  return readApart<string[]>(worker, { bytes: new Uint8Array(file) })
}
