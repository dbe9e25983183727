import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { keyFile } from '../platform/data/key-file.ts'
import { type DocumentKey, makeDocumentKey, readDocumentKey } from '../platform/documents/document-key.ts'

/** The key that documents are signed with, then the earlier ones: what those signed is still known as ours. */
export type DocumentKeys = readonly [DocumentKey, ...DocumentKey[]]

/** The file of today's key in the folder of keys; an earlier one is called `documents-until-2027-01-31.pem`. */
const today = 'documents.pem'
const earlier = /^documents-until-[\w-]+\.pem$/

/**
 * The key that was given, or the one in the folder, made at first start in the issuer's name. Whoever changes the key
 * keeps the old file beside it under the name of its last day. Throws WrongKey with the file's name.
 */
export function loadDocumentKeys(dir: string, given: string | null, issuer: string, now: Date): DocumentKeys {
  const current = readDocumentKey(given ?? keyFile(dir, today, () => makeDocumentKey(issuer, now)))
  const files = existsSync(dir) ? readdirSync(dir).filter((name) => earlier.test(name)) : []
  return [current, ...files.sort().map((name) => readDocumentKey(readFileSync(join(dir, name), 'utf8')))]
}
