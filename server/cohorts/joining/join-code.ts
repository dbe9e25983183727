/**
 * A join code as it is stored, `K7QX-3MPA`, from however it was typed: small letters, spaces, dashes. Null for what
 * can be no code.
 */
export function readJoinCode(typed: string): string | null {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s.\p{Pd}]/gu, '')
  return /^[0-9A-Z]{8}$/.test(letters) ? `${letters.slice(0, 4)}-${letters.slice(4)}` : null
}
