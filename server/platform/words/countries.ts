import ar from 'i18n-iso-countries/langs/ar.json' with { type: 'json' }
import en from 'i18n-iso-countries/langs/en.json' with { type: 'json' }
import es from 'i18n-iso-countries/langs/es.json' with { type: 'json' }
import fr from 'i18n-iso-countries/langs/fr.json' with { type: 'json' }
import pt from 'i18n-iso-countries/langs/pt.json' with { type: 'json' }
import type { Language } from './languages.ts'

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
