import ar from 'i18n-iso-countries/langs/ar.json' with { type: 'json' }
import en from 'i18n-iso-countries/langs/en.json' with { type: 'json' }
import es from 'i18n-iso-countries/langs/es.json' with { type: 'json' }
import fr from 'i18n-iso-countries/langs/fr.json' with { type: 'json' }
import pt from 'i18n-iso-countries/langs/pt.json' with { type: 'json' }
import { type Language, languages } from './languages.ts'
import { searchKey } from './names.ts'

export type Country = { code: string; name: string }

const listed: Record<Language, Record<string, string | string[]>> = {
  en: en.countries,
  fr: fr.countries,
  pt: pt.countries,
  es: es.countries,
  ar: ar.countries,
}

// What the lists have wrong (Portuguese gives each Congo the other's name), out of date, or sorted where nobody looks.
const corrected: Record<Language, Record<string, string>> = {
  en: {
    CI: 'Côte d’Ivoire',
    CN: 'China',
    GM: 'Gambia',
    IR: 'Iran',
    LA: 'Laos',
    MD: 'Moldova',
    MK: 'North Macedonia',
    ST: 'São Tomé and Príncipe',
    SY: 'Syria',
    TZ: 'Tanzania',
  },
  fr: { CI: 'Côte d’Ivoire', SZ: 'Eswatini', TZ: 'Tanzanie' },
  pt: {
    CD: 'República Democrática do Congo',
    CG: 'República do Congo',
    MF: 'São Martinho (parte francesa)',
    SX: 'São Martinho (parte neerlandesa)',
  },
  es: { CD: 'República Democrática del Congo', CG: 'República del Congo', LA: 'Laos', SY: 'Siria' },
  ar: { BY: 'بيلاروس', MM: 'ميانمار', SZ: 'إسواتيني' },
}

/** Whether the text is an ISO 3166-1 alpha-2 code in capitals, or XK (Kosovo), which has none of its own yet. */
export const isCountry = (code: string): boolean => Object.hasOwn(en.countries, code)

/** The country's name, for one of the codes of `listCountries`. Throws a RangeError for any other code. */
export function countryName(code: string, language: Language): string {
  if (!isCountry(code)) throw new RangeError(`Not a country code: ${code.slice(0, 20)}`)
  const names = corrected[language][code] ?? listed[language][code] ?? code
  return typeof names === 'string' ? names : (names[0] ?? code)
}

const lists = new Map<Language, readonly Country[]>()

/** All 250 countries and territories in the order in which that language's dictionary has them. Frozen, kept. */
export function listCountries(language: Language): readonly Country[] {
  const known = lists.get(language)
  if (known) return known
  const order = new Intl.Collator(language)
  const list = Object.keys(en.countries)
    .map((code) => Object.freeze({ code, name: countryName(code, language) }))
    .sort((a, b) => order.compare(a.name, b.name))
  lists.set(language, Object.freeze(list))
  return list
}

/** What officials write and no list has; and Congo, which two countries are called, so that it says neither. */
const alsoCalled: Record<string, string> = {
  drc: 'CD',
  'dr congo': 'CD',
  rdc: 'CD',
  rca: 'CF',
  car: 'CF',
  congo: '',
  swaziland: 'SZ',
  'guinee conakry': 'GN',
  'guinea conakry': 'GN',
}

const codesByName = new Map<string, string>()

/**
 * The code of a country from its code or from one of its names in any of our languages, whatever its capitals, accents
 * and apostrophes; null for any other text.
 */
export function findCountry(text: string): string | null {
  const code = text.trim().toUpperCase()
  if (isCountry(code)) return code
  if (codesByName.size === 0) {
    const put = (name: string, of: string) => {
      const key = searchKey(name)
      if (key && !codesByName.has(key)) codesByName.set(key, of)
    }
    for (const [name, of] of Object.entries(alsoCalled)) put(name, of)
    for (const language of languages) for (const country of listCountries(language)) put(country.name, country.code)
    // Other names come last: the lists' own mistakes then lose against what corrects them.
    for (const language of languages)
      for (const [of, names] of Object.entries(listed[language]))
        if (isCountry(of)) for (const name of [names].flat()) put(name, of)
  }
  return codesByName.get(searchKey(text)) || null
}
