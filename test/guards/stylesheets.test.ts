import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { type Phase, phases } from '../../server/catalogue/course.ts'
import { loadCourses } from '../../server/catalogue/load-courses.ts'
import { itemTypes } from '../../server/quizzes/item-types.ts'
import { launchChromium } from '../support/chromium.ts'
import { classesOf, contrast, type Declaration, readStyleSheet } from './style-sheet.ts'

const root = resolve(import.meta.dirname, '../..')
const [tokens, base, components] = ['tokens', 'base', 'components'].map((name) =>
  readStyleSheet(join(root, `public/css/${name}.css`)),
) as [Declaration[], Declaration[], Declaration[]] // one for each name
const sheets = [...tokens, ...base, ...components]
const shown = (found: Declaration[]) => found.map(({ at, property, value }) => `${at} ${property}: ${value}`)

test('what the browser gets is sorted into layers, and every layer is named in one line', () => {
  const layers = new Set(sheets.map(({ within }) => within[0]))
  expect(layers).toEqual(new Set(['@layer tokens', '@layer base', '@layer components']))
  expect(readFileSync(join(root, 'public/css/tokens.css'), 'utf8')).toContain('@layer tokens, base, components;')
})

test('a side is named by the direction of reading, never left, right, top or bottom', () => {
  const sides = /(?:^|-)(?:left|right|top|bottom)(?:-|$)|^(?:min-|max-)?(?:width|height)$|^overflow-[xy]$/
  const words = /\b(?:left|right|top|bottom)\b/
  const written = sheets.filter(({ property }) => property !== 'vertical-align') // within a line, up stays up
  expect(shown(written.filter(({ property, value }) => sides.test(property) || words.test(value)))).toEqual([])
})

test('a shorthand of four values gives both sides the same, since it counts them from top, right, bottom, left', () => {
  const four = sheets.filter(({ property }) =>
    /^(?:scroll-)?(?:margin|padding)$|^inset$|^border-(?:width|style|color)$/.test(property),
  )
  const uneven = four.filter(({ value }) => {
    const [, right, , left] = value.match(/(?:[^\s(]|\([^)]*\))+/g) ?? []
    return left !== undefined && left !== right
  })
  const corners = sheets.filter(({ property, value }) => property === 'border-radius' && /\S\s+\S/.test(value))
  expect(shown([...uneven, ...corners])).toEqual([])
})

test('a colour is a token: no value names one, and only a token is given one', () => {
  const colour = /#[\da-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix)\(/i
  const name = /(?<![\w-])(?:black|white|gr[ae]y|silver|red|green|blue|navy|teal|maroon|orange|yellow|purple)(?![\w-])/i
  const isToken = ({ at, within, property }: Declaration) =>
    property.startsWith('--') && (at.startsWith('tokens.css:') || within.includes('@media print')) // ink on paper
  const used = sheets.filter((one) => !isToken(one))
  expect(shown(used.filter(({ value }) => colour.test(value) || name.test(value)))).toEqual([])
})

test('every token that is used is there, and every token that is there is used', () => {
  const given = new Set(sheets.filter(({ property }) => property.startsWith('--')).map(({ property }) => property))
  const used = new Set(sheets.flatMap(({ value }) => [...value.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name)))
  expect([...given].sort()).toEqual([...used].sort())
})

const isDark = ({ within }: Declaration) => within.some((text) => text.includes('dark'))
const colours = (found: Declaration[]) =>
  new Map(found.filter(({ value }) => value.startsWith('#')).map(({ property, value }) => [property, value]))
const light = colours(tokens.filter((one) => !isDark(one)))
const dark = colours(tokens.filter(isDark))

test('the dark that the system asks for and the dark that a page asks for are the same', () => {
  const block = (part: RegExp) =>
    tokens
      .filter(({ within }) => within.some((text) => part.test(text)))
      .map(({ property, value }) => `${property}: ${value}`)
  const asked = block(/^@media \(prefers-color-scheme: dark\)$/)
  expect(asked.length).toBeGreaterThan(10)
  expect(block(/^\[data-theme='dark'\]/)).toEqual(asked)
  expect([...dark.keys()]).toEqual([...light.keys()])
})

// Text needs 4.5 against its ground, the edge of a control and the ring of focus need 3 (WCAG 2.2, 1.4.3 and 1.4.11).
const texts = [
  ...['ink', 'soft', 'accent', 'bad', ...phases].flatMap((on) => [`${on} on paper`, `${on} on tint`]),
  ...['accent-deep on paper', 'accent-deep on tint', 'on-accent on accent', 'on-accent on accent-deep'],
  ...['good on paper', 'ink on mark', 'ink on line'],
]
const marks = ['edge on paper', 'edge on tint', 'focus on paper', 'focus on tint', 'accent on line']

test.each([
  ['light', light],
  ['dark', dark],
] as const)('every pair of colours can be told apart in the %s', (_, given) => {
  const ratio = (pair: string) => {
    const [one = '', other = ''] = pair.split(' on ').map((name) => given.get(`--${name}`))
    return contrast(one, other)
  }
  const faint = (pairs: string[], least: number) =>
    pairs.filter((pair) => !(ratio(pair) >= least)).map((pair) => `${pair}: ${ratio(pair).toFixed(2)}`)
  expect(faint(texts, 4.5)).toEqual([])
  expect(faint(marks, 3)).toEqual([])
})

const views = globSync('views/**/*.eta', { cwd: root }).map((file) => ({
  file,
  text: readFileSync(join(root, file), 'utf8'),
}))

test('no view brings a style of its own: the policy would refuse it', () => {
  expect(views.filter(({ text }) => /\sstyle=|<style\b/.test(text)).map(({ file }) => file)).toEqual([])
})

/** What an expression in a class may print: the words it chooses from, or those of the type that it is named after. */
const possible: Record<string, readonly string[]> = {
  phase: phases satisfies readonly Phase[],
  outcome: ['passed', 'failed'],
}
function printed(expression: string): string[] {
  const name = /^[\w.]+$/.test(expression) ? expression.split('.').at(-1) : undefined
  if (name) return [...(possible[name] ?? [`<%= ${expression} %>`])]
  const chosen = expression.replaceAll(/'[\w-]+' in|[!=]== '[\w-]+'/g, '')
  return [...chosen.matchAll(/'([^']*)'/g)].flatMap(([, text = '']) => text.trim().split(/\s+/))
}

function classesOfViews(): Set<string> {
  const found = views.flatMap(({ text }) => [...text.matchAll(/\bclass="((?:<%.*?%>|[^"])*)"/g)])
  return new Set(
    found.flatMap(([, value = '']) => [
      ...value.replaceAll(/<%.*?%>/g, ' ').split(/\s+/),
      ...[...value.matchAll(/<%=(.*?)%>/g)].flatMap(([, expression = '']) => printed(expression.trim())),
    ]),
  )
}

/** Lessons are written in Markdown; their classes are those of the pages that it becomes. */
function classesOfLessons(): Set<string> {
  const { catalogue } = loadCourses(join(root, 'courses'), itemTypes)
  const lessons = catalogue.list().flatMap(({ activities }) => activities.filter((one) => one.kind === 'lesson'))
  const pages = lessons.flatMap(({ texts }) => Object.values(texts).map(({ html }) => html))
  return new Set(
    pages.flatMap((html) => [...html.matchAll(/\bclass="([^"]*)"/g)].flatMap(([, value = '']) => value.split(/\s+/))),
  )
}

/** Names that only say what a thing is; its look is that of the element or of the class beside it. */
const withoutRule = ['example', 'ordering', 'plain', 'todo', 'what']
/** Parts that were drawn with the others for pages that are still to come. Whoever uses one takes it off this list. */
const withoutUse = ['axis', 'filter', 'gauge', 'grid', 'line', 'path', 'shut', 'tag']

test('every class of a view or a lesson has its rule, and every rule its view or lesson', () => {
  const used = new Set([...classesOfViews(), ...classesOfLessons()].filter(Boolean))
  const ruled = classesOf(sheets)
  expect({
    withoutRule: [...used].filter((name) => !ruled.has(name)).sort(),
    withoutUse: [...ruled].filter((name) => !used.has(name)).sort(),
  }).toEqual({ withoutRule, withoutUse })
})

test('a browser understands every declaration', async ({ skip }) => {
  const browser = await launchChromium()
  if (typeof browser === 'string') return skip(browser)
  const own = sheets.filter(({ property }) => !/^-(?:webkit|moz)-/.test(property))
  const page = await browser.newPage()
  const known = await page.evaluate(
    (declarations) => declarations.map(({ property, value }) => CSS.supports(property, value)),
    own,
  )
  await page.close()
  expect(known).toHaveLength(own.length)
  expect(shown(own.filter((_, index) => !known[index]))).toEqual([])
})
