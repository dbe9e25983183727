import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeProject } from './fixture.ts'
import { checkViews } from './views.ts'

const words = {
  'site.name': 'Third Pillar',
  'attempt.left': '{minutes, plural, one {# minute} other {# minutes}} left for {name}',
  'outcome.passed': 'Passed',
}

const routes = `import type { FastifyReply } from 'fastify'
import type { Html } from '../platform/web/pages.ts'
declare module '../platform/web/pages.ts' {
  interface Pages { 'quizzes/attempt': Attempt }
  interface Partials { 'quizzes/item': { label: string; error?: string } }
  interface Layouts { 'shared/layout': { title: string } }
}
type Attempt = { title: string; note: Html; left: number | undefined; outcome: 'passed' | 'failed'; items: string[] }
`

const sound = `<%# It's a comment, with an apostrophe -%>
<% /* and one of JavaScript */ const { account } = it // and another
-%>
<% layout('/shared/layout', { title: it.title }) %>
<h1 dir="auto">الوقت <%= it.title %> — <%~ it.note %></h1>
<% if (account !== null) { %>
  <%~ block('aside', () => { %><p><%= account.name %></p><% }) %>
<% } else { -%>
  <p><%= it.t('attempt.left', { minutes: it.left ?? 0, name: 'Ama' }) %></p>
<% } %>
<% for (const item of it.items) { %><%~ include('/quizzes/item', { label: item }) %><% } %>
<%_ if (it.outcome === 'passed') { _%><%= it.t(\`outcome.\${it.outcome}\`) %><% } %>\r\n`

async function problemsOf(files: Record<string, string>): Promise<string[]> {
  const root = makeProject({
    'server/quizzes/routes.ts': routes,
    'views/locales/en.json': JSON.stringify(words),
    'views/quizzes/attempt.eta': sound,
    'views/quizzes/item.eta': `<p><%= it.label %> <%= it.error ?? '' %></p>`,
    'views/shared/layout.eta': '<title><%= it.title %></title><%~ it.body %>',
    ...files,
  })
  onTestFinished(() => rmSync(root, { recursive: true }))
  return (await checkViews({ root, viewsDir: join(root, 'views') })).problems
}

/** The problems of one template that follows two lines of Arabic, a comment and a line end of each kind. */
async function problemsOfAttempt(template: string): Promise<string[]> {
  return problemsOf({ 'views/quizzes/attempt.eta': `<p>الوقت</p>\r\n<%# It's here %>\n${template}` })
}

test.concurrent('a sound template gives no problem', async () => {
  expect(await problemsOf({})).toEqual([])
})

const mistakes: [what: string, template: string, ...expected: string[]][] = [
  ['a misspelt property', '<h1>🌍 <%= it.titel %></h1>', ":3:15 Property 'titel' does not exist"],
  [
    'a word key that does not exist',
    "<%= it.t('site.nam') %>",
    ':3:10 Argument of type \'"site.nam"\' is not assignable',
  ],
  ['a word without its arguments', "<%= it.t('attempt.left') %>", ':3:8 Expected 2 arguments, but got 1'],
  [
    'a misspelt argument of a word',
    "<%= it.t('attempt.left', { minuts: 2, name: '' }) %>",
    ':3:28 Object literal may only',
  ],
  [
    'an argument for a word that takes none',
    "<%= it.t('site.name', { a: 1 }) %>",
    ':3:23 Expected 1 arguments, but got 2',
  ],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the template that holds it.
  ['a key made of parts of which one has no word', '<%= it.t(`outcome.${it.outcome}`) %>', ':3:10 Argument of type'],
  [
    'an include without a prop',
    "<%~ include('/quizzes/item', {}) %>",
    ":3:30 Property 'label' is missing in type '{}'",
  ],
  [
    'an include of what is not there',
    "<%~ include('/quizzes/itm', {}) %>",
    ':3:13 Argument of type \'"/quizzes/itm"\'',
  ],
  ['a layout without its prop', "<% layout('/shared/layout') %>", ':3:4 Expected 2 arguments, but got 1'],
  ['a value that may be undefined', '<p><%= it.left %>', ":3:8 Argument of type 'number | undefined'"],
  ['a flag that is printed', '<%= it.account === null %>', ":3:5 Argument of type 'boolean'"],
  ['mere text printed as markup', '<p><%~ it.title %>', ":3:5 Type 'string' is not assignable to type 'Html'"],
  ['a change of what the page was given', "<% it.title = '' %>", ":3:7 Cannot assign to 'title'"],
  ['a mistake of JavaScript', '<p>\n<% for (const x of ) { %>x<% } %>', ':4:20 Expression expected'],
  ['an if without braces', '<% if (it.left) %><%= it.title %>', ':3:19 The body of an'],
  ['an if without braces before a statement', '<% if (it.left) %><% it.items.at(0) %>', ':3:19 The body of an'],
  ['a return, which would send the word undefined', '<% if (!it.left) { return } %>', ":3:20 Type 'undefined' is not"],
  ['a tag that is not closed', '<p><%= it.title', ':3:4 unclosed tag'],
  ['text that is not closed', "<p><%= it.t('site.name) %>", ':3:13 unclosed string'],
]

test.concurrent.each(mistakes)('%s is reported at its place in the template', async (_, template, ...expected) => {
  const problems = await problemsOfAttempt(template)
  expect(problems).toHaveLength(expected.length)
  for (const [index, text] of expected.entries()) expect(problems[index]).toContain(`views/quizzes/attempt.eta${text}`)
})

test.concurrent('templates that nobody declares and declared ones that do not exist are both reported', async () => {
  const files = {
    'views/quizzes/lost.eta': 'nobody shows me',
    'server/lessons/routes.ts': `export {}\ndeclare module '../platform/web/pages.ts' {\n  interface Pages { 'lessons/lesson': { title: string }; learning: {} }\n}`,
  }
  expect(await problemsOf(files)).toEqual([
    "server/lessons/routes.ts:3:21 promises a template 'lessons/lesson', which does not exist",
    "server/lessons/routes.ts:3:58 promises a template 'learning', which does not exist",
    "views/quizzes/lost.eta:1:1 no Pages, Partials or Layouts declares 'quizzes/lost'",
  ])
})

test.concurrent('a prop may not hide what every template has', async () => {
  const [problem] = await problemsOf({
    'server/lessons/routes.ts': `export {}\ndeclare module '../platform/web/pages.ts' {\n  interface Pages { lesson: { number: string } }\n}`,
    'views/lesson.eta': 'a lesson',
  })
  expect(problem).toBe(
    `views/lesson.eta:1:1 has a prop named like one that every template has: Type '"number"' does not satisfy the constraint 'never'.`,
  )
})

test.concurrent('a handler that answers without a prop is reported in its own file', async () => {
  const handler = `${routes}export const show = (reply: FastifyReply) => reply.page('quizzes/attempt', { title: '' })\n`
  const problems = await problemsOf({ 'server/quizzes/routes.ts': handler })
  expect(problems.map((problem) => problem.slice(0, 34))).toEqual(['server/quizzes/routes.ts:9:76 Type'])
})

test.concurrent('words that are malformed, missing or not in English are reported with file, line and key', async () => {
  const french = `{\n  "site.name": "Third {Pillar",\n  "attempt.left": "{heures}",\n  "site.more": "Plus"\n}`
  expect(await problemsOf({ 'views/locales/fr.json': french })).toEqual([
    'views/locales/fr.json:2:3 "site.name": EXPECT_ARGUMENT_CLOSING_BRACE',
    'views/locales/fr.json:1:1 has no text for "outcome.passed"',
    'views/locales/fr.json:3:3 "attempt.left" asks for {heures}, which English does not',
    'views/locales/fr.json:4:3 "site.more" is not a key of the English file',
  ])
})
