import { isoDate } from '../platform/words/dates.ts'

/** A name that any system can store: `deal-team-kandra-2026-gradebook-2026-03-02.csv`, by the cohort's calendar. */
export function cohortFileName(
  { name, time_zone }: { name: string; time_zone: string },
  { what, extension }: { what: 'gradebook' | 'handover' | 'certificates'; extension: 'csv' | 'xlsx' | 'pdf' | 'zip' },
  now: Date,
): string {
  const ascii = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const plain = ascii.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')
  return `${plain || 'cohort'}-${what}-${isoDate(now, time_zone)}.${extension}`
}
