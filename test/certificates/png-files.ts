import { deflateSync } from 'node:zlib'

type Ways = { packed?: boolean; content?: Buffer; before?: number }

/** A PNG file, as far as its texts go: `content` as it stands in the file, `before` it so many empty parts. */
export function pngWith(text: string, { packed = false, content, before = 0 }: Ways = {}): Buffer {
  const keyword = Buffer.from(`openbadgecredential\0${packed ? '\u0001' : '\0'}\0\0\0`)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', Buffer.alloc(13)),
    ...Array.from({ length: before }, () => chunk('tEXt', Buffer.alloc(0))),
    chunk('iTXt', Buffer.concat([keyword, content ?? (packed ? deflateSync(text) : Buffer.from(text))])),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crcOf(body))
  return Buffer.concat([length, body, sum])
}

/** The check sum of PNG, bit by bit, as its specification writes it. */
function crcOf(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}
