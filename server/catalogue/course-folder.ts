import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { isLanguage, type Language } from '../platform/words/languages.ts'
import type { Report } from './problems.ts'

/** The files of one course, by their place in it. */
export type CourseFolder = {
  slug: string
  course: string | undefined
  lessons: { slug: string; language: Language; path: string; source: string }[]
  quizzes: { slug: string; path: string; source: string }[]
  banks: { slug: string; path: string; source: string }[]
  hash: string
}

export function readFolder(dir: string, slug: string, reportFor: (path: string) => Report): CourseFolder {
  const folder: CourseFolder = { slug, course: undefined, lessons: [], quizzes: [], banks: [], hash: '' }
  const hash = createHash('sha256')
  for (const path of filesIn(join(dir, slug))) {
    const content = readFileSync(join(dir, slug, path))
    hash.update(`${path}\0${content.length}\0`).update(content)
    const source = content
      .toString('utf8')
      .replace(/^\ufeff/, '')
      .replaceAll('\r\n', '\n')
    const [place = '', name = '', ...deeper] = path.split('/')
    const [, stem = '', extension] = /^([a-z0-9-]+)\.(md|yaml)$/.exec(name) ?? []
    if (path === 'course.yaml') folder.course = source
    else if (deeper.length === 0 && isLanguage(place) && extension === 'md')
      folder.lessons.push({ slug: stem, language: place, path: `${slug}/${path}`, source })
    else if (deeper.length === 0 && (place === 'quizzes' || place === 'banks') && extension === 'yaml')
      folder[place].push({ slug: stem, path: `${slug}/${path}`, source })
    else
      reportFor(`${slug}/${path}`)(
        1,
        'this file has no place here: course.yaml, <language>/<lesson>.md, quizzes/<quiz>.yaml, banks/<bank>.yaml',
      )
  }
  folder.hash = hash.digest('hex')
  return folder
}

/** Sorted, with `/` between folders everywhere, so that the hash is the same on every machine; without hidden files. */
function filesIn(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !/(^|\/)\./.test(path))
    .sort()
}
