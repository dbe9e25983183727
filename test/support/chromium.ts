import { existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

let launched: Promise<Browser | string> | undefined

/**
 * One browser for all tests of this process, or a sentence that says why there is none: CHROMIUM_PATH, the system's
 * Chromium, or the one that npm brought.
 */
export function launchChromium(): Promise<Browser | string> {
  launched ??= launch().catch(
    (error: unknown) => `no Chromium starts here: ${error instanceof Error ? error.message.split('\n')[0] : error}`,
  )
  return launched
}

async function launch(): Promise<Browser> {
  const own = [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find((path) => path && existsSync(path))
  const executablePath = own ?? (await unpacked())
  const browser = await chromium.launch({ executablePath, args: flags })
  process.once('exit', () => void browser.close())
  return browser
}

/** The Chromium of the npm package, with the system libraries it brings, in a folder of its own. */
async function unpacked(): Promise<string> {
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs24.x'
  const before = process.env.TMPDIR
  process.env.TMPDIR = join(tmpdir(), 'third-pillar-chromium-153')
  mkdirSync(process.env.TMPDIR, { recursive: true })
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    return await packed.executablePath()
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}
