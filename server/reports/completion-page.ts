import type { Phrase } from '../catalogue/titles.ts'
import { programmeTitle } from '../cohorts/programmes/programmes.ts'
import { countryName } from '../platform/words/countries.ts'
import type { Language } from '../platform/words/languages.ts'
import { completionCsv } from './completion-csv.ts'
import type { CompletionReport, Figures, Line, SexColumn } from './completion-report.ts'
import { type Figure, type Indicator, indicators, type Measure, measures } from './indicators.ts'
import { type Programme, unnamedCountry } from './queries.ts'

export type ProgrammeEntry = {
  id: string
  title: Phrase
  funder: string
  starts_on: string
  ends_on: string
  iati_identifier: string
}
export type Bar = { measure: Measure; count: number; percent: number }
export type MeasureTable = {
  indicator: Indicator
  /** In the order of the figures, which end with the one for all. */
  sexes: SexColumn[]
  /** Those that are not named come last, together, under no name. */
  countries: { name: string | null; figures: Figure[] }[]
  totals: Figure[]
}
export type CompletionPage = {
  programme: ProgrammeEntry
  at: Date
  /** How many countries its people are from; null where some of them are not named. */
  countries: number | null
  /** Which countries are not named. */
  unnamed: 'none' | 'some' | 'all'
  targets: Record<Measure, { target: number; percent: number | null } | null>
  totals: Figures
  /** For each indicator its total as a share of the enrolled, 0 to 100; null when it or they are hidden. */
  percent: Record<Measure, number | null>
  /** From enrolment to certificate, as far as the totals are shown. */
  bars: Bar[]
  anythingHidden: boolean
  tables: MeasureTable[]
  csv: { href: string; kilobytes: number }
}

export const programmeEntry = (programme: Programme, language: Language): ProgrammeEntry => {
  const { id, funder, starts_on, ends_on, iati_identifier } = programme
  return { id, title: programmeTitle(programme, language), funder, starts_on, ends_on, iati_identifier }
}

export function completionPage(report: CompletionReport, language: Language): CompletionPage {
  const { programme, at, countries, lines, totals } = report
  const unnamed = countries.includes(unnamedCountry)
  return {
    programme: programmeEntry(programme, language),
    at,
    countries: unnamed ? null : countries.length,
    unnamed: !unnamed ? 'none' : countries.length > 1 ? 'some' : 'all',
    targets: targetsOf(report),
    totals,
    percent: percentOf(totals),
    bars: barsOf(totals),
    anythingHidden: lines.some(({ figures }) => measures.some((measure) => 'hidden' in figures[measure])),
    tables: tablesOf(report, language),
    csv: {
      href: `/reports/${programme.id}.csv`,
      kilobytes: Math.ceil(Buffer.byteLength(completionCsv(report)) / 1000),
    },
  }
}

function percentOf({ enrolled, active, completed, certified }: Figures): CompletionPage['percent'] {
  const base = 'shown' in enrolled ? enrolled.shown : 0
  const share = (total: Figure) => ('shown' in total && base > 0 ? (100 * total.shown) / base : null)
  return {
    enrolled: share(enrolled),
    active: share(active),
    completed: share(completed),
    certified: share(certified),
  }
}

/** Each target beside its indicator, and how much of it is reached: unsaid where the figure is hidden. */
function targetsOf({ programme, totals }: CompletionReport): CompletionPage['targets'] {
  const of = (measure: Measure) => {
    const found = programme.targets.find(({ indicator }) => indicator === measure)
    if (!found) return null
    const total = totals[measure]
    return { target: found.target, percent: 'shown' in total ? (100 * total.shown) / found.target : null }
  }
  return { enrolled: of('enrolled'), active: of('active'), completed: of('completed'), certified: of('certified') }
}

function barsOf(totals: Figures): Bar[] {
  const percent = percentOf(totals)
  return measures.flatMap((measure) => {
    const [total, share] = [totals[measure], percent[measure]]
    return 'shown' in total && share !== null ? [{ measure, count: total.shown, percent: share }] : []
  })
}

function tablesOf({ countries, sexes, lines }: CompletionReport, language: Language): MeasureTable[] {
  const order = new Intl.Collator(language)
  const ofCountry = (code: string | null) => lines.filter(({ country_code }) => country_code === code)
  const named = countries
    .filter((code) => code !== unnamedCountry)
    .map((code) => ({ name: countryName(code, language), lines: ofCountry(code) }))
    .sort((a, b) => order.compare(a.name, b.name))
  // Where no country is named, the line for all says as much as theirs.
  const unnamed = countries.length > named.length && named.length > 0
  const rows = unnamed ? [...named, { name: null, lines: ofCountry(unnamedCountry) }] : named
  return measures.map((measure) => {
    const figures = (of: Line[]) => of.map(({ figures }) => figures[measure])
    return {
      indicator: indicators[measure],
      sexes,
      countries: rows.map(({ name, lines }) => ({ name, figures: figures(lines) })),
      totals: figures(ofCountry(null)),
    }
  })
}
