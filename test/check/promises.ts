import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { slashes } from './project.ts'
import { type Place, placeAt } from './script.ts'

export type Promised = Place & { file: string; name: string }

/** Every name that may be a promised view without a template: too many are found, and the types say which count. */
export function findCandidates(root: string, names: string[]): Promised[] {
  return globSync('server/**/*.ts', { cwd: root }).flatMap((file) => {
    const source = readFileSync(join(root, file), 'utf8')
    if (!/\binterface (?:Pages|Partials|Layouts)\b/.test(source)) return []
    return [...source.matchAll(/'([a-z0-9/-]+)'(?=:)|(?<=[\s{;])([a-z][a-z0-9]*)(?=:)/g)]
      .map((found) => ({ name: found[1] ?? found[2] ?? '', file: slashes(file), ...placeAt(source, found.index) }))
      .filter(({ name }, index, all) => !names.includes(name) && all.findIndex((one) => one.name === name) === index)
  })
}

/** One statement a line, each of which fails when its candidate is promised; the last one is for all other names. */
export function promisesOf(candidates: Promised[], names: string[]): string {
  const union = [...names, ...candidates.map(({ name }) => name)].map((name) => `'${name}'`).join(' | ') || 'never'
  return [
    ...candidates.map(({ name }, index) => `export const p${index}: '${name}' extends keyof Templates ? never : 0 = 0`),
    `export const others: never[] = [] as Exclude<keyof Templates, ${union}>[]`,
  ].join('\n')
}
