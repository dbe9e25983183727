import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { HtmlValidate } from 'html-validate'

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard'],
  rules: {
    'doctype-style': ['error', { style: 'lowercase' }],
    // A landmark named by its own content is enough for us, and axe looks at names.
    'no-redundant-for': 'off',
    'valid-autocomplete': 'error',
  },
})

/** What is wrong with a page as HTML: one line for each mistake. */
export async function htmlMistakes(html: string): Promise<string[]> {
  const report = await validator.validateString(html)
  return report.results.flatMap(({ messages }) =>
    messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId}: ${message}`),
  )
}

/** The Nu HTML checker over many pages at once; null where there is no Java. Keys are names for the report. */
export async function nuMistakes(pages: Map<string, string>): Promise<string[] | null> {
  const run = promisify(execFile)
  try {
    await run('java', ['-version'])
  } catch {
    return null
  }
  const dir = await mkdtemp(join(tmpdir(), 'pages-'))
  try {
    const names = [...pages.keys()]
    await Promise.all([...pages.values()].map((html, n) => writeFile(join(dir, `${n}.html`), html)))
    const jar: string = createRequire(import.meta.url)('vnu-jar')
    const answer = await run('java', ['-jar', jar, '--errors-only', '--exit-zero-always', '--format', 'gnu', dir], {
      maxBuffer: 10_000_000,
    })
    const lines = `${answer.stdout}${answer.stderr}`.split('\n').filter(Boolean)
    return lines.map((line) => line.replace(/^"?file:.*\/(\d+)\.html"?:/, (_, n: string) => `${names[Number(n)]} `))
  } finally {
    await rm(dir, { recursive: true })
  }
}
