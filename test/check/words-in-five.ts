import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The pages of whoever checks a certificate, and those that may be answered in their place. */
const pages = [
  'certificates/verify',
  'certificates/verified',
  'certificates/unknown',
  'certificates/checked-file',
  'certificates/holder/shared',
  'errors/refusal',
  'errors/fault',
]

/** Code that takes words for these pages, for the paper and for the badge. */
const code = [
  'server/navigation.ts',
  'server/certificates/certificate-words.ts',
  'server/certificates/verification-routes.ts',
  'server/certificates/badge/*.ts',
  'server/certificates/upload/*.ts',
]

/** What is put into a key that is put together, `phase.${phase}`, is named in one of these, or is one of the refusals. */
const values = [
  'server/certificates/{record,tables,verification-code}.ts',
  'server/certificates/standing/state.ts',
  'server/certificates/upload/*.ts',
  'server/catalogue/course.ts',
  'server/navigation.ts',
  'server/platform/web/pages.ts',
  'server/platform/words/languages.ts',
]
/** Those that anybody may meet; the others stand in the way of work that needs an account. */
const refusals = ['not_found', 'bad_request', 'foreign_origin', 'too_large', 'too_many', 'wrong_type']

/**
 * The keys, among those given, that have to have a text in every language of certificates: all that these files name, as
 * a whole (`verify.title`) or put together (`verify.heading.${state}`). A page or a file that is added to them counts
 * from then on.
 */
export function keysInFive(root: string, keys: readonly string[]): Set<string> {
  const read = (paths: string[]) => paths.map((path) => readFileSync(join(root, path), 'utf8')).join('\n')
  const find = (patterns: string[]) => globSync(patterns, { cwd: root, exclude: ['**/*.d.ts'] })
  const source = read([...templatesOf(root, pages).map((name) => `views/${name}.eta`), ...find(code)])
  const known = new Set([...read(find(values)).matchAll(/'([\w-]+)'/g)].map(([, value]) => value).concat(refusals))
  const named = new Set([...source.matchAll(/'([\w-]+(?:\.[\w-]+)+)'/g)].map(([, key]) => key))
  const composed = [...source.matchAll(/`([\w-]+(?:\.[\w-]+)*\.\$\{[^`]*)`/g)].map(
    ([, key = '']) => new RegExp(`^${key.replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '(\\w+)')}$`),
  )
  const isNamed = (key: string) => named.has(key) || composed.some((one) => known.has(one.exec(key)?.[1]))
  return new Set(keys.filter(isNamed))
}

/** Templates with the layouts and the partials that they name, and so on. */
function templatesOf(root: string, names: readonly string[]): string[] {
  const found = new Set<string>()
  const add = (name: string) => {
    const file = join(root, `views/${name}.eta`)
    if (found.has(name) || !existsSync(file)) return
    found.add(name)
    for (const [, inner = ''] of readFileSync(file, 'utf8').matchAll(/(?:include|layout)\('\/([\w/-]+)'/g)) add(inner)
  }
  for (const name of names) add(name)
  return [...found]
}
