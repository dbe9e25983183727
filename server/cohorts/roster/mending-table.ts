import { toCsv } from '../../platform/documents/csv.ts'
import type { Translate } from '../../platform/words/messages.ts'
import { checkLine } from './check-line.ts'
import { columns } from './columns.ts'
import type { RosterLine } from './read-roster.ts'

/** The lines that need mending as a CSV file that can be imported again, each with what is wrong in a last column. */
export function mendingTable(lines: readonly RosterLine[], t: Translate): string {
  const heading = [...columns.map((column) => t(`roster.column.${column}`)), t('roster.column.mend')]
  const rows = lines.flatMap((line) => {
    const checked = checkLine(line)
    if (!('mistakes' in checked)) return []
    const why = checked.mistakes.map((mistake) => t(`roster.mend.${mistake}`)).join('; ')
    return [[...columns.map((column) => line[column]), why]]
  })
  return toCsv(heading, rows, { bom: true })
}
