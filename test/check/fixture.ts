import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const project = resolve(import.meta.dirname, '../..')

/**
 * A small project in a folder of its own: the product's real types for pages and words, without its own templates, and
 * the given files. It lies below the product's node_modules, so that libraries are found. Returns its folder.
 */
export function makeProject(files: Record<string, string>): string {
  mkdirSync(join(project, 'node_modules/.cache'), { recursive: true })
  const root = mkdtempSync(join(project, 'node_modules/.cache/fixture-'))
  for (const file of ['tsconfig.json', 'server/platform/words/languages.ts', 'server/platform/words/messages.ts']) {
    cpSync(join(project, file), join(root, file))
  }
  const pages = readFileSync(join(project, 'server/platform/web/pages.ts'), 'utf8')
    .replace(/^import .* from '\.\/.*'$/gm, '')
    .replace(/(interface (?:Partials|Layouts) \{)[\s\S]*?\n\}/g, '$1}')
  for (const [file, text] of Object.entries({ 'server/platform/web/pages.ts': pages, ...files })) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  return root
}
