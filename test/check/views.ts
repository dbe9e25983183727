import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import type { Eta } from 'eta'
import { createEta, listTemplates } from '../../server/platform/web/templates.ts'
import { locate, type Problem } from './locate.ts'
import { slashes, type Template, writeProject } from './project.ts'
import { findCandidates, promisesOf } from './promises.ts'
import { runNode } from './run.ts'
import { toScript } from './script.ts'
import { checkWords } from './words.ts'

const tsc = resolve(import.meta.dirname, '../../node_modules/typescript/bin/tsc')
const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** A template and its script, or the problem when Eta cannot even find its tags. */
function readTemplate(eta: Eta, name: string, viewsDir: string, root: string): Template | Problem {
  const path = join(viewsDir, `${name}.eta`)
  const file = slashes(relative(root, path))
  const source = readFileSync(path, 'utf8')
  try {
    return { name, file, source, script: toScript(eta, source) }
  } catch (error) {
    const message = textOf(error)
    const [, what = message, line = '1', column = '1'] = /^(.*?) at line (\d+) col (\d+):/.exec(message) ?? []
    return { file, line: Number(line), column: Number(column), message: what }
  }
}

/** What only Eta refuses; it gives no place for it. */
function compileProblem(eta: Eta, { file, source }: Template): Problem[] {
  try {
    eta.compile(source)
    return []
  } catch (error) {
    const [what, why] = textOf(error).split(/\n+/)
    return [{ file, line: 1, column: 1, message: `Eta refuses it: ${what}: ${why}` }]
  }
}

async function compile(root: string, cache: string): Promise<string[]> {
  const { code, stdout, stderr } = await runNode([tsc, '-p', cache, '--noEmit', '--pretty', 'false'], root)
  // A message goes on in the lines that start with a blank.
  const messages = stdout.split(/\n(?=\S)/).map((message) => message.trimEnd())
  if (code !== 0 && stdout === '') throw new Error(stderr || `the compiler ended with code ${code} and said nothing`)
  return messages.filter(Boolean)
}

/**
 * Checks the words, then every template as a function of its props, in one run of the compiler over the whole project
 * (`root/tsconfig.json`). Problems read `views/quizzes/attempt.eta:9:33 what is wrong`, lines and columns from 1.
 */
export async function checkViews({ root, viewsDir }: { root: string; viewsDir: string }) {
  const eta = createEta(viewsDir, true)
  const words = checkWords(root, slashes(relative(root, join(viewsDir, 'locales'))))
  const names = listTemplates(viewsDir)
  const read = names.map((name) => readTemplate(eta, name, viewsDir, root))
  const templates = read.filter((one) => 'script' in one)
  const problems: Problem[] = read.filter((one) => 'message' in one)
  const candidates = findCandidates(root, names)
  mkdirSync(join(root, 'node_modules/.cache/views'), { recursive: true })
  // A folder of its own for each run: two at once must not write over each other.
  const cache = mkdtempSync(join(root, 'node_modules/.cache/views/run-'))
  try {
    writeProject(root, cache, { templates, words: words.types, promises: promisesOf(candidates, names) })
    for (const message of await compile(root, cache)) {
      problems.push(locate(message, { root, cache, templates, candidates }))
    }
  } finally {
    rmSync(cache, { recursive: true, force: true })
  }
  const faulty = new Set(problems.map(({ file }) => file))
  for (const template of templates) if (!faulty.has(template.file)) problems.push(...compileProblem(eta, template))
  problems.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column)
  const said = problems.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`)
  return { problems: [...words.problems, ...said], templates: names.length }
}
