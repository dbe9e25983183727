import fc from 'fast-check'
import { expect, test } from 'vitest'
import { languages } from '../../server/platform/words/languages.ts'
import { formatNumber, readNumber } from '../../server/platform/words/numbers.ts'

const inEveryLanguage: [string, number][] = [
  ['0', 0],
  ['7', 7],
  ['4,25', 4.25],
  ['4.25', 4.25],
  ['4,25 %', 4.25],
  ['4.25%', 4.25],
  ['4,25\u00A0%', 4.25],
  ['%4.25', 4.25],
  ['٤٫٢٥', 4.25],
  ['۴٫۲۵', 4.25],
  ['٤٫٢٥ ٪', 4.25],
  ['٤٫٢٥٠', 4.25],
  ['٤،٢٥', 4.25],
  ['١٬٢٣٤٬٥٦٧٫٨', 1_234_567.8],
  ['1 234 567,8', 1_234_567.8],
  ['1\u00A0234\u00A0567,8', 1_234_567.8],
  ['1\u202F234\u202F567.8', 1_234_567.8],
  ['1\u2009234\u2009567,8', 1_234_567.8],
  ["1'234'567.8", 1_234_567.8],
  ['1’234’567,8', 1_234_567.8],
  ['1.234.567,8', 1_234_567.8],
  ['1,234,567.8', 1_234_567.8],
  ['1.234.567', 1_234_567],
  ['1,234,567', 1_234_567],
  ['1 234', 1234],
  ['1 234,567', 1234.567],
  ['1 234.567', 1234.567],
  ['1234567', 1_234_567],
  ['1234,567', 1234.567],
  ['1234.567', 1234.567],
  ['0,125', 0.125],
  ['0.125', 0.125],
  ['.5', 0.5],
  [',5', 0.5],
  ['007', 7],
  ['1e6', 1_000_000],
  ['1E6', 1_000_000],
  ['1,5e-3', 0.0015],
  ['+4', 4],
  ['-4,5', -4.5],
  ['\u22124.5', -4.5],
  ['–4,5', -4.5],
  ['- 4', -4],
  ['\u200E-4.5', -4.5],
  ['  12  ', 12],
  ['-0', 0],
]

test.each(inEveryLanguage)('%j is %d in every language', (text, value) => {
  for (const language of languages) expect(readNumber(text, language)).toEqual({ value })
})

test.each([
  ['1,234', 'fr', 1.234],
  ['1,234', 'pt', 1.234],
  ['1,234', 'es', 1.234],
  ['1,234', 'en', 1234],
  ['1,234', 'ar', 1234],
  ['1.234', 'en', 1.234],
  ['1.234', 'ar', 1.234],
  ['1.234', 'pt', 1234],
  ['1.234', 'es', 1234],
  ['1.234', 'es-MX', 1.234],
  ['1,234', 'en-GB', 1234],
  ['4.250,00', 'fr', 4250],
  ['4.250,00', 'pt', 4250],
  ['4,250.00', 'en', 4250],
  ['-4,250.00', 'ar', -4250],
  ['1,234', 'not a locale', 1234],
])('%s in %s is %d', (text, locale, value) => {
  expect(readNumber(text, locale)).toEqual({ value })
})

test.each([
  ['4.250,00', 'en', [4.25, 4250]],
  ['4.250,00', 'ar', [4.25, 4250]],
  ['1.234,5', 'en', [1.2345, 1234.5]],
  ['-1.234,5', 'en', [-1234.5, -1.2345]],
  ['4,250.00', 'fr', [4.25, 4250]],
  ['4,250.00', 'pt', [4.25, 4250]],
  ['1.234', 'fr', [1.234, 1234]],
  ['-1.234 %', 'fr', [-1234, -1.234]],
  ['1.234e3', 'fr', [1234, 1_234_000]],
])('%s in %s is asked back', (text, locale, ambiguous) => {
  expect(readNumber(text, locale)).toEqual({ ambiguous })
})

test.each([
  '',
  ' ',
  '\u00A0',
  'NaN',
  'Infinity',
  '-Infinity',
  '∞',
  'four',
  '0x10',
  '0b1',
  '1n',
  '1_000',
  '--4',
  '+-4',
  '4-',
  '(4)',
  '4 USD',
  '$4',
  '4.',
  '4,',
  '.',
  ',',
  '-',
  '%',
  '%4%',
  '٪4٪',
  '4 %%',
  '1e',
  'e6',
  '1e999',
  '1e-999',
  '1 23',
  '1  234',
  '12 34',
  '1,23,456',
  '1.234.56',
  '1,234.567,8',
  "1 234'567",
  '0 123',
  '1,,2',
  '1 2 3',
  '4/5',
  '10²',
  '1\0',
  '9'.repeat(101),
])('%j is no number in any language', (text) => {
  for (const language of languages) expect(readNumber(text, language)).toEqual({ invalid: true })
})

test('a hundred thousand characters are refused at once', () => {
  const start = performance.now()
  for (const text of ['9'.repeat(100_000), ' '.repeat(100_000), '1,'.repeat(50_000)])
    expect(readNumber(text, 'fr')).toEqual({ invalid: true })
  expect(performance.now() - start).toBeLessThan(50)
})

test('whatever is typed, the answer is finite numbers or a refusal, never an error', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(..."0123456789٤٫٬,.  \u202F'’+-−e%٪") }),
  )
  fc.assert(
    fc.property(typed, fc.oneof(fc.constantFrom(...languages), fc.string()), (text, locale) => {
      const reading = readNumber(text, locale)
      const values = 'value' in reading ? [reading.value] : 'ambiguous' in reading ? reading.ambiguous : []
      expect(values.every(Number.isFinite)).toBe(true)
      if ('ambiguous' in reading) expect(new Set(values).size).toBeGreaterThan(1)
    }),
    { numRuns: 3000 },
  )
})

test.each(languages)('what is shown in %s is read back as the same number', (language) => {
  const cents = fc.integer({ min: -1e12, max: 1e12 }).map((amount) => amount / 100)
  fc.assert(
    fc.property(cents, (value) => {
      expect(readNumber(formatNumber(value, language), language)).toEqual({ value: value + 0 })
      expect(readNumber(formatNumber(value, language, { digits: 2 }), language)).toEqual({ value: value + 0 })
    }),
    { numRuns: 500 },
  )
})

test.each([
  [1_234_567.891, 'en', '1,234,567.891'],
  [1_234_567.891, 'fr', '1\u202F234\u202F567,891'],
  [1_234_567.891, 'pt', '1.234.567,891'],
  [1_234_567.891, 'es', '1.234.567,891'],
  [1_234_567.891, 'ar', '1,234,567.891'],
  [-0, 'en', '0'],
  [0.1 + 0.2, 'en', '0.3'],
] as const)('%d in %s is shown as %j', (value, language, text) => {
  expect(formatNumber(value, language)).toBe(text)
})

test('decimals are as many as asked for, and nothing is not negative', () => {
  expect(formatNumber(4.5, 'fr', { digits: 2 })).toBe('4,50')
  expect(formatNumber(4.256, 'en', { digits: 1 })).toBe('4.3')
  expect(formatNumber(-0.001, 'en', { digits: 2 })).toBe('0.00')
})

test.each([Number.NaN, Number.POSITIVE_INFINITY])('%s is not shown', (value) => {
  expect(() => formatNumber(value, 'en')).toThrow(RangeError)
})
