import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { systemClock } from '../clock.ts'
import { newId } from './ids.ts'

/** Another process holds the directory. The message is a sentence for the operator and names the process. */
export class DataDirInUse extends Error {
  constructor(directory: string, holder: string) {
    super(
      `The data directory ${directory} is in use by ${holder}. ` +
        'Two processes on one embedded database would lose data: stop that one first, or use DATABASE_URL.',
    )
    this.name = 'DataDirInUse'
  }
}

type Holder = { id: string; host: string; pid: number; startedAt: string | null }

const heartbeatMs = 5_000
const silentAfterMs = 30_000

/**
 * Takes the lock file beside `directory` (`directory + '.lock'`) and returns the function that gives it back; it is also
 * given back when the process exits. A lock whose process is gone is taken over. Throws DataDirInUse.
 */
export function lockDataDir(directory: string): () => void {
  const file = `${directory}.lock`
  const self: Holder = { id: newId(), host: hostname(), pid: process.pid, startedAt: startOf(process.pid) }
  if (!create(file, self)) takeOver(file, self, directory)

  // Other machines on a shared disk cannot look up our process; they look at the age of the file.
  const heartbeat = setInterval(() => touch(file), heartbeatMs).unref()
  const release = () => {
    clearInterval(heartbeat)
    process.off('exit', release)
    if (read(file)?.id === self.id) rmSync(file, { force: true })
  }
  process.once('exit', release)
  return release
}

// Two processes may find the same stale lock at once. The second file lets one of them at a time look again and replace
// it; it lives for a millisecond, so one that is older was left by a crash.
function takeOver(file: string, self: Holder, directory: string) {
  const mutex = `${file}.takeover`
  if (ageMs(mutex) > silentAfterMs) rmSync(mutex, { force: true })
  if (!create(mutex, self)) throw new DataDirInUse(directory, 'another process that is just starting')
  try {
    const holder = read(file)
    if (isHeld(file, holder)) throw new DataDirInUse(directory, describe(holder))
    rmSync(file, { force: true })
    if (!create(file, self)) throw new DataDirInUse(directory, describe(read(file)))
  } finally {
    rmSync(mutex, { force: true })
  }
}

function isHeld(file: string, holder: Holder | null): boolean {
  if (holder === null || holder.host !== hostname()) return ageMs(file) < silentAfterMs
  return isAlive(holder.pid) && startOf(holder.pid) === holder.startedAt
}

const describe = (holder: Holder | null) =>
  holder === null
    ? 'another process that is just starting'
    : `process ${holder.pid}${holder.host === hostname() ? '' : ` on ${holder.host}`}`

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM' // it lives and belongs to someone else
  }
}

/** When the process started, in the kernel's ticks since boot: tells a process from a later one with the same number. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null // field 22; the name in brackets may hold spaces
  } catch {
    return null // no /proc on this system: the number alone decides
  }
}

function create(file: string, holder: Holder): boolean {
  try {
    writeFileSync(file, JSON.stringify(holder), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

function read(file: string): Holder | null {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8'))
    return typeof value?.pid === 'number' ? value : null
  } catch {
    return null // gone, or not yet written
  }
}

/** How long ago the file was written or touched; without end for one that is not there. */
const ageMs = (file: string) =>
  systemClock.now().getTime() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY)

function touch(file: string) {
  try {
    utimesSync(file, systemClock.now(), systemClock.now())
  } catch {
    // Taken away by hand: release finds nothing to remove.
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined)
