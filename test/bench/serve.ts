import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { freePort, type Place } from '../kill/program.ts'

export type Served = {
  app: string
  hello: string
  /** The cohort of BENCH_HOLDERS. */
  cohort?: string
  /** Microseconds of processor that the process has used so far, on all cores. */
  processor(): Promise<number>
  stop(): Promise<void>
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/** `served.ts` in a process of its own. What it complains of is shown. */
export async function serve({ dataDir, databaseUrl }: Place, more: Record<string, string> = {}): Promise<Served> {
  const settings = { DATA_DIR: dataDir, PORT: String(await freePort()) }
  const env = { PATH: process.env.PATH, ...settings, ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}), ...more }
  const profile = process.env.CPU_PROFILE_DIR ? ['--cpu-prof', `--cpu-prof-dir=${process.env.CPU_PROFILE_DIR}`] : []
  const args = [...profile, 'test/bench/served.ts']
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  process.once('exit', () => child.kill('SIGKILL'))

  const where = await new Promise<{ app: string; hello: string }>((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (chunk) => {
      said += chunk
      const line = /^\{.*\}$/m.exec(said)?.[0]
      if (line) resolve(JSON.parse(line))
    })
    child.once('close', (code) => reject(new Error(`The app ended with code ${code} before it served anything.`)))
  })
  return {
    ...where,
    async processor() {
      child.send('processor')
      const [{ user, system }] = await once(child, 'message')
      return user + system
    },
    stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}
