import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoPassword, knownPeople } from '../../server/demo/sample-people.ts'
import { seed } from '../../server/demo/seed.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { heading, press, putAwayTelephones, takeFaults, telephone, visit } from './telephone.ts'

// The README's two pictures: SCREENSHOTS=1 npm test -- browser/screenshots takes them again.
const wanted = Boolean(process.env.SCREENSHOTS)
const file = (name: string) => resolve(import.meta.dirname, '../screenshots', name)
const pictures = [
  {
    name: 'lesson.png',
    of: knownPeople.official,
    viewport: { width: 360, height: 640 },
    path: '/courses/before-the-table/lessons/how-rights-are-given',
    title: 'How rights are given',
    kilobytes: 60,
  },
  {
    name: 'report.png',
    of: knownPeople.donor,
    viewport: { width: 1000, height: 640 },
    path: '/reports',
    title: 'Fair Deals',
    kilobytes: 90,
  },
]

let app: TestApp
beforeAll(async () => {
  if (!wanted) return
  app = await startApp({ listen: true })
  await seed({ db: app.db, courses: app.courses, issuer: 'Third Pillar', now: app.clock.now() })
}, 120_000)
afterAll(async () => {
  await putAwayTelephones()
  await app?.app.close()
})

for (const { name, of, viewport, path, title, kilobytes } of pictures) {
  test(`${name} shows the demo, in at most ${kilobytes} kB`, async ({ skip }) => {
    if (!wanted) return skip('SCREENSHOTS is not set')
    const page = await telephone(skip, { scripts: true, viewport, deviceScaleFactor: 1 })
    await visit(page, `${app.origin}/sign-in`)
    await page.getByLabel('E-mail address').fill(of.email)
    await page.getByLabel('Password').fill(demoPassword)
    await press(page, 'Sign in')
    await visit(page, `${app.origin}${path}`)
    if (path === '/reports') await page.locator('main .entries a').first().click()
    expect(await heading(page)).toBe(title)
    await page.screenshot({ path: file(name) })
    expect(statSync(file(name)).size).toBeLessThanOrEqual(kilobytes * 1000)
    expect(takeFaults()).toEqual([])
  })
}
