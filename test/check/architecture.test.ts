import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { architectureProblems } from './architecture.ts'
import { makeProject } from './fixture.ts'

function problemsOf(file: string, text: string): string[] {
  const root = makeProject({ [file]: text })
  onTestFinished(() => rmSync(root, { recursive: true }))
  return architectureProblems(root)
}

test('the product keeps its own rules', () => {
  expect(architectureProblems(resolve(import.meta.dirname, '../..'))).toEqual([])
})

const broken: [what: string, file: string, text: string, expected: string][] = [
  [
    'an import from a higher layer',
    'server/accounts/routes.ts',
    "\nimport type { Course } from '../catalogue/course.ts'",
    'server/accounts/routes.ts:2:24 imports server/catalogue/course.ts, but accounts does not see catalogue',
  ],
  [
    'an import from a sibling',
    'server/lessons/read.ts',
    "import '../quizzes/queries.ts'",
    'server/lessons/read.ts:1:1 imports server/quizzes/queries.ts, but lessons does not see quizzes',
  ],
  [
    'an extension of a higher layer',
    'server/platform/work/jobs.ts',
    "export {}\ndeclare module '../../accounts/tables.ts' {}",
    'server/platform/work/jobs.ts:2:9 imports server/accounts/tables.ts, but platform does not see accounts',
  ],
  [
    'an import of what puts all together',
    'server/admin/routes.ts',
    "const app = await import('../app.ts')",
    'server/admin/routes.ts:1:19 imports server/app.ts, but admin does not see app.ts',
  ],
  [
    "an import of a test's file",
    'server/platform/clock.ts',
    "import '../../test/support/clock.ts'",
    "server/platform/clock.ts:1:1 imports test/support/clock.ts, a test's file",
  ],
  [
    'a folder that is in no layer',
    'server/misc/all.ts',
    '',
    'server/misc/all.ts:1:1 is in no layer: misc is not in test/check/architecture.ts',
  ],
  [
    'SQL outside queries.ts',
    'server/reports/routes.ts',
    'db\n  .selectFrom(x)',
    'server/reports/routes.ts:2:4 speaks SQL, which only queries.ts and platform/data do',
  ],
  [
    'SQL as text outside queries.ts',
    'server/reports/routes.ts',
    'const a = sql<number>`select 1`',
    'server/reports/routes.ts:1:11 speaks SQL, which only queries.ts and platform/data do',
  ],
  [
    'asking the time',
    'server/quizzes/close.ts',
    'const late = new Date() > due',
    'server/quizzes/close.ts:1:14 asks what time it is, which only platform/clock.ts does',
  ],
  [
    'a template that reaches outside its props',
    'views/a.eta',
    '<p>process <%= process.env.HOME %>',
    'views/a.eta:1:16 reaches outside its props',
  ],
]

test.each(broken)('%s is found', (_, file, text, expected) => {
  expect(problemsOf(file, text)).toEqual([expected])
})

const allowed: [what: string, file: string, text: string][] = [
  ['an import from below', 'server/quizzes/routes.ts', "import { list } from '../enrolments/queries.ts'"],
  ['everything in app.ts', 'server/app.ts', "import './admin/routes.ts'\nimport './demo/people.ts'"],
  ['a file name that ends in .sql', 'server/admin/a.ts', 'const file = `0001-accounts.sql`'],
  ['SQL in queries.ts', 'server/quizzes/queries.ts', 'db.insertInto(x)'],
  ['a date made of a given instant', 'server/quizzes/close.ts', 'const end = new Date(start)\nconst type: Date = end'],
  ['the time in platform/clock.ts', 'server/platform/clock.ts', 'new Date()'],
  ['a word in a comment or text', 'server/quizzes/a.ts', "// no Date.now() here\nconst says = 'not new Date()'"],
  ['a word in the text of a template', 'views/a.eta', "<%# process %>import <%= it.t('process') %> eval"],
]

test.each(allowed)('%s is allowed', (_, file, text) => {
  expect(problemsOf(file, text)).toEqual([])
})
