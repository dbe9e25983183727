import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto'

/** A new row's id: a random UUID (version 4, 122 random bits), in lower case. */
export const newId = (): string => randomUUID()

/** The id that the same words give, however often they are sent: a UUID (version 8) from their SHA-256. */
export function idFrom(...words: string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(words)).digest('hex')
  const groups = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ]
  return groups.join('-')
}

/** True for any UUID in its usual spelling; asked before a text from an address reaches a uuid column. */
export const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

/** A secret for links and sessions: 256 random bits as 43 characters that are safe in an address. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** What the database keeps of a secret: its SHA-256, 32 bytes. The secret itself has enough entropy to need no salt. */
export const hashSecret = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Without 0 O 1 I L U: a code is read aloud, copied by hand and typed on a phone. */
export const codeLetters = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A code for people to type, such as `K7QX-3MPA-9RTD`: 4.9 random bits per character (59 bits by default). */
export function newCode(groups = 3, groupLength = 4): string {
  const group = () => Array.from({ length: groupLength }, () => codeLetters[randomInt(codeLetters.length)]).join('')
  return Array.from({ length: groups }, group).join('-')
}
