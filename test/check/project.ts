import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

export type Template = { name: string; file: string; source: string; script: string }

export const slashes = (path: string): string => path.replaceAll('\\', '/')
const pathTo = (from: string, to: string) => slashes(relative(from, to)).replace(/^(?!\.)/, './')

/** Where a template's script lies in the compiler's folder, and what stands before and behind it there. */
export const scriptFile = (cache: string, name: string): string => join(cache, 'views', `${name}.ts`)
export const footer = '\n;return _ }\n'

/** One line: the template's props, Eta's functions, and what `<%= %>` and `<%~ %>` print. */
export function headerOf(root: string, cache: string, name: string): string {
  const pages = pathTo(dirname(scriptFile(cache, name)), join(root, 'server/platform/web/pages.ts'))
  return (
    `import type { Html, Shared, Tags, Templates } from '${pages}'; type Own = Templates['${name}']; ` +
    'type Free<Taken extends never> = Taken; ' +
    `export type Names = Free<'${name}' extends keyof Templates ? keyof Own & (keyof Shared | 'shared') : never>; ` +
    'export const template = (props: Readonly<Own & Shared>, { include, layout, block, capture }: Tags, ' +
    '$: (printed: string | number) => void, _: Html): Html => { const it = props;\n'
  )
}

function write(file: string, text: string) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

type Sources = { templates: Template[]; words: string; promises: string }

/**
 * Writes a project into `cache` that holds the whole of the root's, one script for each template, the arguments of
 * words (the body of an interface), and the statements that fail when a promised template is missing.
 */
export function writeProject(root: string, cache: string, { templates, words, promises }: Sources): void {
  const project: { include?: string[] } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'))
  const include = [...(project.include ?? []).map((path) => pathTo(cache, join(root, path))), '.']
  // Without an `exclude` of its own the compiler passes over everything below node_modules.
  const config = { extends: pathTo(cache, join(root, 'tsconfig.json')), include, exclude: [] }
  const messages = pathTo(cache, join(root, 'server/platform/words/messages.ts'))
  const pages = pathTo(cache, join(root, 'server/platform/web/pages.ts'))
  write(join(cache, 'tsconfig.json'), JSON.stringify(config))
  write(join(cache, 'words.ts'), `export {}\ndeclare module '${messages}' { interface Words {\n${words}\n} }\n`)
  write(join(cache, 'promises.ts'), `import type { Templates } from '${pages}'\n${promises}\n`)
  for (const { name, script } of templates) {
    write(scriptFile(cache, name), headerOf(root, cache, name) + script + footer)
  }
}
