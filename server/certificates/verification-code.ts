import { randomBytes } from 'node:crypto'

// Letters and digits without O, I, L and U: who reads a 0 or a 1 may type the letter, and both are understood.
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 13
const lookAlikes: Record<string, string> = { O: '0', I: '1', L: '1' }

export type CodeProblem = 'empty' | 'letters' | 'length' | 'slip'

/** A code such as `TP-7K4M-2QXD-9HRC-P`: twelve random characters (60 bits) and one that shows a slip. */
export function newVerificationCode(): string {
  // 256 is eight times 32, so that every letter is as likely as any other.
  const values = Array.from(randomBytes(length - 1), (byte) => byte % letters.length)
  return format([...values, double(sumOf(values))])
}

/**
 * The code that somebody typed or pasted, as it was issued: case, spaces, dashes, look-alikes and the address around it
 * do not matter. Says what is wrong with a text that cannot be a code of ours, so that nothing has to be looked up.
 */
export function readCode(typed: string): { code: string } | { problem: CodeProblem } {
  const last = typed
    .normalize('NFKC')
    .toUpperCase()
    .trim()
    .replace(/[?#].*$/s, '')
    .split('/')
    .filter(Boolean)
    .at(-1)
  const text = (last ?? '').replace(/^TP[\s\p{Pd}]/u, '').replace(/[\s\p{Pd}\p{Cf}_.]/gu, '')
  const plain = text.length > length && text.startsWith('TP') ? text.slice(2) : text
  if (plain === '') return { problem: 'empty' }
  const values = Array.from(plain, (letter) => letters.indexOf(lookAlikes[letter] ?? letter))
  if (values.includes(-1)) return { problem: 'letters' }
  if (values.length !== length) return { problem: 'length' }
  return sumOf(values) === 0 ? { code: format(values) } : { problem: 'slip' }
}

const format = (values: number[]): string => {
  const text = values.map((value) => letters[value]).join('')
  return `TP-${text.match(/.{1,4}/g)?.join('-')}`
}

/**
 * The characters as coefficients of a polynomial over the field of 32 elements, at a point whose powers all differ: one
 * wrong character, or two that changed places, always changes the sum. A code's sum is zero.
 */
const sumOf = (values: number[]): number => values.reduce((sum, value) => double(sum) ^ value, 0)
const double = (value: number): number => (value << 1) ^ (value >= 16 ? 0b100101 : 0)
