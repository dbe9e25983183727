import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startPostgres } from './support/postgres.ts'

// `npm test`: the checks, then every test on the embedded database, then, where there is a PostgreSQL, the tests that do
// speak to a database once more on it. `npm test -- part/of/a/path` runs the files that match, without the checks.

const root = fileURLToPath(new URL('..', import.meta.url))
const started = performance.now()
const filters = process.argv.slice(2)
const total = { passed: 0, failed: 0, skipped: 0 }
const reports = mkdtempSync(join(tmpdir(), 'test-reports-'))
process.once('exit', () => rmSync(reports, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const say = (text: string) => console.log(`\n== ${text}`)

function run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)))
}

async function check() {
  say('Checks: types, views, format, lint, architecture, courses')
  if ((await run(['test/check/check.ts'])) === 0) total.passed += 1
  else total.failed += 1
}

async function suite(name: string, env: NodeJS.ProcessEnv, options: string[] = []) {
  say(`Tests on ${name}`)
  const report = join(reports, `${name.replaceAll(/\W+/g, '-')}.json`)
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--passWithNoTests', ...options, ...filters]
  const code = await run([...vitest, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], env)
  const counts = readReport(report)
  total.passed += counts.passed
  total.skipped += counts.skipped
  // A file that cannot be loaded and an error outside any test fail the run without a failed test to count.
  total.failed += code !== 0 ? Math.max(counts.failed, 1) : counts.failed
}

function readReport(file: string) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'))
    const skipped = report.numPendingTests + report.numTodoTests
    return { passed: report.numPassedTests, failed: report.numFailedTests, skipped }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 } // Vitest ended before it could report
  }
}

async function onPostgresql(): Promise<string> {
  const given = process.env.TEST_DATABASE_URL
  // What asks nothing of a database, brings its own, or looks at the same pages again, has been run by now.
  const apart = ['browser', 'check', 'catalogue', 'kill', 'guards', 'demo']
  const pure = ['reports/suppression', 'platform/numbers', 'platform/data-lock']
  const rules = [
    'clause',
    'draw',
    'formula',
    'item-analysis',
    'item-types',
    'learning-gain',
    'manual',
    'numeric',
    'table',
  ]
  const folders = [...apart, ...pure, ...rules.map((rule) => `quizzes/${rule}`)]
  const databaseOnly = folders.flatMap((folder) => ['--exclude', `test/${folder}*`, '--exclude', `test/${folder}/**`])
  if (given) {
    await suite('PostgreSQL at TEST_DATABASE_URL', {}, databaseOnly)
    return 'and on the PostgreSQL at TEST_DATABASE_URL'
  }
  const server = await startPostgres()
  if (server.url === null) return `and not on PostgreSQL: ${server.reason}`
  try {
    await suite(`PostgreSQL ${server.version}`, { TEST_DATABASE_URL: server.url }, databaseOnly)
  } finally {
    await server.stop()
  }
  return `and on PostgreSQL ${server.version}`
}

if (filters.length === 0) await check()
// The load test needs a server: it runs with those below.
await suite('the embedded database', { TEST_DATABASE_URL: '' }, ['--exclude', 'test/load/**'])
const engines = await onPostgresql()
say(`Ran on the embedded database (PGlite) ${engines}; ${Math.round((performance.now() - started) / 1000)} s in all`)
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
