import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterEach, expect } from 'vitest'
import type { Catalogue } from '../../server/catalogue/catalogue.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { launchChromium } from '../support/chromium.ts'
import { type Person, password } from '../support/givens.ts'

type Options = { scripts: boolean; language?: string } & Pick<BrowserContextOptions, 'viewport' | 'deviceScaleFactor'>

const contexts: BrowserContext[] = []
const faults: string[] = []

/** A telephone of 360 px with nobody signed in. Skips the test, and says why, where no browser starts. */
export async function telephone(skip: (why: string) => never, { scripts, language = 'en', ...options }: Options) {
  const browser = await launchChromium()
  if (typeof browser === 'string') return skip(browser)
  const viewport = { width: 360, height: 740 }
  const context = await browser.newContext({ viewport, javaScriptEnabled: scripts, locale: language, ...options })
  contexts.push(context)
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  listenForFaults(page)
  return page
}

function listenForFaults(page: Page) {
  page.on('pageerror', ({ message }) => void faults.push(`script: ${message}`))
  page.on('console', (message) => {
    // What could not be loaded is told by the two below, with its address.
    const isNew = message.type() === 'error' && !message.text().startsWith('Failed to load resource')
    if (isNew) faults.push(`console: ${message.text()}`)
  })
  page.on('requestfailed', (request) => {
    // Aborted is what the browser gave up itself: to keep a file, or because the reader went on.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') faults.push(lineOf(request, 'no answer'))
  })
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(lineOf(response.request(), String(response.status())))
  })
}

const lineOf = (request: { method(): string; url(): string }, outcome: string) =>
  `${request.method()} ${new URL(request.url()).pathname}: ${outcome}`

/** Everything that went wrong in any telephone since it was last asked: scripts, addresses, pages that are too wide. */
export const takeFaults = () => faults.splice(0)

export async function putAwayTelephones() {
  for (const context of contexts.splice(0)) await context.close()
}

/** Whoever reads on a telephone scrolls down, never sideways. */
async function expectFit(page: Page) {
  await page.waitForLoadState()
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  if (tooWide > 0) faults.push(`${new URL(page.url()).pathname} is ${tooWide} px too wide`)
}

export async function visit(page: Page, address: string) {
  await page.goto(address)
  await expectFit(page)
}

export async function press(page: Page, name: string | RegExp) {
  await page.getByRole('button', { name }).first().click()
  await expectFit(page)
}

export async function follow(page: Page, name: string | RegExp) {
  await page.getByRole('link', { name }).first().click()
  await expectFit(page)
}

export const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText()
export const words = (page: Page) => page.locator('main').innerText()

export async function signIn(page: Page, origin: string, { email }: Pick<Person, 'email'>) {
  await visit(page, `${origin}/sign-in`)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password').fill(password)
  await press(page, 'Sign in')
  expect(page.url()).not.toContain('/sign-in')
}

/** Fills what a page of an attempt shows, and goes on to the last one; numbers get the decimal mark that is asked for. */
export async function answerAll(page: Page, form: Record<string, string | string[]>, decimal = '.') {
  for (;;) {
    for (const [name, value] of Object.entries(form)) {
      const field = page.locator(`[name="${name}"]`).first()
      if ((await field.count()) === 0) continue
      const kind = await field.evaluate((control) => control.getAttribute('type') ?? control.tagName)
      for (const one of [value].flat()) {
        if (kind === 'radio' || kind === 'checkbox') {
          const box = page.locator(`[name="${name}"][value="${one}"]`)
          const phrase = page.locator('.clause label', { has: box }) // the box of a phrase is drawn by its label
          if (one && (await phrase.count()) > 0) await phrase.click()
          else if (one) await box.check()
        } else if (kind !== 'SELECT') await field.fill(one.replace('.', decimal))
        else if (await field.isVisible()) await field.selectOption(one)
      }
    }
    if ((await page.getByRole('button', { name: 'Hand in now' }).count()) > 0) return
    await page.getByRole('button', { name: 'Save and go on' }).last().click()
    await expectFit(page)
  }
}

/**
 * For a file of tests with telephones: the app that each begins with, where browsers can reach it. After each test the
 * telephones are put away, the app is closed, and nothing may have gone wrong in any browser.
 */
export function appForTelephones() {
  let app: TestApp | undefined
  afterEach(async () => {
    await putAwayTelephones()
    await app?.app.close()
    app = undefined
    expect(takeFaults()).toEqual([])
  })
  return async (options: { courses?: Catalogue } = {}): Promise<TestApp> => {
    app = await startApp({ ...options, listen: true })
    return app
  }
}
