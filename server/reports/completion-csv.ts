import { type CsvCell, toCsv } from '../platform/documents/csv.ts'
import { countryName } from '../platform/words/countries.ts'
import { isoDate } from '../platform/words/dates.ts'
import type { CompletionReport } from './completion-report.ts'
import { type Figure, measures } from './indicators.ts'
import { unnamedCountry } from './queries.ts'

export const csvColumns = ['as_of', 'country_code', 'country', 'sex', ...measures] as const

const cell = (figure: Figure): CsvCell => ('shown' in figure ? figure.shown : 'hidden')

/** The report for machines: the same columns, words and order whoever reads it; `all` stands for a total. */
export function completionCsv({ at, lines }: CompletionReport): string {
  const rows = lines.map(({ country_code, sex, figures }): CsvCell[] => [
    at,
    country_code ?? 'all',
    nameOf(country_code),
    sex ?? 'all',
    ...measures.map((measure) => cell(figures[measure])),
  ])
  return toCsv(csvColumns, rows)
}

const nameOf = (code: string | null): string => {
  if (code === null) return 'All countries'
  return code === unnamedCountry ? 'Countries not named' : countryName(code, 'en')
}

/** A name that any system can store: `contracts-that-hold-completion-2026-03-02.csv`. */
export function csvName({ programme, at }: CompletionReport): string {
  const ascii = programme.title_en.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const name = ascii.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')
  return `${name || 'programme'}-completion-${isoDate(at)}.csv`
}
