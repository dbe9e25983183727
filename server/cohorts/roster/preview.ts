import type { Sex } from '../../accounts/tables.ts'
import { countryName } from '../../platform/words/countries.ts'
import type { Language } from '../../platform/words/languages.ts'
import type { Mistake } from './check-line.ts'
import type { Preview } from './outcomes.ts'

type Person = { line: number; name: string; email: string; institution: string; country: string }
export type PreviewPage = {
  lines: number
  /** How many lines there are of each kind, without those of which there are none. */
  counts: { kind: Preview['outcome']['kind']; n: number }[]
  mend: (Person & { mistakes: Mistake[] })[]
  invite: (Person & { language: Language; sex: Sex; kind: 'new' | 'account' | 'again' })[]
  nothing: (Person & ({ kind: 'member' | 'waiting'; first: null } | { kind: 'duplicate'; first: number }))[]
}

const kinds = ['new', 'account', 'again', 'waiting', 'member', 'duplicate', 'mend'] as const

/** What the preview's page says, in three lists: what needs mending, who gets a letter, and where nothing happens. */
export function previewPage(previews: readonly Preview[], language: Language): PreviewPage {
  const page: PreviewPage = {
    lines: previews.length,
    counts: kinds
      .map((kind) => ({ kind, n: previews.filter(({ outcome }) => outcome.kind === kind).length }))
      .filter(({ n }) => n > 0),
    mend: [],
    invite: [],
    nothing: [],
  }
  for (const { row, outcome } of previews) {
    const { line, name, email, institution, country } = row
    const asTyped = { line, name, email, institution, country }
    if (outcome.kind === 'mend') page.mend.push({ ...asTyped, mistakes: outcome.mistakes })
    else if (outcome.kind === 'duplicate') page.nothing.push({ ...asTyped, kind: 'duplicate', first: outcome.first })
    else {
      const { country_code, ...person } = outcome.person
      const cleaned = { line, ...person, country: countryName(country_code, language) }
      if (outcome.kind === 'member' || outcome.kind === 'waiting')
        page.nothing.push({ ...cleaned, kind: outcome.kind, first: null })
      else page.invite.push({ ...cleaned, kind: outcome.kind })
    }
  }
  return page
}
