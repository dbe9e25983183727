import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadCourses } from '../../server/catalogue/load-courses.ts'
import { formatProblem } from '../../server/catalogue/problems.ts'
import { itemTypes } from '../../server/quizzes/item-types.ts'
import { changed, type Files, goodFiles, pairFiles, renewalFiles, writeCourses } from './sample-courses.ts'

const checkFolder = (dir: string) => loadCourses(dir, itemTypes).problems.map(formatProblem)
const check = (files: Files) => checkFolder(writeCourses(files))

/**
 * In `broken/`: a passage of the good file, what stands there instead, and every line that the check then prints (of
 * the same file, unless the line begins with another's path). `<types>` are the types of item there are.
 */
type Mistake = { mistake: string; change: string; to: string; says: string | string[] }
const mistakesIn = (name: string): Mistake[] =>
  parse(readFileSync(new URL(`broken/${name}.yaml`, import.meta.url), 'utf8'))

const files: [name: string, path: string, files: Files][] = [
  ['course', 'small/course.yaml', goodFiles()],
  ['quiz', 'small/quizzes/final.yaml', goodFiles()],
  ['lesson', 'small/en/first.md', goodFiles()],
  ['glossary', 'glossary.yaml', goodFiles()],
  ['pre-test', 'small/quizzes/before.yaml', pairFiles()],
  ['post-test', 'small/quizzes/final.yaml', pairFiles()],
  ['bank', 'small/banks/course.yaml', pairFiles()],
  ['renewing-course', 'small/course.yaml', renewalFiles()],
  ['renewal-quiz', 'small/quizzes/again.yaml', renewalFiles()],
]
const types = Object.keys(itemTypes).join(', ')

for (const [name, path, good] of files) {
  test.each(mistakesIn(name))(`in a ${name}, $mistake is found at its line`, ({ change, to, says }) => {
    const lines = [says].flat().map((line) => line.replace('<types>', types))
    expect(check(changed(path, change, to, good))).toEqual(
      lines.map((line) => (line.startsWith('courses/') ? line : `courses/${path}:${line}`)),
    )
  })
}

test('a course without a mistake has nothing to report', () => {
  expect(check(goodFiles())).toEqual([])
  expect(check(pairFiles())).toEqual([])
  expect(check(renewalFiles())).toEqual([])
})

test('a bank that no quiz uses is found, unless a quiz that cannot be read may use it', () => {
  const { 'small/banks/course.yaml': bank = '' } = pairFiles()
  const spare = { ...goodFiles(), 'small/banks/spare.yaml': bank.replaceAll('objective: sign', 'objective: know') }
  expect(check(spare)).toEqual(['courses/small/banks/spare.yaml:1  no quiz of the course uses this bank'])
  expect(check(changed('small/quizzes/final.yaml', '0.7', '7', spare))).toEqual([
    'courses/small/quizzes/final.yaml:2  "pass_mark_scaled" must not be more than 1',
  ])
})

test('a bank has one pre-test', () => {
  const { 'small/quizzes/before.yaml': quiz = '' } = pairFiles()
  const twice = changed(
    'small/course.yaml',
    '{ quiz: before }',
    '{ quiz: again }\n      - { quiz: before }',
    pairFiles(),
  )
  expect(check({ ...twice, 'small/quizzes/again.yaml': quiz })).toEqual([
    'courses/small/quizzes/before.yaml:7  the bank "course" has a pre-test already, the quiz "again"',
  ])
})

test('an id may stand in a bank and in a quiz', () => {
  const files = { ...pairFiles(), 'small/quizzes/own.yaml': goodFiles()['small/quizzes/final.yaml'] ?? '' }
  const listed = changed('small/course.yaml', '{ quiz: before }', '{ quiz: own }\n      - { quiz: before }', files)
  expect(check(changed('small/quizzes/own.yaml', 'id: who', 'id: one', listed))).toEqual([])
})

test('a folder without courses is a mistake, and so is one that is not there', () => {
  const nothing = 'courses:1  there is no course here: a course is a folder with a course.yaml'
  expect(check({ 'glossary.yaml': '[]' })).toEqual([nothing])
  expect(checkFolder('/nowhere/courses')).toEqual([nothing])
})

test('files that no list names are found', () => {
  const { 'small/en/first.md': lesson = '', 'small/quizzes/final.yaml': quiz = '' } = goodFiles()
  const stray = { 'small/en/second.md': lesson, 'small/fr/third.md': lesson, 'small/quizzes/early.yaml': quiz }
  const lines = check({ ...goodFiles(), ...stray, 'small/english/first.md': lesson, 'small/quizzes/late.yml': quiz })
  expect(lines).toContain('courses/small/en/second.md:1  no module of course.yaml lists this lesson')
  expect(lines).toContain('courses/small/fr/third.md:1  no module of course.yaml lists this lesson')
  expect(lines).toContain('courses/small/quizzes/early.yaml:1  no module of course.yaml lists this quiz')
  const place =
    'this file has no place here: course.yaml, <language>/<lesson>.md, quizzes/<quiz>.yaml, banks/<bank>.yaml'
  expect(lines).toContain(`courses/small/english/first.md:1  ${place}`)
  expect(lines).toContain(`courses/small/quizzes/late.yml:1  ${place}`)
})

test('a lesson that exists only in French lacks its English text', () => {
  const { 'small/en/first.md': lesson = '', ...rest } = goodFiles()
  const lines = check({ ...rest, 'small/fr/first.md': lesson.replace('## Read more', '## Pour en savoir plus') })
  expect(lines).toEqual(['courses/small/course.yaml:16  the lesson "first" has no English text: small/en/first.md'])
})

test('a folder without a course.yaml is a mistake', () => {
  const { 'small/course.yaml': _gone, ...rest } = goodFiles()
  expect(check(rest)).toEqual(['courses/small/course.yaml:1  the course has no course.yaml'])
})

test('a lesson that is too short or too long says how long it is', () => {
  const sentence = 'The team reads the draft once more and writes down what it will ask for. '
  const short = changed('small/en/first.md', sentence.repeat(20), '')
  expect(check(short)).toEqual(['courses/small/en/first.md:1  the lesson has 476 words; it must have 700 to 1100'])
  const long = changed('small/en/first.md', sentence.repeat(20), sentence.repeat(60))
  expect(check(long)).toEqual(['courses/small/en/first.md:1  the lesson has 1376 words; it must have 700 to 1100'])
})

test('two courses of one phase cannot have the same place', () => {
  const copy = Object.entries(goodFiles()).map(([path, content]) => [path.replace('small/', 'smaller/'), content])
  const lines = check({ ...goodFiles(), ...Object.fromEntries(copy) })
  expect(lines).toEqual(['courses/smaller/course.yaml:1  the course "small" has this order in the same phase'])
})

test('all mistakes of all files come at once, by file and line', () => {
  let broken = changed('small/course.yaml', 'hours: 1.5', 'hours: 0')
  broken = changed('small/quizzes/final.yaml', 'key: a\n', 'key: d\n', broken)
  broken = changed('small/quizzes/final.yaml', '0.7', '7', broken)
  broken = changed('small/en/first.md', '[[mandate]]', '[[mandat]]', broken)
  expect(check(broken)).toEqual([
    'courses/small/course.yaml:6  "hours" must be more than 0',
    'courses/small/en/first.md:7  the glossary has no term "mandat"; did you mean "mandate"?',
    'courses/small/quizzes/final.yaml:2  "pass_mark_scaled" must not be more than 1',
    'courses/small/quizzes/final.yaml:22  the key "d" is not among the options a, b, c',
  ])
})

test('more than a handful of mistakes in one file are all listed', () => {
  const course = 'order: 0\nphase: sign\nversion: 1\ntitel: x\nhours: -1\nsectors: []\nmodules: []\nsummary: x\n'
  const lines = check({ ...goodFiles(), 'small/course.yaml': course })
  expect(lines.length).toBeGreaterThanOrEqual(12)
})
