const letters = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Bytes as a multibase text in base58btc, with its mark `z`. */
export function toBase58(bytes: Uint8Array): string {
  let rest = BigInt(`0x0${Buffer.from(bytes).toString('hex')}`)
  let text = ''
  for (; rest > 0n; rest /= 58n) text = letters.charAt(Number(rest % 58n)) + text
  const zeros = bytes.findIndex((byte) => byte !== 0)
  return `z${'1'.repeat(zeros < 0 ? bytes.length : zeros)}${text}`
}

/** The bytes of such a text, of a length that is known; null for any other text. */
export function fromBase58(text: string, length: number): Buffer | null {
  if (!text.startsWith('z') || text.length > 2 + length * 1.4) return null
  let value = 0n
  for (const letter of text.slice(1)) {
    const digit = letters.indexOf(letter)
    if (digit < 0) return null
    value = value * 58n + BigInt(digit)
  }
  const hex = value.toString(16).padStart(length * 2, '0')
  const bytes = hex.length === length * 2 ? Buffer.from(hex, 'hex') : null
  return bytes && toBase58(bytes) === text ? bytes : null
}
