import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Eta } from 'eta'

/** `<%# a comment %>`, which Eta does not know, becomes an empty tag of the same length: every place stays where it is. */
export const blankComments = (template: string): string =>
  template.replace(
    /<%#([\s\S]*?)([-_]?%>)/g,
    (_, comment: string, end: string) => `<% ${comment.replace(/\S/g, ' ')}${end}`,
  )

// Eta hands a page's whole data down to includes and layouts, so an optional prop of a partial would silently be filled
// by a page's prop of the same name. Here a partial sees what every template has (`it.shared`) and what it is given.
const narrowings = [
  ['{...it, ...(__eta_d ?? {})}', '{...it.shared, shared: it.shared, ...__eta_d}'],
  ['{...it, body: __eta.res,', '{...it.shared, shared: it.shared, body: __eta.res,'],
] as const

/** Throws when Eta no longer writes the code that is replaced: a new release of it must be read first. */
export function narrowData(compiled: string): string {
  for (const [wide, narrow] of narrowings) {
    if (!compiled.includes(wide)) throw new Error(`Eta has changed: its code no longer holds ${wide}`)
    compiled = compiled.replaceAll(wide, narrow)
  }
  return compiled
}

/**
 * The template engine of the app and of the checker. In production a template is read once; else at every rendering,
 * so that an edit shows without a restart. An error says the template's line, with source around: log it, never show it.
 */
export const createEta = (viewsDir: string, production: boolean): Eta =>
  new Eta({
    views: resolve(viewsDir),
    cache: production,
    cacheFilepaths: production,
    debug: true,
    plugins: [{ processTemplate: blankComments, processFnString: narrowData }],
  })

/** The names of all templates in a folder, as pages and includes say them: `shared/layout`. */
export const listTemplates = (viewsDir: string): string[] =>
  globSync('**/*.eta', { cwd: viewsDir })
    .map((file) => file.replaceAll('\\', '/').replace(/\.eta$/, ''))
    .sort()

/** Compiles every template, so that a mistake stops the start and no reader waits. Throws one error that names each file. */
export function compileAllTemplates(eta: Eta, viewsDir: string): void {
  const mistakes: string[] = []
  for (const name of listTemplates(viewsDir)) {
    // The absolute path is the name by which Eta finds a template again when it renders.
    const file = join(resolve(viewsDir), `${name}.eta`)
    try {
      eta.loadTemplate(file, readFileSync(file, 'utf8'))
    } catch (error) {
      mistakes.push(`${file}: ${error instanceof Error ? error.message : error}`)
    }
  }
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'))
}
