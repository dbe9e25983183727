import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newId } from './ids.ts'

/**
 * The text of a key that stays on this machine: `dir/name`, made by `make` when it is not there, readable by its owner
 * alone. Of two processes that make it at once both get the one that came first, whole.
 */
export function keyFile(dir: string, name: string, make: () => string): string {
  const file = join(dir, name)
  const known = readIfThere(file)
  if (known !== null) return known
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const draft = `${file}.${newId()}`
  writeFileSync(draft, make(), { mode: 0o600, flag: 'wx' })
  try {
    linkSync(draft, file) // fails where another process was quicker
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    rmSync(draft)
  }
  return readFileSync(file, 'utf8')
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
