import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { keyFile } from '../platform/data/key-file.ts'
import { type DocumentKey, makeDocumentKey, readDocumentKey } from '../platform/documents/document-key.ts'

/** The key that documents are signed with: the one that is set, or one of this installation's own, made at its first start. */
export function openDocumentKey({ documentKey, dataDir, issuer }: Config, now: Date): DocumentKey {
  if (documentKey) return readDocumentKey(readFileSync(documentKey, 'utf8'))
  return readDocumentKey(keyFile(join(dataDir, 'keys'), 'documents.pem', () => makeDocumentKey(issuer, now)))
}
