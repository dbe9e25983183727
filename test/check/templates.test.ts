import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { compileAllTemplates, createEta, narrowData } from '../../server/platform/web/templates.ts'

function givenViews(files: Record<string, string>, production = true) {
  const views = mkdtempSync(join(tmpdir(), 'views-'))
  onTestFinished(() => rmSync(views, { recursive: true }))
  const put = (name: string, text: string) => {
    mkdirSync(dirname(join(views, name)), { recursive: true })
    writeFileSync(join(views, `${name}.eta`), text)
  }
  for (const [name, text] of Object.entries(files)) put(name, text)
  const eta = createEta(views, production)
  const shared = { language: 'fr' }
  const render = (name: string, props: object) => eta.render(`/${name}`, { ...shared, shared, ...props })
  return { eta, views, put, render }
}

test('an include and a layout see what every template has and what they are given, and nothing else of the page', () => {
  const { render } = givenViews({
    page: `<% layout('/layout', { title: 'T' }) %><%~ include('/partial', { label: 'L' }) %>`,
    partial: '[<%= it.label %> <%= it.error ?? "none" %> <%= it.language %>]',
    layout: '<%= it.title %> <%= it.error ?? "none" %> <%= it.language %> <%~ it.body %>',
  })
  expect(render('page', { error: 'the page has one' })).toBe('T none fr [L none fr]')
})

test('a block that a page fills stands where its layout puts it', () => {
  const { render } = givenViews({
    page: `<% layout('/layout', {}) %><%~ block('head', () => { %><b><%= it.x %></b><% }) %>body`,
    layout: `<%~ block('head') %>|<%~ it.body %>`,
  })
  expect(render('page', { x: '<' })).toBe('<b>&lt;</b>|body')
})

test('a comment may hold anything and leaves nothing behind', () => {
  const { render } = givenViews({ page: `<%# It's <b>one</b>,\nof two lines -%>\nkept` })
  expect(render('page', {})).toBe('kept')
})

test('an error while rendering names each template and line on the way', () => {
  const { render } = givenViews({ page: `\n<%~ include('/partial', {}) %>`, partial: '\n\n<%= it.gone.x %>' })
  expect(() => render('page', {})).toThrow(/page\.eta:2[\s\S]*partial\.eta:3/)
})

test('templates that do not compile stop the start, each with its file', () => {
  const { eta, views } = givenViews({ 'a/good': 'good', 'a/open': '<%= it.x', 'b/wrong': '<% if ( %>' })
  expect(() => compileAllTemplates(eta, views)).toThrow(/a\/open\.eta: unclosed tag[\s\S]*b\/wrong\.eta: Bad template/)
})

test('in production a template is the one that was compiled at the start; else an edit shows at once', () => {
  const seen = [true, false].map((production) => {
    const { eta, views, put, render } = givenViews({ page: 'before' }, production)
    compileAllTemplates(eta, views)
    put('page', 'after')
    return render('page', {})
  })
  expect(seen).toEqual(['before', 'after'])
})

test('an engine whose code can no longer be narrowed is refused', () => {
  expect(() => narrowData('let include = (t, d) => this.render(t, {...it, ...d})')).toThrow('Eta has changed')
})
