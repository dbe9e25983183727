import type { Static, TSchema } from 'typebox'
import { Settings } from 'typebox/system'
import { Value } from 'typebox/value'
import { isCollection, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml'
import type { Report } from './problems.ts'
import { describeError } from './schema-messages.ts'

export type Path = readonly (string | number)[]
export type YamlFile = { value: unknown; lineOf(path: Path): number; report: Report }

/** The file's value, and the line of each of its parts; null when it is not YAML, which has then been reported. */
export function parseYaml(text: string, report: Report): YamlFile | null {
  const counter = new LineCounter()
  // Text, numbers, true and false whatever the file asks for: no binaries, no sets, no YAML 1.1.
  const plainValues = { schema: 'core', resolveKnownTags: false } as const
  const document = parseDocument(text, { ...plainValues, lineCounter: counter, prettyErrors: false })
  const faults = [...document.errors, ...document.warnings]
  for (const fault of faults) report(counter.linePos(fault.pos[0]).line, `not valid YAML: ${fault.message}`)
  if (faults.length > 0) return null
  let plain = true
  const refuse = (node: unknown, message: string) => {
    plain = false
    report(counter.linePos(startOf(node) ?? 0).line, message)
  }
  // An alias may stand for itself, for nothing, or for a few lines that unfold into millions.
  visit(document, {
    Alias: (_, alias) => refuse(alias, `"*${alias.source}" is not accepted here: write out what it stands for`),
    Pair: (_, { key }) => (isCollection(key) ? refuse(key, 'the name of a field must be text') : undefined),
  })
  if (!plain) return null

  /** Of a field, the line of its name; of a list's entry, where it begins; of what is not there, of what should hold it. */
  const lineOf = (path: Path) => {
    let node: unknown = document.contents
    let offset = 0
    for (const step of path) {
      if (isMap(node)) {
        const pair = node.items.find(
          (one) => isPair(one) && isScalar(one.key) && String(one.key.value) === String(step),
        )
        if (!pair) break
        offset = startOf(pair.key) ?? offset
        node = pair.value
      } else if (isSeq(node)) {
        node = node.items[Number(step)]
        offset = startOf(node) ?? offset
      } else break
    }
    return counter.linePos(offset).line
  }
  return { value: document.toJS(), lineOf, report }
}

// Every node of a parsed document has a range; only those made by hand may lack one.
const startOf = (node: unknown) => (node as Node | null | undefined)?.range?.[0]

/** The part at `path` when it has the schema's shape; otherwise null, and each difference is reported at its line. */
export function readAs<S extends TSchema>(schema: S, file: YamlFile, path: Path = []): Static<S> | null {
  const value = path.reduce<unknown>((part, step) => (isRecord(part) ? part[step] : undefined), file.value)
  if (Value.Check(schema, value)) return value
  for (const error of allErrors(schema, value)) {
    const inner = error.instancePath.split('/').slice(1)
    for (const { message, at } of describeError(error, schema, inner))
      file.report(file.lineOf([...path, ...at]), message)
  }
  return null
}

export const isRecord = (value: unknown): value is Record<string | number, unknown> =>
  typeof value === 'object' && value !== null

/** TypeBox stops at eight errors; an author wants all of them. */
function allErrors(schema: TSchema, value: unknown) {
  const { maxErrors } = Settings.Get()
  Settings.Set({ maxErrors: 1000 })
  try {
    return Value.Errors(schema, value)
  } finally {
    Settings.Set({ maxErrors })
  }
}
