import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Visit, visitEverything, visitOtherStates } from '../guards/pages.ts'
import { barriersOn } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { everybody, type World } from '../support/everybody.ts'

const contrast = { runOnly: { type: 'rule' as const, values: ['color-contrast'] } }
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const everything = { runOnly: { type: 'tag' as const, values: tags } }
/** What longer words can break; all else is the same in every language. */
const room = { runOnly: { type: 'rule' as const, values: ['target-size', 'scrollable-region-focusable'] } }

/** Marks, strips, notes and figures that stand on another ground than the page's. */
const hasOwnGrounds = /attempt|lessons|asked back|cohortId$|items|marking|reports\/|verify\/|mistakes|^GET \/$/

let world: World
let visits: Visit[]
let base = ''
beforeAll(async () => {
  world = await everybody()
  base = await world.app.app.listen({ host: '127.0.0.1', port: 0 })
  const seen = new Set<string>()
  visits = [...(await visitEverything(world)), ...(await visitOtherStates(world))].filter(({ row, language }) => {
    const isNew = !seen.has(row + language)
    seen.add(row + language)
    return isNew
  })
}, 120_000)
afterAll(() => world.app.app.close())

test('no page has a barrier that axe can find, and none scrolls sideways on a telephone, in light and in dark', async ({
  skip,
}) => {
  const browser = await launchChromium()
  if (typeof browser === 'string') return skip(browser)
  const context = await browser.newContext({ viewport: { width: 320, height: 640 } })
  const page = await context.newPage()
  // Each page as it was answered, with its style sheet and without its scripts.
  let html = ''
  await page.route(`${base}/shown`, (route) => route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' }))
  const found = new Set<string>()
  const sideways = () => document.documentElement.scrollWidth - document.documentElement.clientWidth
  for (const visit of visits) {
    html = visit.page.text
    const name = `${visit.row} in ${visit.language}`
    await page.emulateMedia({ colorScheme: 'light' })
    await page.goto(`${base}/shown`)
    if ((await page.evaluate(sideways)) > 0) found.add(`${name} scrolls sideways`)
    // Everything is looked for in English, and room for the words in French. Contrast takes the longest: it is looked
    // for, in light and in dark, where a page has grounds of its own; guards/stylesheets measures the pairs of colours.
    const ownGrounds = visit.language === 'en' && hasOwnGrounds.test(visit.row)
    const all = { ...everything, rules: { 'color-contrast': { enabled: ownGrounds } } }
    const looks = [
      visit.language === 'en' ? (['light', all] as const) : (['light', room] as const),
      ...(ownGrounds ? [['dark', contrast] as const] : []),
    ]
    for (const [colorScheme, options] of looks) {
      await page.emulateMedia({ colorScheme })
      for (const barrier of await barriersOn(page, options)) found.add(`${name} in ${colorScheme}: ${barrier}`)
    }
  }
  await context.close()
  expect([...found]).toEqual([])
}, 120_000)
