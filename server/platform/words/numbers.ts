import { type Language, localeOf } from './languages.ts'

/** What a text means as a number; `ambiguous` holds the possible values, smallest first, to ask the reader back. */
export type NumberReading = { value: number } | { ambiguous: number[] } | { invalid: true }

type Marks = { decimal: string; group: string }

const invalid: NumberReading = { invalid: true }
const longest = 100 // characters; no figure that a person types comes near

const shape =
  /^(?<before>%?) ?(?<sign>[+-]?) ?(?<body>\d(?:[\d ',.٫٬]*\d)?|[,.٫]\d+)(?<exponent>(?:e[+-]?\d{1,3})?) ?(?<after>%?)$/i
const spaces = /[\t\u00A0\u2000-\u200A\u202F\u205F\u3000]/g
const directionMarks = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

/** Spaces, apostrophes, signs and digits, each written one way: ASCII, and U+066B and U+066C for the Arabic marks. */
const plain = (text: string): string =>
  text
    .replace(directionMarks, '')
    .replace(spaces, ' ')
    .replace(/[‘’ʼ′]/g, "'")
    .replace(/[−–‐‑－]/g, '-')
    .replace(/٪/g, '%')
    .replace(/،/g, ',')
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .trim()

const marksByLocale = new Map<string, Marks>()

function marksOf(locale: string): Marks {
  const known = marksByLocale.get(locale)
  if (known) return known
  let format: Intl.NumberFormat
  try {
    format = new Intl.NumberFormat(locale, { numberingSystem: 'latn' })
  } catch {
    return { decimal: '.', group: ',' }
  }
  const parts = format.formatToParts(1234567.8)
  const mark = (type: 'decimal' | 'group') => plain(`0${parts.find((part) => part.type === type)?.value}0`).slice(1, -1)
  const marks = { decimal: mark('decimal'), group: mark('group') }
  if (marksByLocale.size < 100) marksByLocale.set(locale, marks)
  return marks
}

/** The whole part's digits when its marks part it into thousands, all by the one same mark; else undefined. */
function ungroup(whole: string): string | undefined {
  if (/^\d*$/.test(whole)) return whole
  return /^[1-9]\d{0,2}([ ',.٬])\d{3}(\1\d{3})*$/.test(whole) ? whole.replace(/\D/g, '') : undefined
}

/** Every way to read digits and marks, as texts that `Number` reads, by the locale's rule; see `readNumber`. */
function readings(body: string, marks: Marks): string[] {
  const last = /[,.٫](?=\d*$)/.exec(body)?.[0]
  const at = last === undefined ? -1 : body.lastIndexOf(last)
  const whole = ungroup(body)
  const before = last === undefined ? undefined : ungroup(body.slice(0, at))
  // A mark that already parts the thousands cannot be the decimal mark as well.
  const decimal = before === undefined || body.indexOf(last ?? '') < at ? undefined : `${before}.${body.slice(at + 1)}`
  if (decimal === undefined || last === undefined) return whole === undefined ? [] : [whole]
  if (last === marks.decimal) return [decimal]
  if (whole !== undefined) return last === marks.group ? [whole] : [decimal, whole]
  const own = body.slice(0, at).split(marks.decimal)
  return own.length === 2 && last !== '٫' ? [decimal, `${own[0]}.${own[1]}${body.slice(at + 1)}`] : [decimal]
}

/**
 * Reads a number as somebody who writes the language of `locale` (BCP 47; unknown ones count as English) typed it.
 * Never throws.
 *
 * Accepted: digits 0-9, Arabic-Indic and Persian; a sign, U+2212 and dashes included; thousands parted by any space,
 * an apostrophe, comma, point or U+066C; decimals after comma, point or U+066B; an exponent (1e6); a per cent sign,
 * which does not divide: "4,25 %" is 4.25. Thousands are groups of three, all parted by the same mark, the first
 * group not starting with 0. Which of comma and point is what, in this order:
 *
 * 1. The language's own decimal mark, once and last, is decimal: "1,234" is 1.234 in French, "1.234" in English.
 * 2. The language's own thousands mark, where it parts thousands, does: "1,234" is 1234 in English.
 * 3. A foreign mark is decimal where it cannot part thousands ("4.25", "0.125", "1234.567" in French), and parts
 *    thousands where it stands more than once ("1.234.567" in English).
 * 4. A foreign mark that may be either is ambiguous: "1.234" in French is 1.234 or 1234.
 * 5. So is a foreign decimal mark after the language's own one: "4.250,00" in English is 4.25 or 4250. Twice, the own
 *    mark cannot be decimal: "1.234.567,8" is 1234567.8 in every language.
 *
 * Invalid: blank, words, NaN, Infinity, hexadecimal, what leaves the range of a double, and over 100 characters.
 */
export function readNumber(text: string, locale: string): NumberReading {
  if (text.length > longest) return invalid
  const form = shape.exec(plain(text))?.groups
  if (!form || (form.before && form.after)) return invalid
  const { sign = '', body = '', exponent = '' } = form
  const values = readings(body, marksOf(locale)).map((digits) => Number(`${digits}${exponent}`))
  if (values.some((value) => !Number.isFinite(value) || (value === 0 && /[1-9]/.test(body)))) return invalid
  const signed = [...new Set(values)]
    .sort((a, b) => a - b)
    .map((value) => (sign === '-' && value !== 0 ? -value : value))
  const [value, ...others] = signed
  if (value === undefined) return invalid
  return others.length === 0 ? { value } : { ambiguous: signed.sort((a, b) => a - b) }
}

const formatters = new Map<string, Intl.NumberFormat>()

/**
 * The number as readers of `language` write it: "1 234,5" in French (its spaces do not break), Latin digits in Arabic,
 * no sign before zero. `digits` is how many decimals are shown, 0 to 20; without it, as many as there are, up to 10.
 * `readNumber` reads it back in the same language. Throws a RangeError for NaN, Infinity and impossible `digits`.
 */
export function formatNumber(value: number, language: Language, options: { digits?: number } = {}): string {
  if (!Number.isFinite(value)) throw new RangeError(`Not a number to show: ${value}`)
  const { digits } = options
  const key = `${language} ${digits}`
  const formatter =
    formatters.get(key) ??
    new Intl.NumberFormat(localeOf(language), {
      minimumFractionDigits: digits ?? 0,
      maximumFractionDigits: digits ?? 10,
      signDisplay: 'negative',
    })
  formatters.set(key, formatter)
  return formatter.format(value)
}
