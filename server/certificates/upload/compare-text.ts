import { plainText } from './pdf-text.ts'

/** What of a certificate is compared by itself, in the order in which it is printed. */
export const comparedFields = ['code', 'name', 'course', 'length', 'award', 'issued_on', 'issuer'] as const
export type ComparedField = (typeof comparedFields)[number]
export type IssuedTexts = Record<ComparedField, string>

/** Characters beside a field that must be as issued, too: what is added to a name stands next to it. */
const beside = 6

/**
 * Which fields of `found`, the text of a file, are not as in `issued`, the text of the file as it would be drawn now;
 * `other` where the texts differ and each field is as issued. Empty where every character is the same.
 */
export function differingFields(issued: string, found: string, texts: IssuedTexts): (ComparedField | 'other')[] {
  const [whole, theirs] = [plainText(issued), plainText(found)]
  if (whole === theirs) return []
  const places = placesOf(whole, texts)
  const differing = places.filter(({ start, end }, index) => {
    // What stands beside it, up to the next field, which has an answer of its own.
    const from = Math.max(start - beside, places[index - 1]?.end ?? 0)
    const to = Math.min(end + beside, places[index + 1]?.start ?? whole.length)
    return !theirs.includes(whole.slice(Math.min(from, start), Math.max(to, end)))
  })
  return differing.length > 0 ? differing.map(({ field }) => field) : ['other']
}

/** Where each field stands in the text; one that is printed otherwise than it is written stands nowhere. */
function placesOf(whole: string, texts: IssuedTexts): { field: ComparedField; start: number; end: number }[] {
  let from = 0
  return comparedFields.flatMap((field) => {
    const text = plainText(texts[field])
    const start = whole.indexOf(text, from)
    if (start < 0) return []
    from = start + text.length
    return [{ field, start, end: from }]
  })
}
