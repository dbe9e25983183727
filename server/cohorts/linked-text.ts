/** A piece of a text that somebody typed: an address that may be followed, or words (`href` null). */
export type TextPart = { text: string; href: string | null }

declare module '../platform/web/pages.ts' {
  interface Partials {
    'cohorts/words': { words: TextPart[] }
  }
}

/** A longer one is no address that a person would send. */
const longestAddress = 2_000
const longestShown = 80
const addresses = /(?<![\p{L}\p{N}])https?:\/\/[^\s<>"\p{Cc}\p{Cf}]+/giu
/** What ends a sentence rather than an address, in the scripts that people here write. */
const tail = new Set(".,;:!?'’”»…*_،؛؟。，")
const opening: Record<string, string> = { ')': '(', ']': '[', '}': '{' }

/** The text in pieces, in which addresses of the web become links. Nothing else does; a template escapes all of it. */
export function linkedText(text: string): TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const { 0: found, index } of text.matchAll(addresses)) {
    const address = withoutTail(found)
    const href = hrefOf(address)
    if (!href) continue
    if (index > end) parts.push({ text: text.slice(end, index), href: null })
    parts.push({ text: address.length > longestShown ? `${address.slice(0, longestShown)}…` : address, href })
    end = index + address.length
  }
  if (end < text.length) parts.push({ text: text.slice(end), href: null })
  return parts
}

/** Without the point or the bracket that belongs to the sentence around it. */
function withoutTail(found: string): string {
  const open: Record<string, number> = {}
  for (const sign of found) open[sign] = (open[sign] ?? 0) + 1
  let end = found.length
  for (;;) {
    const last = found.charAt(end - 1)
    const opens = opening[last]
    const unopened = opens !== undefined && (open[last] ?? 0) > (open[opens] ?? 0)
    if (!tail.has(last) && !unopened) return found.slice(0, end)
    open[last] = (open[last] ?? 0) - 1
    end -= 1
  }
}

/** The address as a browser reads it; null for one that is none, or that hides its host behind a name and a password. */
function hrefOf(address: string): string | null {
  if (address.length > longestAddress || !URL.canParse(address)) return null
  const { href, protocol, username, password } = new URL(address)
  return /^https?:$/.test(protocol) && !username && !password ? href : null
}
