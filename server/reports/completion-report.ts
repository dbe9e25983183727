import type { Sex } from '../accounts/tables.ts'
import { type Figure, type Measure, measures, smallestGroup } from './indicators.ts'
import type { Group, Programme } from './queries.ts'
import { type SuppressedTable, suppressTogether, type Table } from './suppression.ts'

export type Figures = Record<Measure, Figure>

export type SexColumn = Sex | 'male_or_undisclosed'

/** The figures of one country and sex; null for all countries, all sexes. */
export type Line = { country_code: string | null; sex: SexColumn | null; figures: Figures }

/** What the page and the file are both written from, so that they cannot disagree. */
export type CompletionReport = {
  programme: Programme
  at: Date
  countries: string[]
  sexes: SexColumn[]
  lines: Line[]
  totals: Figures
}

const columnOf: Record<SexColumn, Sex[]> = {
  female: ['female'],
  male: ['male'],
  undisclosed: ['undisclosed'],
  male_or_undisclosed: ['male', 'undisclosed'],
}

/** A few who did not say would have to be hidden, and the women's total with them: they are counted with the men. */
function columnsFor(groups: Group[]): SexColumn[] {
  const unsaid = sumOf(
    'enrolled',
    groups.filter(({ sex }) => sex === 'undisclosed'),
  )
  if (unsaid === 0) return ['female', 'male']
  return unsaid < smallestGroup ? ['female', 'male_or_undisclosed'] : ['female', 'male', 'undisclosed']
}

/** For each country, by its code, a line for each sex and one for all; then the same for all countries. */
export function completionReport(programme: Programme, groups: Group[], at: Date): CompletionReport {
  const countries = [...new Set(groups.map(({ country_code }) => country_code))].sort()
  const sexes = columnsFor(groups)
  const tables = byMeasure((measure) => tableOf(countries, sexes, groups, measure))
  const shown = suppressTogether(tables, { threshold: smallestGroup })
  // A reason may be given where the group itself is small, as its own people know; any other would tell something.
  const isSmallGroup = (r: number, c: number) => shown.enrolled.reasons.counts[r]?.[c] === 'small'
  const figures = (place: (table: SuppressedTable) => number | null | undefined, isSmall = false): Figures =>
    byMeasure((measure) => {
      const value = place(shown[measure]) ?? null
      return value === null ? { hidden: isSmall ? 'small' : 'dependent' } : { shown: value }
    })
  const totals = figures((table) => table.total)
  const lines: Line[] = [
    ...countries.flatMap((country_code, r) => [
      ...sexes.map((sex, c) => ({
        country_code,
        sex,
        figures: figures((table) => table.counts[r]?.[c], isSmallGroup(r, c)),
      })),
      { country_code, sex: null, figures: figures((table) => table.rowTotals[r]) },
    ]),
    ...sexes.map((sex, c) => ({ country_code: null, sex, figures: figures((table) => table.columnTotals[c]) })),
    { country_code: null, sex: null, figures: totals },
  ]
  return { programme, at, countries, sexes, lines, totals }
}

// Object.fromEntries knows no names; every measure has its entry.
const byMeasure = <T>(make: (measure: Measure) => T) =>
  Object.fromEntries(measures.map((measure) => [measure, make(measure)])) as Record<Measure, T>

const sumOf = (measure: Measure, groups: Group[]) => groups.reduce((before, group) => before + group[measure], 0)

function tableOf(countries: string[], sexes: SexColumn[], groups: Group[], measure: Measure): Table {
  const sum = (among: Group[]) => sumOf(measure, among)
  const ofCountry = (code: string) => groups.filter(({ country_code }) => country_code === code)
  const ofSex = (column: SexColumn, among: Group[]) => among.filter(({ sex }) => columnOf[column].includes(sex))
  return {
    rows: countries,
    columns: sexes,
    counts: countries.map((code) => sexes.map((sex) => sum(ofSex(sex, ofCountry(code))))),
    rowTotals: countries.map((code) => sum(ofCountry(code))),
    columnTotals: sexes.map((sex) => sum(ofSex(sex, groups))),
    total: sum(groups),
  }
}
