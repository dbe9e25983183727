import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import pg from 'pg'

type Postgres = { url: string; version: string; stop(): Promise<void> } | { url: null; reason: string }
type Identity = { uid?: number; gid?: number }

/**
 * A PostgreSQL server for one test run, in a temporary directory and reached through a socket in it. It does not
 * survive this process: a shell keeps it, and stops and removes it when the pipe from this process closes, whatever
 * closed it. Without PostgreSQL on this machine: the reason.
 */
export async function startPostgres(): Promise<Postgres> {
  const bin = findBinaries()
  if (!bin) return { url: null, reason: 'PostgreSQL was not found on this machine' }
  const identity = unprivileged()
  if (!identity) return { url: null, reason: 'PostgreSQL does not run as root, and there is no account to run it as' }

  const directory = mkdtempSync(join(tmpdir(), 'pg-'))
  if (identity.uid !== undefined && identity.gid !== undefined) chownSync(directory, identity.uid, identity.gid)
  const run = { ...identity, cwd: directory, env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } }
  try {
    const cluster = ['-D', join(directory, 'data'), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync']
    execFileSync(join(bin, 'initdb'), cluster, { ...run, stdio: ['ignore', 'ignore', 'pipe'] })
  } catch (error) {
    rmSync(directory, { recursive: true, force: true })
    return {
      url: null,
      reason: `PostgreSQL could not make a database: ${error instanceof Error ? error.message : error}`,
    }
  }

  const keeper = spawn('sh', ['-c', keep, 'sh', join(bin, 'postgres'), directory], {
    ...run,
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => keeper.once('close', () => resolve()))
  keeper.unref()
  const stop = () => {
    keeper.ref()
    keeper.stdin.end()
    return ended
  }
  const url = `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(directory)}`
  const version = await answering(url)
  if (version) return { url, version, stop }
  await stop()
  return { url: null, reason: 'PostgreSQL did not answer within 20 seconds' }
}

// Nothing here is worth syncing to disk. `read` returns when the pipe closes; then the server is stopped by its id.
const keep = `
  trap : INT TERM HUP
  "$1" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off \\
    -c max_connections=60 -c log_min_messages=fatal </dev/null &
  server=$!
  while read -r line; do :; done
  kill -INT "$server"
  wait "$server"
  rm -rf "$2"
`

/** PostgreSQL's own programs: in PATH, or where Debian keeps them, the newest first. */
function findBinaries(): string | null {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const places = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.map((version) => join(debian, version, 'bin')),
  ]
  return places.find((place) => existsSync(join(place, 'initdb')) && existsSync(join(place, 'postgres'))) ?? null
}

/** PostgreSQL refuses to run as root: then as `postgres`, or as `nobody`. */
function unprivileged(): Identity | null {
  if (process.getuid?.() !== 0) return {}
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
      return { uid: id('-u'), gid: id('-g') }
    } catch {
      // There is no such account here: try the next.
    }
  }
  return null
}

async function answering(url: string): Promise<string | null> {
  for (let tries = 0; tries < 200; tries += 1) {
    const client = new pg.Client(url)
    try {
      await client.connect()
      const { rows } = await client.query('show server_version')
      await client.end()
      return String(rows[0].server_version)
    } catch {
      await client.end().catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  return null
}
