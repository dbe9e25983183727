const longest = 120

// Marks that show nothing and come along when a name is pasted: direction marks, soft hyphen, zero-width space, BOM.
const invisible = /[\u00AD\u061C\u200B\u200E\u200F\u2060\uFEFF]/g
// Control characters, lone surrogates, private use, and what turns the direction of the text around the name.
const refused = /[\p{Cc}\p{Cs}\p{Co}\u202A-\u202E\u2066-\u2069]/u

/**
 * A person's or institution's name as it is kept: NFC, trimmed, one plain space between words; letters of any script,
 * apostrophes and hyphens as they were typed. `null` when it cannot be kept: empty, over 120 characters, without a
 * letter or digit, or with control characters or characters that override the direction of the text.
 */
export function cleanName(text: string): string | null {
  if (text.length > longest * 10) return null
  const trimmed = text.normalize('NFC').replace(invisible, '').trim()
  if (refused.test(trimmed) || !/[\p{L}\p{N}]/u.test(trimmed)) return null
  const name = trimmed.replace(/\s+/g, ' ')
  return [...name].length <= longest ? name : null
}

// Letters that people without them on the keyboard write otherwise, and that Unicode does not take apart.
const plain: Record<string, string> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ß: 'ss',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
  ŋ: 'ng',
  ɛ: 'e',
  ɔ: 'o',
  ɓ: 'b',
  ɗ: 'd',
  ƙ: 'k',
  ƴ: 'y',
  ى: 'ي',
  ی: 'ي',
  ة: 'ه',
  ک: 'ك',
}
const special = new RegExp(`[${Object.keys(plain).join('')}]`, 'g')

/**
 * What two spellings of a name share: no case, accents, vowel signs, apostrophes or hyphens. For finding, never for
 * showing; may be empty.
 */
export const searchKey = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{Mn}\p{Cf}\u0640]/gu, '')
    .replace(special, (letter) => plain[letter] ?? letter)
    .replace(/['’‘ʼʻ`´]/g, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()
