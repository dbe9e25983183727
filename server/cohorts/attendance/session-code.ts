import { createHmac, timingSafeEqual } from 'node:crypto'
import { codeLetters } from '../../platform/data/ids.ts'

/** What a code is made of. `number` leads to the session, `secret` never leaves the server. */
export type Coded = { id: string; number: number; secret: string }
/** When somebody may be recorded by code. */
type Held = { starts_at: Date; ends_at: Date; cancelled_at: Date | null }

const stepSeconds = 30
const proofLetters = 6
const handleLetters = { least: 2, most: 6 }
// Who is at the door early or whose day runs late is recorded; another day's code by mistake is not shown at all.
const hoursAround = 2
const ticketMinutes = 15

const stepAt = (at: Date): number => Math.floor(at.getTime() / 1000 / stepSeconds)
const sign = (secret: string, text: string): Buffer => createHmac('sha256', secret).update(text).digest()
function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)]
  return first.length === second.length && timingSafeEqual(first, second)
}

/** The code of a moment by the server's clock, as `24-K7QX3M`: which session it is, and a proof that changes. */
export const codeAt = (session: Coded, at: Date): string => codeOfStep(session, stepAt(at))

function codeOfStep({ id, number, secret }: Coded, step: number): string {
  const proof = sign(secret, `code ${id} ${step}`).subarray(0, proofLetters)
  return `${handleOf(number)}-${[...proof].map((byte) => codeLetters[byte % codeLetters.length]).join('')}`
}

/** Whole seconds until another code takes its place: at least one, at most thirty. */
export const secondsLeft = (at: Date): number => Math.ceil(stepSeconds - ((at.getTime() / 1000) % stepSeconds))

export const codePeriod = ({ starts_at, ends_at }: Pick<Held, 'starts_at' | 'ends_at'>) => ({
  opens_at: new Date(starts_at.getTime() - hoursAround * 3_600_000),
  shuts_at: new Date(ends_at.getTime() + hoursAround * 3_600_000),
})

export const isOpen = (session: Held, at: Date): boolean => {
  const { opens_at, shuts_at } = codePeriod(session)
  return session.cancelled_at === null && opens_at <= at && at < shuts_at
}

/** Whether the code was on the wall at that moment. The one before still counts: it may have just been read. */
export const codeHolds = (session: Coded & Held, code: string, at: Date): boolean =>
  isOpen(session, at) && [0, 1].some((back) => isSame(code, codeOfStep(session, stepAt(at) - back)))

/** A code as it is written, from however it was typed, and the session's number in it. Null for what can be no code. */
export function readSessionCode(typed: string): { code: string; number: number } | null {
  const letters = [
    ...typed
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[\s.\p{Pd}]/gu, ''),
  ]
  const handle = letters.slice(0, -proofLetters)
  const { least, most } = handleLetters
  if (handle.length < least || handle.length > most || letters.some((letter) => !codeLetters.includes(letter)))
    return null
  const number = handle.reduce((sum, letter) => sum * codeLetters.length + codeLetters.indexOf(letter), 0)
  return { code: `${handle.join('')}-${letters.slice(-proofLetters).join('')}`, number }
}

function handleOf(number: number): string {
  let handle = ''
  for (let rest = number; rest > 0; rest = Math.floor(rest / codeLetters.length))
    handle = `${codeLetters[rest % codeLetters.length]}${handle}`
  return handle.padStart(handleLetters.least, codeLetters[0])
}

const sealOf = ({ id, secret }: Coded, code: string, opened: string) =>
  sign(secret, `ticket ${id} ${code} ${opened}`).toString('base64url').slice(0, 22)

/** For the address: when the code was first opened, so that a slow sign-in does not make it an old one. */
export function ticketFor(session: Coded, code: string, openedAt: Date): string {
  const opened = openedAt.getTime().toString(36)
  return `${opened}.${sealOf(session, code, opened)}`
}

/** When the code was first opened. Null for a ticket of another code, a made-up one, and one over 15 minutes old. */
export function openedAt(session: Coded, code: string, ticket: string, now: Date): Date | null {
  const [opened = '', seal = ''] = ticket.split('.', 2)
  if (!isSame(seal, sealOf(session, code, opened))) return null
  const at = Number.parseInt(opened, 36)
  return at <= now.getTime() && now.getTime() - at <= ticketMinutes * 60_000 ? new Date(at) : null
}
