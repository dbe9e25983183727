import { crc32, deflateSync, inflateSync } from 'node:zlib'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Chunks that a picture of honest size has, and bytes that a packed text may unpack to. */
const most = { chunks: 2_000 }

export const isPng = (bytes: Uint8Array): boolean => signature.equals(bytes.subarray(0, signature.length))

/** A picture of dots of three bytes, with texts in it by keyword (iTXt, as it stands). */
export function encodePng(dots: Uint8Array, width: number, texts: Record<string, string>): Buffer {
  const height = dots.length / 3 / width
  const lines = Buffer.alloc(height * (1 + width * 3))
  for (let y = 0; y < height; y += 1) {
    const line = y * (1 + width * 3)
    // Each byte as its difference from the one above: a flat picture packs to almost nothing.
    lines[line] = 2
    for (let x = 0; x < width * 3; x += 1) {
      const at = y * width * 3 + x
      lines[line + 1 + x] = ((dots[at] ?? 0) - (y === 0 ? 0 : (dots[at - width * 3] ?? 0))) & 0xff
    }
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2], 8) // eight bits of red, green and blue
  const written = Object.entries(texts).map(([keyword, text]) =>
    chunk('iTXt', Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`), Buffer.from(text)])),
  )
  return Buffer.concat([signature, chunk('IHDR', head), ...written, chunk('IDAT', deflateSync(lines)), chunk('IEND')])
}

function chunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** The text with that keyword; null where a file has none, is torn, or unpacks to more than `mostBytes`. */
export function readTextOfPng(file: Uint8Array, wanted: string, mostBytes: number): Buffer | null {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  let at = signature.length
  for (let seen = 0; seen < most.chunks && at + 12 <= bytes.length; seen += 1) {
    const length = bytes.readUInt32BE(at)
    const end = at + 8 + length
    if (end + 4 > bytes.length) return null
    const data = bytes.subarray(at + 8, end)
    if (bytes.toString('latin1', at + 4, at + 8) === 'iTXt' && data.indexOf(`${wanted}\0`) === 0)
      return crc32(bytes.subarray(at + 4, end)) === bytes.readUInt32BE(end) ? textOf(data, wanted, mostBytes) : null
    at = end + 4
  }
  return null
}

/** Keyword, whether packed, how, language, translated keyword, text; with a zero after each word. */
function textOf(data: Buffer, keyword: string, mostBytes: number): Buffer | null {
  const packed = data[keyword.length + 1] === 1
  const language = data.indexOf(0, keyword.length + 3)
  const translated = data.indexOf(0, language + 1)
  if (language < 0 || translated < 0) return null
  const text = data.subarray(translated + 1)
  if (!packed) return text
  try {
    return inflateSync(text, { maxOutputLength: mostBytes })
  } catch {
    return null
  }
}
