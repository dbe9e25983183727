import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { freePort } from '../kill/program.ts'

export type Place = { dataDir: string; coursesDir: string; databaseUrl: string }
export type Program = {
  url: string
  /** SIGTERM: the polite end. Gives the exit code. */
  stop(): Promise<number | null>
  kill(): Promise<void>
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * `npm start` itself with a courses folder of its own, on a free port of this machine; it is killed when the time is
 * over. With CPU_PROFILE_DIR it leaves a profile there. Throws what it said when it ends instead of starting.
 */
export async function startProgram({ dataDir, coursesDir, databaseUrl }: Place, over: AbortSignal): Promise<Program> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const folders = { DATA_DIR: dataDir, COURSES_DIR: coursesDir, DATABASE_URL: databaseUrl }
  const env = { PATH: process.env.PATH, PORT: String(port), PUBLIC_URL: url, LOG_LEVEL: 'error', ...folders }
  const profile = process.env.CPU_PROFILE_DIR ? ['--cpu-prof', `--cpu-prof-dir=${process.env.CPU_PROFILE_DIR}`] : []
  const child = spawn(process.execPath, [...profile, 'server/main.ts'], { cwd: root, env, stdio: 'pipe' })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const killToo = () => void child.kill('SIGKILL')
  process.once('exit', killToo)
  over.addEventListener('abort', killToo)
  void ended.then(() => {
    process.off('exit', killToo)
    over.removeEventListener('abort', killToo)
  })

  await new Promise<void>((resolve, reject) => {
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        said += chunk
        if (said.includes('Third Pillar is at')) resolve()
      })
    void ended.then((code) => reject(new Error(`The program ended with code ${code}, saying:\n${said}`)))
  })
  return {
    url,
    stop() {
      child.kill('SIGTERM')
      return ended
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
