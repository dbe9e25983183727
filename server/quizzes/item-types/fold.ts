const ligatures: Record<string, string> = { œ: 'oe', æ: 'ae', ß: 'ss' }
const edge = '[\\s\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}"\'.,;:!?¿¡،؛؟۔]'
// A dash before a digit may be a minus, and stays.
const edges = new RegExp(`^(?:${edge}|-(?!\\d))+|(?:${edge}|-)+$`, 'gu')

/**
 * What spellings of one answer share: no case, accents or vowel signs, one kind of space, apostrophe and hyphen, no
 * ligatures, and no quotation marks or punctuation around it. What stands inside stays, unlike in the key of a name.
 * For comparing, never for showing; may be empty.
 */
export const fold = (text: string): string =>
  text
    .replace(/[’‘ʼʻ`´′]/g, "'") // before the rest: an acute accent by itself would come apart into a space and a mark
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{Mn}\p{Cf}\u0640]/gu, '')
    .replace(/[œæß]/g, (letter) => ligatures[letter] ?? letter)
    .replace(/[\p{Pd}−]/gu, '-')
    .replace(/\s+/g, ' ')
    .replace(edges, '')
