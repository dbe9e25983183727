import { type Static, Type } from 'typebox'
import { languages } from '../platform/words/languages.ts'
import type { Text } from './course.ts'
import { type Report, repeatsOf } from './problems.ts'
import { termSchema } from './schemas.ts'
import { parseYaml, readAs } from './yaml-file.ts'

/** `term` is the word itself in each language, `definition` what it means. */
export type GlossaryTerm = { id: string; term: Text; definition: Text; category: string }

/** Reads `glossary.yaml`: the terms that are right in themselves. Mistakes are reported. */
export function readGlossary(source: string, report: Report): GlossaryTerm[] {
  const file = parseYaml(source, report)
  const list = file && readAs(Type.Array(Type.Unknown()), file)
  if (!list) return []
  const entries = list.flatMap((_, index) => {
    const entry = readAs(termSchema, file, [index])
    return entry ? [{ entry, index }] : []
  })
  for (const { value, index } of repeatsOf(entries.map(({ entry }) => entry.id)))
    report(file.lineOf([entries[index]?.index ?? 0, 'id']), `the term "${value}" is explained twice`)
  return entries.map(({ entry }) => toTerm(entry))
}

function toTerm(entry: Static<typeof termSchema>): GlossaryTerm {
  const term: Text = { en: entry.term }
  const definition: Text = { en: entry.definition }
  for (const language of languages) {
    if (language === 'en') continue
    const [own, meaning] = [entry[language], entry[`definition_${language}`]]
    if (own !== undefined) term[language] = own
    if (meaning !== undefined) definition[language] = meaning
  }
  return { id: entry.id, term, definition, category: entry.category }
}
