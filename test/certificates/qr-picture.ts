import { encodePng } from '../../server/certificates/badge/png.ts'
import { qrCode } from '../../server/platform/documents/qr.ts'

/** A QR code as a picture, each module so many dots wide. */
export function qrPicture(text: string, dots = 6): Buffer {
  const { side, path } = qrCode(text)
  const width = side * dots
  const pixels = new Uint8Array(width * width * 3).fill(255)
  for (const [, x = '', y = '', run = ''] of path.matchAll(/M(\d+) (\d+)h(\d+)/g))
    for (let row = Number(y) * dots; row < (Number(y) + 1) * dots; row += 1)
      pixels.fill(0, (row * width + Number(x) * dots) * 3, (row * width + (Number(x) + Number(run)) * dots) * 3)
  return encodePng(pixels, width, {})
}
