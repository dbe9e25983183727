import type { Key } from '../words/messages.ts'
import { limits } from './limits.ts'

/** A form as it came: names and what was typed. Anything that is not one text is read as empty. */
export type Typed = Record<string, string>
/** What is wrong, by field: the key of a sentence in the reader's language. */
export type Problems = Record<string, Key>

/** The named fields of a body, trimmed and cut to a length that no honest value reaches. */
export function readTyped(body: unknown, names: readonly string[]): Typed {
  const typed: Typed = {}
  for (const name of names) {
    // A body parsed from a form is an object of strings and lists of strings; anything else is read as empty.
    const value = (body as Record<string, unknown> | null)?.[name]
    typed[name] = typeof value === 'string' ? value.trim().slice(0, limits.fieldCharacters) : ''
  }
  return typed
}

/** A path of ours to go back to, or nothing: never another site. */
export function ownPath(value: unknown): string | null {
  if (typeof value !== 'string' || !/^\/(?![/\\])[!-~]*$/.test(value) || value.length > 500) return null
  return value
}

export const looksLikeEmail = (text: string): boolean => /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;]{2,}$/.test(text)

/**
 * A text of several lines from a form, whole and with plain line ends, and what is wrong with its length; `least` and
 * `most` in characters as people count them.
 */
export function readLongText(
  body: unknown,
  name: string,
  { least, most }: { least: number; most: number },
): { text: string; problem: 'short' | 'long' | null } {
  // As in `readTyped`.
  const value = (body as Record<string, unknown> | null)?.[name]
  const typed = typeof value === 'string' ? value : ''
  const text = typed.replaceAll(/\r\n?/g, '\n').toWellFormed().trim()
  const length = [...text].length
  return { text, problem: length < least ? 'short' : length > most ? 'long' : null }
}
