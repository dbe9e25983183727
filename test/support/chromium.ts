import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from 'playwright-core'

const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url))
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
 * One browser for all tests of this process, or a sentence that says why there is none: CHROMIUM_PATH and nothing else
 * where it is set, then the system's Chromium, then the one that npm brought. It ends with the process.
 */
export function launchChromium(): Promise<Browser | string> {
  launched ??= launch()
  return launched
}

async function launch(): Promise<Browser | string> {
  const chosen = process.env.CHROMIUM_PATH
  const system = async () => ({ executablePath: chosen || '/usr/bin/chromium', env: process.env })
  const reasons: string[] = []
  for (const find of chosen ? [system] : [system, unpacked]) {
    try {
      return await chromium.launch({ ...(await find()), args: flags })
    } catch (error) {
      reasons.push(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))
    }
  }
  return `No Chromium starts here: ${reasons.join('; ')}`
}

/** The Chromium of the npm package, with the system libraries and fonts it brings, in a folder of its version. */
async function unpacked() {
  const { version } = JSON.parse(await readFile(join(modules, '@sparticuz/chromium/package.json'), 'utf8'))
  const folder = join(modules, `.cache/third-pillar-chromium-${version}`)
  if (!existsSync(folder)) await unpack(folder)
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: [join(folder, 'al2023/lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
    FONTCONFIG_PATH: join(folder, 'fonts'),
  }
  return { executablePath: join(folder, 'chromium'), env }
}

/** The package asks the environment what to unpack and where to; everything else of this process gets it back as it was. */
async function unpack(folder: string) {
  const before = { ...process.env }
  await mkdir(join(modules, '.cache'), { recursive: true })
  const unfinished = await mkdtemp(`${folder}-`) // renamed when whole: another process may be looking
  Object.assign(process.env, { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x', TMPDIR: unfinished })
  try {
    if (tmpdir() !== unfinished) throw new Error('the Chromium of npm cannot be unpacked on this system')
    const { default: packed } = await import('@sparticuz/chromium')
    await packed.executablePath()
    await writeFile(join(unfinished, 'fonts/fonts.conf'), fontsIn(folder))
    await rename(unfinished, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error // otherwise the other process was faster
    })
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
    Object.assign(process.env, before)
    await rm(unfinished, { recursive: true, force: true })
  }
}

/** The package's own list looks for its fonts in /tmp; without any font a page has no text to read. */
const fontsIn = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts/fonts</dir>
  <cachedir>${folder}/fonts/cache</cachedir>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
</fontconfig>
`
