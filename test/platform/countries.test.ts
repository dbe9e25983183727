import { expect, test } from 'vitest'
import { countryName, isCountry, listCountries } from '../../server/platform/words/countries.ts'
import { languages } from '../../server/platform/words/languages.ts'

test.each([
  ['GN', 'en', 'Guinea'],
  ['GN', 'fr', 'Guinée'],
  ['MZ', 'pt', 'Moçambique'],
  ['PE', 'es', 'Perú'],
  ['MR', 'ar', 'موريتانيا'],
  ['CI', 'en', 'Côte d’Ivoire'],
  ['CG', 'en', 'Republic of the Congo'],
  ['CD', 'en', 'Democratic Republic of the Congo'],
  ['CG', 'fr', 'République du Congo'],
  ['CD', 'fr', 'République démocratique du Congo'],
  ['CG', 'pt', 'República do Congo'],
  ['CD', 'pt', 'República Democrática do Congo'],
  ['CG', 'es', 'República del Congo'],
  ['CD', 'es', 'República Democrática del Congo'],
  ['SZ', 'ar', 'إسواتيني'],
] as const)('%s in %s is %s', (code, language, name) => {
  expect(countryName(code, language)).toBe(name)
})

test.each(languages)('every country has its own name in %s', (language) => {
  const list = listCountries(language)
  expect(list).toHaveLength(250)
  expect(new Set(list.map((country) => country.name)).size).toBe(250)
  expect(list.filter((country) => /^[A-Z]{2}$|, /.test(country.name)).map((country) => country.code)).not.toContain(
    'TZ',
  )
})

test('the list follows the dictionary of the language, accents included', () => {
  const french = listCountries('fr').map((country) => country.name)
  const at = (name: string) => french.indexOf(name)
  expect(at('Égypte')).toBeGreaterThan(at('Danemark'))
  expect(at('Égypte')).toBeLessThan(at('Finlande'))
  expect(french.at(-1)).toBe('Zimbabwe')
})

test('the list is made once and cannot be changed', () => {
  expect(listCountries('en')).toBe(listCountries('en'))
  expect(Object.isFrozen(listCountries('en'))).toBe(true)
})

test.each(['GH', 'TL', 'XK'])('%s is a country', (code) => {
  expect(isCountry(code)).toBe(true)
})

test.each(['', 'gh', 'GHA', 'ZZ', 'Ghana', 'constructor', '__proto__'])('%j is not a country', (code) => {
  expect(isCountry(code)).toBe(false)
  expect(() => countryName(code, 'en')).toThrow(RangeError)
})
