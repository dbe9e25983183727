import { inflateSync } from 'node:zlib'

/**
 * Unpacks a WOFF 1.0 font to the plain TrueType file it holds (https://www.w3.org/TR/WOFF/, sections 3 to 5). The font
 * parser reads WOFF too, but unpacks a table each time it looks at a glyph, which takes ten times as long as the drawing.
 */
export function unpackWoff(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('Not a WOFF 1.0 font')
  const count = woff.readUInt16BE(12)
  const tables = Array.from({ length: count }, (_, index) => readTable(woff, 44 + 20 * index))
  const power = 2 ** Math.floor(Math.log2(count))
  const head = Buffer.alloc(12 + 16 * count)
  woff.copy(head, 0, 4, 8)
  head.writeUInt16BE(count, 4)
  head.writeUInt16BE(16 * power, 6)
  head.writeUInt16BE(Math.log2(power), 8)
  head.writeUInt16BE(16 * (count - power), 10)
  let offset = head.length
  tables.forEach(({ tag, checksum, data }, index) => {
    const entry = 12 + 16 * index
    head.write(tag, entry, 'latin1')
    head.writeUInt32BE(checksum, entry + 4)
    head.writeUInt32BE(offset, entry + 8)
    head.writeUInt32BE(data.length, entry + 12)
    offset += padded(data.length)
  })
  return Buffer.concat([head, ...tables.map(({ data }) => Buffer.concat([data], padded(data.length)))])
}

const padded = (length: number): number => Math.ceil(length / 4) * 4

function readTable(woff: Buffer, entry: number): { tag: string; checksum: number; data: Buffer } {
  const offset = woff.readUInt32BE(entry + 4)
  const packedLength = woff.readUInt32BE(entry + 8)
  const length = woff.readUInt32BE(entry + 12)
  const packed = woff.subarray(offset, offset + packedLength)
  // A table that does not shrink is stored as it is.
  const data = packedLength < length ? inflateSync(packed) : packed
  return { tag: woff.toString('latin1', entry, entry + 4), checksum: woff.readUInt32BE(entry + 16), data }
}
