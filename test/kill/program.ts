import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

export type Place = { dataDir: string; databaseUrl: string | null }
export type Program = {
  url: string
  /** From the start of the process to its first answer, in milliseconds. */
  startedIn: number
  /** SIGKILL: no handler runs, nothing is flushed. */
  kill(): Promise<void>
  /** SIGTERM: the polite end. Gives the exit code. */
  stop(): Promise<number | null>
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/** `npm start` itself, in a process of its own, on a free port. Throws what it said when it ends instead of starting. */
export async function startProgram({ dataDir, databaseUrl }: Place): Promise<Program> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const database = databaseUrl ? { DATABASE_URL: databaseUrl } : {}
  const settings = { DATA_DIR: dataDir, PORT: String(port), PUBLIC_URL: url, LOG_LEVEL: 'error', ...database }
  const env = { PATH: process.env.PATH, ...settings }
  const began = performance.now()
  const child = spawn(process.execPath, ['server/main.ts'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const killToo = () => void child.kill('SIGKILL')
  process.once('exit', killToo)
  void ended.then(() => process.off('exit', killToo))

  await listening(child)
  return {
    url,
    startedIn: performance.now() - began,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

function listening(child: ChildProcess): Promise<void> {
  let said = ''
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk) => {
      said += chunk
    })
    child.stdout?.on('data', (chunk) => {
      said += chunk
      if (said.includes('Third Pillar is at')) resolve()
    })
    child.once('close', (code) => reject(new Error(`The program ended with code ${code}, saying:\n${said}`)))
  })
}

/** A signal ends this process by an exit, so that whatever it started is ended as well. */
export function exitOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
}

export function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
