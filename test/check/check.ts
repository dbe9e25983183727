import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { architectureProblems } from './architecture.ts'
import { runNode } from './run.ts'
import { checkViews } from './views.ts'

type Result = { problems: string[]; passed: string }

const root = resolve(import.meta.dirname, '../..')

/** A command's whole output is its problem. */
async function command(args: string[], passed: string): Promise<Result> {
  const { code, stdout, stderr } = await runNode(args, root)
  const output = `${stdout}\n${stderr}`.trim()
  return { problems: code === 0 ? [] : [output || `ended with code ${code}`], passed }
}

/** Biome's errors and warnings, one line each. */
async function formatAndLint(): Promise<Result> {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
  const { code, stdout, stderr } = await runNode(
    [biome, 'ci', '--colors=off', '--reporter=github', '--error-on-warnings', '--max-diagnostics=1000'],
    root,
  )
  const said = [...stdout.matchAll(/^::(?:error|warning) title=(.*?),file=(.*?),line=(\d+),.*?col=(\d+),.*?::(.*)$/gm)]
  const problems = said.map(([, rule, file = '', line, column, message]) => {
    return `${relative(root, resolve(root, file))}:${line}:${column} ${message} (${rule})`
  })
  if (code !== 0 && problems.length === 0) problems.push(`${stdout}${stderr}`.trim() || `ended with code ${code}`)
  return { problems: problems.sort(), passed: 'nothing to mend' }
}

const steps: Record<string, () => Promise<Result>> = {
  'types and views': async () => {
    const { problems, templates } = await checkViews({ root, viewsDir: join(root, 'views') })
    return { problems, passed: `${templates} templates` }
  },
  'format and lint': formatAndLint,
  architecture: async () => ({ problems: architectureProblems(root), passed: 'every import points down' }),
  courses: async () =>
    existsSync(join(root, 'server/cli.ts'))
      ? command([join(root, 'server/cli.ts'), 'courses:check'], 'sound')
      : { problems: [], passed: 'not looked at: there is no server/cli.ts' },
}

async function timed(run: () => Promise<Result>): Promise<Result & { seconds: string }> {
  const start = performance.now()
  const result = await run().catch((error) => ({ problems: [String(error)], passed: '' }))
  return { ...result, seconds: ((performance.now() - start) / 1000).toFixed(1) }
}

const failed: string[] = []
// All start at once, since most of their time is another process's; they report in order.
const running = Object.entries(steps).map(([name, run]) => ({ name, result: timed(run) }))
for (const { name, result } of running) {
  const { problems, passed, seconds } = await result
  const outcome =
    problems.length === 0 ? `ok, ${passed}` : `${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:`
  console.log(`${name.padEnd(16)} ${seconds} s  ${outcome}`)
  for (const text of problems) console.log(text.replace(/^/gm, '  '))
  if (problems.length > 0) failed.push(name)
}

console.log(
  failed.length === 0
    ? 'Everything that can be checked without running it is sound.'
    : `Not sound yet: ${failed.join(', ')}.`,
)
process.exitCode = failed.length === 0 ? 0 : 1
