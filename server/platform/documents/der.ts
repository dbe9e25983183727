/** The few forms of DER (ITU-T X.690) that a certificate and a signature are written in. */

const element = (tag: number, ...parts: Buffer[]): Buffer => {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content])
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const hex = length.toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes])
}

export const sequence = (...parts: Buffer[]): Buffer => element(0x30, ...parts)
/** The members of a set stand in the order of their bytes. */
export const set = (...parts: Buffer[]): Buffer => element(0x31, ...parts.sort(Buffer.compare))
export const octets = (bytes: Buffer): Buffer => element(0x04, bytes)
export const bits = (bytes: Buffer, unused = 0): Buffer => element(0x03, Buffer.from([unused]), bytes)
export const text = (words: string): Buffer => element(0x0c, Buffer.from(words, 'utf8'))
export const yes = element(0x01, Buffer.from([0xff]))
export const nothing = element(0x05)
/** `[number]` around whole elements. */
export const tagged = (number: number, ...parts: Buffer[]): Buffer => element(0xa0 | number, ...parts)

/** A whole number from its bytes, the first of them the highest; none of ours is below zero. */
export const integer = (bytes: Buffer | number[]): Buffer => {
  const [first = 0] = bytes
  return element(0x02, Buffer.from(first >= 0x80 ? [0, ...bytes] : [...bytes]))
}

export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [40 * first + second, ...rest].flatMap((number) => {
    const groups = [number & 0x7f]
    for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift(0x80 | (left % 128))
    return groups
  })
  return element(0x06, Buffer.from(bytes))
}

/** A moment to the second, from 2050 in the longer form, as certificates want it. */
export function time(date: Date): Buffer {
  const digits = `${date.toISOString().slice(0, 19).replace(/\D/g, '')}Z`
  return date.getUTCFullYear() < 2050
    ? element(0x17, Buffer.from(digits.slice(2), 'latin1'))
    : element(0x18, Buffer.from(digits, 'latin1'))
}

/** The elements that stand inside the first element of some bytes, each whole. */
export function inside(bytes: Buffer): Buffer[] {
  const { start, end } = extentOf(bytes, 0)
  const parts: Buffer[] = []
  for (let at = start; at < end; ) {
    const { end: next } = extentOf(bytes, at)
    parts.push(bytes.subarray(at, next))
    at = next
  }
  return parts
}

function extentOf(bytes: Buffer, at: number): { start: number; end: number } {
  const first = bytes[at + 1] ?? 0
  if (first < 0x80) return { start: at + 2, end: at + 2 + first }
  const count = first & 0x7f
  const start = at + 2 + count
  return { start, end: start + bytes.readUIntBE(at + 2, count) }
}
