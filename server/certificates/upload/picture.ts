import { isPng } from '../badge/png.ts'

/** A picture of a kind that is read, and the dots that it says it has; `kind` null for any other file. */
export type Picture = { kind: 'png' | 'jpeg'; dots: number } | { kind: null }

/** What the head of a file says: nothing is unpacked. A JPEG without a frame has no dots. */
export function pictureIn(file: Buffer): Picture {
  if (isPng(file)) return { kind: 'png', dots: file.length < 24 ? 0 : file.readUInt32BE(16) * file.readUInt32BE(20) }
  if (file.length > 3 && file[0] === 0xff && file[1] === 0xd8) return { kind: 'jpeg', dots: dotsOfJpeg(file) }
  return { kind: null }
}

/** Segments one after the other until the one that begins the picture: 0xC0 to 0xCF, but for three that are tables. */
function dotsOfJpeg(file: Buffer): number {
  for (let at = 2; at + 9 < file.length; ) {
    if (file[at] !== 0xff) return 0
    const mark = file[at + 1] ?? 0
    if (mark === 0xff) {
      at += 1 // filling
      continue
    }
    if (mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark))
      return file.readUInt16BE(at + 5) * file.readUInt16BE(at + 7)
    if (mark === 0xda || mark === 0xd9) return 0
    at += 2 + file.readUInt16BE(at + 2)
  }
  return 0
}
