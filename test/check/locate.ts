import { relative, resolve } from 'node:path'
import { footer, headerOf, scriptFile, slashes, type Template } from './project.ts'
import type { Promised } from './promises.ts'
import { offsetAt, type Place, placeAt } from './script.ts'

export type Problem = Place & { file: string; message: string }
type Project = { root: string; cache: string; templates: Template[]; candidates: Promised[] }

/** A compiler's message, moved to the place where the mistake was written. */
export function locate(message: string, { root, cache, templates, candidates }: Project): Problem {
  const [, path, line, column, code, text] = /^(.+?)\((\d+),(\d+)\): error (TS\d+): ([\s\S]*)$/.exec(message) ?? []
  if (!path || !text) return { file: 'tsconfig.json', line: 1, column: 1, message }
  const place = { line: Number(line), column: Number(column) }
  const file = slashes(relative(root, resolve(root, path)))
  const said = `${text} (${code})`
  if (file === slashes(relative(root, resolve(cache, 'promises.ts')))) return missing(candidates[place.line - 2], text)
  const template = templates.find(({ name }) => file === slashes(relative(root, scriptFile(cache, name))))
  if (!template) return { file, ...place, message: said }
  const header = headerOf(root, cache, template.name)
  const offset = offsetAt(header + template.script + footer, place) - header.length
  const found = { file: template.file, ...placeAt(template.source, offset) }
  if (offset >= 0) return { ...found, message: said }
  if (code === 'TS2339') return { ...found, message: `no Pages, Partials or Layouts declares '${template.name}'` }
  if (code === 'TS2344') return { ...found, message: `has a prop named like one that every template has: ${text}` }
  return { ...found, message: said }
}

function missing(candidate: Promised | undefined, text: string): Problem {
  if (!candidate)
    return { file: 'server', line: 1, column: 1, message: `promises a template that does not exist: ${text}` }
  const { name, ...place } = candidate
  return { ...place, message: `promises a template '${name}', which does not exist` }
}
