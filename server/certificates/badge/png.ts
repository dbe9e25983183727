import { crc32, deflateSync, inflateSync } from 'node:zlib'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Chunks that a picture of honest size has, and bytes that a packed text may unpack to. */
const most = { chunks: 2_000 }

export const isPng = (bytes: Uint8Array): boolean => signature.equals(bytes.subarray(0, signature.length))

/**
 * A picture of dots of three bytes, with texts in it by keyword (iTXt, as it stands). Of few colours, as ours are, each dot
 * is written as the number of its colour, which packs to a third.
 */
export function encodePng(dots: Uint8Array, width: number, texts: Record<string, string>): Buffer {
  const height = dots.length / 3 / width
  const indexed = byPalette(dots)
  const { bytes, kind, each } = indexed ?? { bytes: dots, kind: 2, each: 3 }
  const line = width * each
  const lines = Buffer.alloc(height * (1 + line))
  for (let y = 0; y < height; y += 1) {
    const start = y * (1 + line)
    // Each byte as its difference from the one above: a flat picture packs to almost nothing.
    lines[start] = 2
    for (let x = 0; x < line; x += 1) {
      const at = y * line + x
      lines[start + 1 + x] = ((bytes[at] ?? 0) - (y === 0 ? 0 : (bytes[at - line] ?? 0))) & 0xff
    }
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, kind], 8) // eight bits of each
  const written = Object.entries(texts).map(([keyword, text]) =>
    chunk('iTXt', Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`), Buffer.from(text)])),
  )
  const palette = indexed ? [chunk('PLTE', indexed.palette)] : []
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    ...palette,
    ...written,
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND'),
  ])
}

const mostColours = 256

/** Each dot as the number of its colour; null where there are too many colours. */
function byPalette(dots: Uint8Array) {
  const numbers = new Map<number, number>()
  const bytes = new Uint8Array(dots.length / 3)
  let [last, number] = [-1, 0]
  for (let dot = 0; dot < bytes.length; dot += 1) {
    const at = dot * 3
    const colour = ((dots[at] ?? 0) << 16) | ((dots[at + 1] ?? 0) << 8) | (dots[at + 2] ?? 0)
    if (colour !== last) {
      number = numbers.get(colour) ?? numbers.size
      if (number === mostColours) return null
      numbers.set(colour, number)
      last = colour
    }
    bytes[dot] = number
  }
  const palette = Buffer.from(
    [...numbers.keys()].flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]),
  )
  return { bytes, kind: 3, each: 1, palette }
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
