import { type Problems, readLongText, readTyped, type Typed } from '../../platform/web/forms.ts'
import { countryName, findCountry } from '../../platform/words/countries.ts'
import type { Language } from '../../platform/words/languages.ts'
import { cleanName } from '../../platform/words/names.ts'

/** The indicators that a programme may set itself a target for: people, each counted once. */
export const targetIndicators = ['enrolled', 'completed', 'certified'] as const
export type TargetIndicator = (typeof targetIndicators)[number]
/** Who signs certificates, and as what: "Director, School of Law". */
export type Signatory = { name: string; title: string }
export type Target = { indicator: TargetIndicator; target: number }

/** What a programme aims at, where, and what its donors may be told. */
export type ProgrammeAims = {
  iati_identifier: string
  countries_named: boolean
  /** Codes of ISO 3166-1, sorted, each once. */
  countries: string[]
  targets: Target[]
  /** In the order in which they sign. */
  signatories: Signatory[]
}

const mostCountries = 60
const mostPeople = 1_000_000
/** As many, and for each as many letters, as every certificate has room for (test/certificates/every-course.test.ts). */
const mostSignatories = 3
const longestSignatory = 120
const targetField = (indicator: TargetIndicator) => `target_${indicator}` as const
const fields = ['iati_identifier', 'countries_named', ...targetIndicators.map(targetField)] as const

/** The aims as they stand in the fields of the form, with countries by name, one a line. */
export function typedAims(aims: ProgrammeAims, language: Language): Typed {
  const targets = targetIndicators.map((indicator) => {
    const target = aims.targets.find((one) => one.indicator === indicator)
    return [targetField(indicator), target ? String(target.target) : '']
  })
  return {
    iati_identifier: aims.iati_identifier,
    countries_named: aims.countries_named ? 'yes' : '',
    countries: aims.countries.map((code) => countryName(code, language)).join('\n'),
    signatories: aims.signatories.map(({ name, title }) => `${name}; ${title}`).join('\n'),
    ...Object.fromEntries(targets),
  }
}

/** Problems have no values; `unknown` are the countries that are none, as they were typed. */
export function readAims(body: unknown): {
  values: ProgrammeAims | null
  problems: Problems
  typed: Typed
  unknown: string[]
} {
  const typed = readTyped(body, fields)
  const problems: Problems = {}
  const { iati_identifier = '' } = typed
  // IATI 2.03: no spaces and none of these four signs; every identifier begins with its organisation's.
  if (iati_identifier && !/^[^\s/&|?]{3,120}$/.test(iati_identifier)) problems.iati_identifier = 'programme.iati.wrong'

  const { text } = readLongText(body, 'countries', { least: 0, most: 10_000 })
  const lines = text.split(/[\n,;]/).flatMap((line) => line.trim() || [])
  const found = lines.map((line) => ({ line, code: findCountry(line) }))
  const unknown = found.flatMap(({ line, code }) => (code ? [] : [line]))
  const countries = [...new Set(found.flatMap(({ code }) => code ?? []))].sort()
  if (unknown.length > 0) problems.countries = 'programme.countries.unknown'
  else if (countries.length > mostCountries) problems.countries = 'programme.countries.many'

  const signing = readLongText(body, 'signatories', { least: 0, most: 2_000 }).text
  const signatories = signing.split('\n').flatMap((line) => {
    if (!line.trim()) return []
    const [name, title] = [/^[^;]*/.exec(line)?.[0] ?? '', line.replace(/^[^;]*;?/, '')].map(cleanName)
    if (!name || !title) problems.signatories = 'programme.signatories.wrong'
    else if (name.length + title.length > longestSignatory) problems.signatories = 'programme.signatories.long'
    return name && title ? [{ name, title }] : []
  })
  if (signatories.length > mostSignatories) problems.signatories = 'programme.signatories.many'

  const targets = targetIndicators.flatMap((indicator) => {
    const field = targetField(indicator)
    const value = typed[field] ?? ''
    if (!value) return []
    const target = /^\d{1,7}$/.test(value) ? Number(value) : 0
    if (target >= 1 && target <= mostPeople) return [{ indicator, target }]
    problems[field] = 'programme.target.wrong'
    return []
  })
  const aims = { iati_identifier, countries_named: typed.countries_named === 'yes', countries, targets, signatories }
  const values = Object.keys(problems).length > 0 ? null : aims
  return { values, problems, typed: { ...typed, countries: text, signatories: signing }, unknown }
}
