import { type Problems, readTyped, type Typed } from '../../../platform/web/forms.ts'
import { limits } from '../../../platform/web/limits.ts'
import { searchKey } from '../../../platform/words/names.ts'
import type { InvitedPerson, Mistake } from '../../roster/check-line.ts'
import { type KnownAddress, outcomesOf } from '../../roster/outcomes.ts'
import type { RosterLine } from '../../roster/read-roster.ts'

const fields = ['name', 'email', 'language', 'sex'] as const
type Row = Record<(typeof fields)[number], string>

/** A contact's form as it came: fields `name_1`, `email_1` and so on, for as many rows as there can be places. */
export function readRows(body: unknown): { typed: Typed; rows: Map<number, Row> } {
  const typed: Typed = {}
  const rows = new Map<number, Row>()
  for (let n = 1; n <= limits.teamPlaces; n += 1) {
    const [name = '', email = '', language = '', sex = ''] = fields.map((field) => {
      const key = `${field}_${n}`
      const text = readTyped(body, [key])[key] ?? ''
      if (text) typed[key] = text
      return text
    })
    if (name || email) rows.set(n, { name, email, language, sex }) // a language alone is an empty row as it was shown
  }
  return { typed, rows }
}

type Places = {
  team: { institution: string; country_code: string; places: number }
  /** The addresses that have places of the team. */
  named: readonly string[]
  known: readonly KnownAddress[]
  now: Date
}

export const linesOf = (rows: Map<number, Row>, { institution, country_code }: Places['team']): RosterLine[] =>
  [...rows].map(([line, row]) => ({ line, ...row, institution, country: country_code }))

/**
 * The people of the rows who get an invitation, and what is wrong with the rows, by field. Who has a place of the team
 * already is passed over, as is a row that says the same as one above.
 */
export function checkRows(
  lines: readonly RosterLine[],
  { team, named, known, now }: Places,
): { people: InvitedPerson[]; problems: Problems } {
  const people: InvitedPerson[] = []
  const problems: Problems = {}
  const own = new Set(named)
  let left = team.places - own.size
  for (const { row, outcome } of outcomesOf(lines, known, now)) {
    const n = row.line
    if (outcome.kind === 'mend') {
      for (const mistake of outcome.mistakes) problems[`${fieldOf(mistake)}_${n}`] ??= `roster.mend.${mistake}`
    } else if (outcome.kind === 'duplicate') {
      const first = lines.find(({ line }) => line === outcome.first)
      if (searchKey(first?.name ?? '') !== searchKey(row.name)) problems[`email_${n}`] = 'naming.address_twice'
    } else if (outcome.kind === 'member' || outcome.kind === 'waiting') {
      if (!own.has(outcome.person.email)) problems[`email_${n}`] = 'naming.known'
    } else if (own.has(outcome.person.email)) {
      people.push(outcome.person) // their invitation has lapsed, and the place is theirs
    } else if (left > 0) {
      left -= 1
      people.push(outcome.person)
    } else problems[`name_${n}`] = 'naming.no_place'
  }
  return { people, problems }
}

function fieldOf(mistake: Mistake): (typeof fields)[number] {
  const [field] = mistake.split('_')
  return fields.find((known) => known === field) ?? 'name'
}
