import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { blankComments } from '../../server/platform/web/templates.ts'
import { placeAt } from './script.ts'

/** From the bottom up: a folder of `server/` imports from lines above its own; folders of one line do not see each other. */
const layers = [
  ['platform'],
  ['accounts'],
  ['catalogue'],
  ['enrolments'],
  ['lessons', 'quizzes', 'lab', 'negotiation', 'obligations', 'surveys'],
  ['cohorts'],
  ['assessment', 'certificates'],
  ['closing'],
  ['reports'],
  ['admin'],
]

/** These put everything together: they see all, and only they see each other. */
const assemblers = ['demo', 'app.ts', 'main.ts', 'cli.ts', 'services.ts', 'navigation.ts', 'nightly-work.ts']

type Source = { file: string; text: string; code: string }
type Rule = { pattern: RegExp; says: string; allows: (file: string) => boolean }

const serverRules: Rule[] = [
  {
    pattern:
      /\b(?:selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\s*\(|(?<![.\w$-])sql(?:<[^`;]*>)?`|\bsql\.(?:raw|lit)\(/g,
    says: 'speaks SQL, which only queries.ts and platform/data do',
    allows: (file) => posix.basename(file) === 'queries.ts' || file.startsWith('server/platform/data/'),
  },
  {
    pattern: /\bnew Date\s*(?:\(\s*\)|(?![\s\w(.<]))|\bDate\.now\b|\bTemporal\.Now\b/g,
    says: 'asks what time it is, which only platform/clock.ts does',
    allows: (file) => file === 'server/platform/clock.ts',
  },
]

const viewRules: Rule[] = [
  {
    pattern: /(?<![.\w])(?:process|globalThis|global|require|import|eval|Function|console)\b/g,
    says: 'reaches outside its props',
    allows: () => false,
  },
  {
    pattern: /\bnew Date\b|\bDate\.now\b/g,
    says: 'asks what time it is or reads a date: the handler does',
    allows: () => false,
  },
]

const blank = (text: string) => text.replace(/\S/g, ' ')
const tokens = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g
/** Comments blanked; strings too, if asked. Every offset stays. Template literals stay: they hold code. */
const blankOut = (text: string, strings: boolean) =>
  text.replace(tokens, (token) => (token.startsWith('/') || strings ? blank(token) : token))

/** A template with only the code in its tags left. */
function tagsOnly(template: string): string {
  let code = ''
  for (const { index, 0: tag } of blankComments(template).matchAll(/<%[\s\S]*?%>/g)) {
    code += blank(template.slice(code.length, index)) + tag
  }
  return code
}

function readSources(root: string, pattern: string, codeOf: (text: string) => string): Source[] {
  return globSync(pattern, { cwd: root })
    .sort()
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8')
      return { file: path.replaceAll('\\', '/'), text, code: codeOf(text) }
    })
}

const problem = ({ file, text }: Source, offset: number, says: string) => {
  const { line, column } = placeAt(text, offset)
  return `${file}:${line}:${column} ${says}`
}

const brokenRules = (source: Source, rules: Rule[]): string[] =>
  rules
    .filter(({ allows }) => !allows(source.file))
    .flatMap(({ pattern, says }) => [...source.code.matchAll(pattern)].map(({ index }) => problem(source, index, says)))

/** The part of the server that a file belongs to: a feature's folder, or a file of its own. */
function partOf(file: string): string {
  const part = file.split('/')[1] ?? ''
  return part === 'config.ts' ? 'platform' : part
}

function forbiddenImports(source: Source): string[] {
  const part = partOf(source.file)
  if (assemblers.includes(part)) return []
  const layer = layers.findIndex((parts) => parts.includes(part))
  if (layer < 0) return [problem(source, 0, `is in no layer: ${part} is not in test/check/architecture.ts`)]
  const imports = /\b(?:from|import|module)\s*\(?\s*(['"])(\.{1,2}\/[^'"]+)\1/g
  return [...blankOut(source.text, false).matchAll(imports)].flatMap(({ index, 2: path = '' }) => {
    const target = posix.join(posix.dirname(source.file), path)
    if (target.startsWith('test/')) return [problem(source, index, `imports ${target}, a test's file`)]
    if (!target.startsWith('server/') || partOf(target) === part) return []
    const below = layers.slice(0, layer).some((parts) => parts.includes(partOf(target)))
    return below ? [] : [problem(source, index, `imports ${target}, but ${part} does not see ${partOf(target)}`)]
  })
}

/**
 * Everything in `server/` and `views/` that breaks the house's rules: who imports whom, who speaks SQL, who asks the
 * time, what a template may use. Each problem reads `server/lessons/routes.ts:3:1 what is wrong`.
 */
export function architectureProblems(root: string): string[] {
  const server = readSources(root, 'server/**/*.ts', (text) => blankOut(text, true))
  const views = readSources(root, 'views/**/*.eta', (text) => blankOut(tagsOnly(text), true))
  return [
    ...server.flatMap((source) => [...forbiddenImports(source), ...brokenRules(source, serverRules)]),
    ...views.flatMap((source) => brokenRules(source, viewRules)),
  ]
}
