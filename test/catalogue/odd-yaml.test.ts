import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadCourses } from '../../server/catalogue/load-courses.ts'
import { formatProblem } from '../../server/catalogue/problems.ts'
import { itemTypes } from '../../server/quizzes/item-types.ts'
import { changed, type Files, pairFiles, writeCourses } from './sample-courses.ts'

/** What an author reads of these files, after the promise that holds for all files has been kept. */
function problemsOf(files: Files): string[] {
  const dir = writeCourses(files)
  const { catalogue, problems } = loadCourses(dir, itemTypes)
  for (const { file, line, message } of problems) {
    const path = join(dirname(dir), file)
    expect(existsSync(path), file).toBe(true)
    expect(line).toBeGreaterThanOrEqual(1)
    expect(line, message).toBeLessThanOrEqual(readFileSync(path, 'utf8').split('\n').length)
  }
  const inCourse = problems.filter(({ file }) => file.startsWith('courses/small/'))
  expect(catalogue.find('small') !== undefined).toBe(inCourse.length === 0)
  return problems.map(formatProblem)
}

const odd = [
  '',
  '~',
  '9'.repeat(400),
  '-1e999',
  '.nan',
  '.inf',
  '0x7fffffffffffffff',
  '2026-11-24T00:00:00Z',
  '&a [*a]',
  '&a',
  '*a',
  '<<: *a',
  '<<: { en: x }',
  '__proto__: { en: x }',
  '__proto__',
  'constructor',
  '{ toString: x, valueOf: x }',
  '? [a, b] : c',
  '\t- tab',
  'التفاوض على العقد',
  '\u202e👩🏽‍⚖️\ud800\u0000',
  'x'.repeat(10_000),
  '['.repeat(2000),
  '!!binary aGVsbG8=',
  '!!js/function x',
  '%YAML 1.1',
  '---',
  '...',
  '|',
  "'",
  '#',
  '\r',
  '::: sum',
  '[[mandate|',
]

const paths = Object.keys(pairFiles())
const mutation = fc.record({
  path: fc.constantFrom(...paths),
  how: fc.constantFrom('cut', 'shorten', 'double', 'swap', 'insert', 'replace', 'name', 'append'),
  at: fc.nat(99),
  other: fc.nat(99),
  scalar: fc.oneof(fc.constantFrom(...odd), fc.string({ unit: 'binary' })),
})
type Mutation = typeof mutation extends fc.Arbitrary<infer M> ? M : never

function mutate(text: string, { how, at, other, scalar }: Mutation): string {
  const lines = text.split('\n')
  const [i, j] = [at % lines.length, other % lines.length]
  const [line = '', second = ''] = [lines[i], lines[j]]
  const indent = /^[ -]*/.exec(line)?.[0] ?? ''
  if (how === 'cut') lines.splice(i, 1 + (other % 4))
  if (how === 'shorten') return text.slice(0, Math.floor((text.length * at) / 99))
  if (how === 'double') lines.splice(i, 0, ...lines.slice(i, i + 1 + (other % 8)))
  if (how === 'swap') [lines[i], lines[j]] = [second, line]
  if (how === 'insert') lines.splice(i, 0, indent + scalar)
  if (how === 'replace') lines[i] = line.replace(/: .*/, () => `: ${scalar}`)
  if (how === 'name') lines[i] = line.replace(/[\w-]+:/, () => `${scalar}:`)
  if (how === 'append') lines[i] = line + scalar
  return lines.join('\n')
}

test('whatever a file holds, its author gets a course or places to mend', () => {
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
      const files = pairFiles()
      for (const one of mutations) files[one.path] = mutate(files[one.path] ?? '', one)
      problemsOf(files)
    }),
    { numRuns: 150, seed: 20_261_124 },
  )
})

const quiz = 'small/quizzes/before.yaml'
const bomb = [
  'a: &a0 [x, x, x, x, x, x, x, x, x, x]',
  ...Array.from({ length: 12 }, (_, n) => `b${n}: &a${n + 1} [${Array(10).fill(`*a${n}`)}]`),
]
test.each([
  ['an alias of nothing', 'bank: *course', '3  "*course" is not accepted here: write out what it stands for'],
  ['an alias of itself', 'bank: &a [*a]', '3  "*a" is not accepted here: write out what it stands for'],
  ['aliases that unfold into billions', bomb.join('\n'), '4  "*a0" is not accepted here: write out what it stands for'],
  [
    'a value that is neither text nor number',
    'bank: !!binary eA==',
    '3  not valid YAML: Unresolved tag: tag:yaml.org,2002:binary',
  ],
  [
    'a date as YAML 1.1 has it',
    'at_deadline: !!timestamp 2026-11-24',
    '3  not valid YAML: Unresolved tag: tag:yaml.org,2002:timestamp',
  ],
  ['a list as the name of a field', '? [a, b]\n: course', '3  the name of a field must be text'],
  ['lists without end', `bank: ${'['.repeat(100_000)}`, '3  not valid YAML: '],
  ['a list in a list in a list', `bank: ${'['.repeat(5_000)}${']'.repeat(5_000)}`, '3  not valid YAML: '],
])('%s is a mistake at its line', (_, line, says) => {
  const problems = problemsOf(changed(quiz, 'bank: course', line, pairFiles()))
  expect(problems.join('\n')).toContain(`courses/${quiz}:${says}`)
})

test('a type that is no text is one that nobody knows', () => {
  const files = changed('small/banks/course.yaml', 'type: choice', 'type: { toString: choice }', pairFiles())
  const [problem] = problemsOf(files)
  expect(problem).toMatch(/^courses\/small\/banks\/course.yaml:3 {2}"type" must be one of [a-z, -]+$/)
})
