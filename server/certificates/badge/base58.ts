const letters = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Bytes as a multibase text in base58btc, with its mark `z`. */
export function toBase58(bytes: Uint8Array): string {
  let rest = BigInt(`0x0${Buffer.from(bytes).toString('hex')}`)
  let text = ''
  for (; rest > 0n; rest /= 58n) text = letters.charAt(Number(rest % 58n)) + text
  const zeros = bytes.findIndex((byte) => byte !== 0)
  return `z${'1'.repeat(zeros < 0 ? bytes.length : zeros)}${text}`
}

/**
 * The bytes of such a text, of a length that is known; null for any other text. Bytes have one spelling: a text that is
 * not how its own bytes are spelt (another alphabet or mark, a zero more in front) says nothing.
 */
export function fromBase58(text: string, length: number): Buffer | null {
  if (text.length > 2 + length * 1.4) return null // reading a number takes longer than its length
  let value = 0n
  for (const letter of text.slice(1)) value = value * 58n + BigInt(Math.max(0, letters.indexOf(letter)))
  const bytes = Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex')
  return bytes.length === length && toBase58(bytes) === text ? bytes : null
}
