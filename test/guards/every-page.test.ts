import { brotliCompressSync, gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { directionOf } from '../../server/platform/words/languages.ts'
import en from '../../views/locales/en.json' with { type: 'json' }
import { recordStatements } from '../support/database.ts'
import { everybody, type World } from '../support/everybody.ts'
import { htmlMistakes, nuMistakes } from '../support/html.ts'
import { whoMay } from './access-table.ts'
import { pageRows, type Visit, visitEverything, visitOtherStates } from './pages.ts'

// The budgets: bytes compressed, as sent.
const firstVisitBytes = 14_336
const laterPageBytes = 8_192
const mostRequests = 6

let world: World
let visits: Visit[]
let others: Visit[]
beforeAll(async () => {
  world = await everybody()
  visits = await visitEverything(world)
  others = await visitOtherStates(world)
}, 120_000)

const name = ({ row, role, language }: Visit) => `${row} as ${role} in ${language}`
const wrongOnes = (isWrong: (visit: Visit) => boolean) => [...visits, ...others].filter(isWrong).map(name)

test('every page opens for everyone who may open it', () => {
  expect(visits.length).toBeGreaterThan(200)
  expect(visits.filter(({ page }) => page.status !== 200).map(name)).toEqual([])
})

test('what goes wrong is told in a page of its own, never as a fault of ours', () => {
  const told = others.filter(({ row }) => !/review|asked back|ready for|a closed cohort$/.test(row))
  expect(told.filter(({ page }) => page.status < 400 || page.status >= 500).map(name)).toEqual([])
})

test('every page says its language and direction, and has a title of its own', () => {
  expect(
    wrongOnes(({ page, language }) => !page.text.includes(`<html lang="${language}" dir="${directionOf(language)}">`)),
  ).toEqual([])
  expect(wrongOnes(({ page }) => !/<title>[^<]{3,} – Third Pillar<\/title>/.test(page.text))).toEqual([])
})

test('no page shows the key of a word instead of the word, or what a template prints for nothing', () => {
  const keys = new Set(Object.keys(en))
  const shown = [...visits, ...others].flatMap((visit) =>
    (visit.page.words.match(/[a-z_]+(?:\.[a-z_-]+)+/g) ?? [])
      .filter((word) => keys.has(word))
      .map((word) => `${name(visit)}: ${word}`),
  )
  expect(shown).toEqual([])
  expect(wrongOnes(({ page }) => /\b(undefined|NaN|null|\[object)\b/.test(page.words))).toEqual([])
})

test('every page is sound HTML', async () => {
  const mistakes = new Set<string>()
  const seen = new Set<string>()
  for (const visit of [...visits, ...others]) {
    const key = `${visit.row} ${visit.language}`
    if (seen.has(key)) continue
    seen.add(key)
    for (const mistake of await htmlMistakes(visit.page.text)) mistakes.add(`${visit.row}: ${mistake}`)
  }
  expect([...mistakes]).toEqual([])
}, 60_000)

test('the Nu HTML checker agrees', async ({ skip }) => {
  const pages = new Map([...visits, ...others].map((visit) => [`${visit.row} in ${visit.language}`, visit.page.text]))
  const mistakes = await nuMistakes(pages)
  if (mistakes === null) skip('there is no Java here, which the Nu HTML checker needs')
  expect(mistakes).toEqual([])
}, 60_000)

test('a first visit costs one flight of the line at most, and a later page less', async () => {
  const browser = world.app.visitor()
  const weigh = async (href: string) => brotliCompressSync((await browser.get(href)).text).length
  const files = new Map<string, number>()
  const rows: { page: string; html: number; first: number; requests: number }[] = []
  for (const { row } of pageRows(world)) {
    const pages = visits.filter((visit) => visit.row === row)
    const heaviest = pages.reduce((a, b) => (a.page.text.length > b.page.text.length ? a : b))
    const html = gzipSync(heaviest.page.text, { level: 4 }).length
    const links = [...heaviest.page.text.matchAll(/(?:<link rel="(?:stylesheet|icon)" href|<script src)="([^"]+)"/g)]
    const hrefs = links.map(([, href = '']) => href)
    expect(hrefs.filter((href) => !href.startsWith('/'))).toEqual([])
    for (const href of hrefs) if (!files.has(href)) files.set(href, await weigh(href))
    const first = html + hrefs.reduce((sum, href) => sum + (files.get(href) ?? 0), 0)
    rows.push({ page: row.slice(4), html, first, requests: 1 + hrefs.length })
  }
  console.table(rows)
  expect(rows.filter(({ html }) => html > laterPageBytes)).toEqual([])
  expect(rows.filter(({ first }) => first > firstVisitBytes)).toEqual([])
  expect(rows.filter(({ requests }) => requests > mostRequests)).toEqual([])
})

test('every lesson and every quiz keeps to the weight of a later page', async () => {
  const browser = await world.as('official')
  const heavy: string[] = []
  for (const course of world.app.courses.list())
    for (const activity of course.activities) {
      const address = `/courses/${course.slug}/${activity.kind === 'lesson' ? 'lessons' : 'quizzes'}/${activity.slug}`
      const page = await (activity.kind === 'lesson' ? browser.get(address) : browser.submit(`${address}/attempts`))
      const bytes = gzipSync(page.text, { level: 4 }).length
      if (page.status !== 200 || bytes > laterPageBytes) heavy.push(`${address}: ${page.status}, ${bytes} bytes`)
    }
  expect(heavy).toEqual([])
})

test('a learner’s page takes two statements at most, any page four, the session’s included', async () => {
  const tooMany: string[] = []
  for (const { row, url } of pageRows(world)) {
    const may = whoMay[row] ?? []
    const role = may.includes('official') ? 'official' : may.find((one) => one !== 'visitor')
    if (!role) continue
    const browser = await world.as(role)
    world.app.clock.pass(6_000) // what was remembered of the session is asked again
    const recorder = recordStatements()
    await browser.get(world.addressOf(url))
    recorder.stop()
    const most = may.includes('official') ? 2 : 4
    if (recorder.statements.length > most) tooMany.push(`${row}: ${recorder.statements.length}`)
  }
  expect(tooMany).toEqual([])
})
