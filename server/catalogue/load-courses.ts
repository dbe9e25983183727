import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { type Catalogue, createCatalogue } from './catalogue.ts'
import { readFolder } from './course-folder.ts'
import { checkCourse } from './course-rules.ts'
import { readGlossary } from './glossary.ts'
import type { ItemTypes } from './item-types.ts'
import { lessonWords } from './lesson-words.ts'
import { checkLinks } from './link-rules.ts'
import { type Problem, repeatsOf, sortProblems } from './problems.ts'
import { buildCourse, type CourseReading, readCourse } from './read-course.ts'

/**
 * Reads a courses folder: `glossary.yaml` and one folder for each course. All mistakes of all files come back at once,
 * sorted; the catalogue then holds only the courses that have none. It is frozen.
 */
export function loadCourses(dir: string, itemTypes: ItemTypes): { catalogue: Catalogue; problems: Problem[] } {
  const problems: Problem[] = []
  const root = basename(resolve(dir))
  const reportFor = (path: string) => (line: number, message: string) => {
    problems.push({ file: path ? `${root}/${path}` : root, line, message })
  }
  const glossaryFile = join(dir, 'glossary.yaml')
  const glossary = existsSync(glossaryFile)
    ? readGlossary(readFileSync(glossaryFile, 'utf8'), reportFor('glossary.yaml'))
    : []
  const options = {
    itemTypes,
    glossary: new Map(glossary.map((term) => [term.id, term])),
    wordsFor: lessonWords,
    reportFor,
  }
  const courses = foldersIn(dir).map((slug) => readCourse(readFolder(dir, slug, reportFor), options))
  if (courses.length === 0) reportFor('')(1, 'there is no course here: a course is a folder with a course.yaml')
  for (const course of courses) checkCourse(course)
  checkOrders(courses)
  checkLinks(courses)

  const faulty = (course: CourseReading) => problems.some(({ file }) => file.startsWith(`${root}/${course.slug}/`))
  const sound = courses.filter((course) => !faulty(course)).flatMap((course) => buildCourse(course) ?? [])
  return { catalogue: createCatalogue(sound, glossary), problems: sortProblems(problems) }
}

function foldersIn(dir: string): string[] {
  if (!existsSync(dir)) return []
  const entries = readdirSync(dir, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort()
}

/** Within a phase the order of the list must not depend on how a disk sorts its folders. */
function checkOrders(courses: CourseReading[]): void {
  const places = courses.map(({ data }) => data && `${data.phase} ${data.order}`)
  for (const { value, index } of repeatsOf(places)) {
    const file = courses[index]?.file
    const first = courses[places.indexOf(value)]?.slug
    if (value !== null) file?.report(file.lineOf(['order']), `the course "${first}" has this order in the same phase`)
  }
}
