import type { Canvas } from '@napi-rs/canvas'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** A telephone is held over the code: so many pixels across what it sees, turned by so many degrees, out of focus by so many pixels. */
type Shot = { pixels: number; turned?: number; blurred?: number }
export type Photo = { data: Uint8ClampedArray; width: number; height: number; png: Buffer; jpeg: Buffer; webp: Buffer }

/** Millimetres of the page that are in the picture: the code and some of what stands around it. */
const seen = 48

/** The drawing library that comes with pdfjs-dist where there is one for the machine; else why there is none. */
export async function darkroom(): Promise<typeof import('@napi-rs/canvas') | string> {
  try {
    return await import('@napi-rs/canvas')
  } catch (error) {
    return `@napi-rs/canvas, an optional dependency, is not here: ${error instanceof Error ? error.message : error}`
  }
}

/** The foot of the first page, with its QR code, as a picture. */
export async function photograph(file: Buffer, { pixels, turned = 0, blurred = 0 }: Shot): Promise<Photo> {
  const canvases = await darkroom()
  if (typeof canvases === 'string') throw new Error(canvases)
  const task = getDocument({ data: new Uint8Array(file), verbosity: 0, useSystemFonts: false })
  const page = await (await task.promise).getPage(1)
  const millimetre = 72 / 25.4
  const scale = pixels / (seen * millimetre)
  const { width, height } = page.getViewport({ scale: 1 })
  const [offsetX, offsetY] = [-(width - 62 * millimetre) * scale, -(height - 55 * millimetre) * scale]
  const paper = canvases.createCanvas(pixels, pixels)
  const viewport = page.getViewport({ scale, offsetX, offsetY })
  // The canvas of the library is one for pdfjs, which only says so of those of browsers.
  await page.render({ canvas: paper as unknown as HTMLCanvasElement, viewport }).promise
  await task.destroy()

  const photo: Canvas = canvases.createCanvas(pixels, pixels)
  const look = photo.getContext('2d')
  look.fillStyle = '#d8d4cc'
  look.fillRect(0, 0, pixels, pixels)
  look.translate(pixels / 2, pixels / 2)
  look.rotate((turned * Math.PI) / 180)
  if (blurred > 0) look.filter = `blur(${blurred}px)`
  look.drawImage(paper, -pixels / 2, -pixels / 2)
  const { data } = look.getImageData(0, 0, pixels, pixels)
  const [png, jpeg, webp] = [
    photo.toBuffer('image/png'),
    photo.toBuffer('image/jpeg', 70),
    photo.toBuffer('image/webp'),
  ]
  return { data, width: pixels, height: pixels, png, jpeg, webp }
}
