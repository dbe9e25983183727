import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { interfaceLanguages, languages } from '../../server/platform/words/languages.ts'
import { placeAt } from './script.ts'
import { keysInFive } from './words-in-five.ts'

const partial = languages.filter((language) => !interfaceLanguages.some((one) => one === language))

/** The arguments of a message by name, each with its type in TypeScript. */
type Arguments = Record<string, string>
type Catalogue = { file: string; source: string; keys: string[]; texts: Map<string, Arguments>; problems: string[] }

function collect(elements: MessageFormatElement[], found: Arguments): Arguments {
  const add = (name: string, type: string) => {
    found[name] = found[name] && found[name] !== type ? `${found[name]} & (${type})` : type
  }
  for (const element of elements) {
    if (element.type === TYPE.argument) add(element.value, '(string | number)')
    if (element.type === TYPE.number || element.type === TYPE.plural) add(element.value, 'number')
    if (element.type === TYPE.date || element.type === TYPE.time) add(element.value, 'Date')
    if (element.type === TYPE.select) {
      add(
        element.value,
        `(${Object.keys(element.options)
          .map((option) => JSON.stringify(option))
          .join(' | ')})`,
      )
    }
    if (element.type === TYPE.select || element.type === TYPE.plural) {
      for (const option of Object.values(element.options)) collect(option.value, found)
    }
  }
  return found
}

const where = ({ file, source }: Catalogue, key: string) => {
  const { line, column } = placeAt(source, source.indexOf(`${JSON.stringify(key)}:`))
  return `${file}:${line}:${column}`
}

function readCatalogue(root: string, file: string): Catalogue {
  const source = readFileSync(join(root, file), 'utf8')
  const catalogue: Catalogue = { file, source, keys: [], texts: new Map(), problems: [] }
  let entries: [string, unknown][]
  try {
    entries = Object.entries<unknown>(JSON.parse(source))
  } catch (error) {
    catalogue.problems.push(`${file}:1:1 ${error instanceof Error ? error.message : error}`)
    return catalogue
  }
  for (const [key, text] of entries) {
    catalogue.keys.push(key)
    try {
      if (typeof text !== 'string' || text.trim() === '') throw new Error('is empty or not a text')
      catalogue.texts.set(key, collect(parse(text, { ignoreTag: true }), {}))
    } catch (error) {
      catalogue.problems.push(`${where(catalogue, key)} "${key}": ${error instanceof Error ? error.message : error}`)
    }
  }
  return catalogue
}

/**
 * What a language's file lacks, has too much, or says with arguments that English does not give. `asked` are the keys of
 * a language that has the words of certificates alone; null for one that has them all.
 */
function compare(catalogue: Catalogue, english: Catalogue, asked: Set<string> | null): string[] {
  const problems: string[] = []
  for (const key of asked ?? english.texts.keys()) {
    if (!catalogue.keys.includes(key)) problems.push(`${catalogue.file}:1:1 has no text for "${key}"`)
  }
  for (const [key, found] of catalogue.texts) {
    const given = english.texts.get(key)
    if (!given) problems.push(`${where(catalogue, key)} "${key}" is not a key of the English file`)
    else if (asked && !asked.has(key))
      problems.push(`${where(catalogue, key)} "${key}" is on no certificate and on no page that verifies one`)
    for (const name of Object.keys(given ? found : {})) {
      if (!given?.[name]) problems.push(`${where(catalogue, key)} "${key}" asks for {${name}}, which English does not`)
    }
  }
  return problems
}

/**
 * Reads `<language>.json` in a folder (relative to the root): the mistakes in it, with file, line and column, and the
 * body of an interface that gives each English key the types of its arguments. A file of an interface language must be
 * complete; the other languages have what words-in-five.ts asks for, and nothing else.
 */
export function checkWords(root: string, dir: string): { problems: string[]; types: string } {
  const files = globSync('*.json', { cwd: join(root, dir) }).map((file) =>
    readCatalogue(root, `${dir}/${basename(file)}`),
  )
  const english = files.find(({ file }) => file === `${dir}/en.json`)
  if (!english) return { problems: [`${dir}/en.json:1:1 does not exist`], types: '' }
  const types = [...english.texts].map(([key, found]) => {
    const fields = Object.entries(found).map(([name, type]) => `${JSON.stringify(name)}: ${type}`)
    return `${JSON.stringify(key)}: {${fields.join('; ')}}`
  })
  const inFive = keysInFive(root, english.keys)
  const isPartial = (file: string) => partial.some((language) => file === `${dir}/${language}.json`)
  const missing = partial.filter(
    (language) => inFive.size > 0 && !files.some(({ file }) => file === `${dir}/${language}.json`),
  )
  const others = files.filter((file) => file !== english)
  return {
    problems: [
      ...files.flatMap(({ problems }) => problems),
      ...missing.map((language) => `${dir}/${language}.json:1:1 does not exist`),
      ...others.flatMap((file) => compare(file, english, isPartial(file.file) ? inFive : null)),
    ],
    types: types.join('\n'),
  }
}
