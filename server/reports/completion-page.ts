import type { Phrase } from '../catalogue/titles.ts'
import { programmeTitle } from '../cohorts/programmes/programmes.ts'
import { countryName } from '../platform/words/countries.ts'
import type { Language } from '../platform/words/languages.ts'
import { completionCsv } from './completion-csv.ts'
import type { CompletionReport, Figures, Line, SexColumn } from './completion-report.ts'
import { type Figure, type Indicator, indicators, type Measure, measures } from './indicators.ts'
import type { Programme } from './queries.ts'

export type ProgrammeEntry = { id: string; title: Phrase; funder: string; starts_on: string; ends_on: string }
export type Bar = { measure: Measure; count: number; percent: number }
export type MeasureTable = {
  indicator: Indicator
  /** In the order of the figures, which end with the one for all. */
  sexes: SexColumn[]
  countries: { name: string; figures: Figure[] }[]
  totals: Figure[]
}
export type CompletionPage = {
  programme: ProgrammeEntry
  at: Date
  countries: number
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
  const { id, funder, starts_on, ends_on } = programme
  return { id, title: programmeTitle(programme, language), funder, starts_on, ends_on }
}

export function completionPage(report: CompletionReport, language: Language): CompletionPage {
  const { programme, at, countries, lines, totals } = report
  return {
    programme: programmeEntry(programme, language),
    at,
    countries: countries.length,
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
    .map((code) => ({ name: countryName(code, language), lines: ofCountry(code) }))
    .sort((a, b) => order.compare(a.name, b.name))
  return measures.map((measure) => {
    const figures = (of: Line[]) => of.map(({ figures }) => figures[measure])
    return {
      indicator: indicators[measure],
      sexes,
      countries: named.map(({ name, lines }) => ({ name, figures: figures(lines) })),
      totals: figures(ofCountry(null)),
    }
  })
}
