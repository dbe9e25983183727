import { readCode } from '../verification-code.ts'
import { addressesOf } from './addresses.ts'
import { unbakePng, unbakeSvg } from './baked.ts'
import { credentialsContext, openBadgesContext } from './contexts.ts'
import { proofsHold } from './data-integrity.ts'
import type { IssuerKey } from './issuer-keys.ts'
import { isObject, type Json, type JsonObject } from './json.ts'
import { credentialIn, readJwt } from './jwt.ts'
import { isPng } from './png.ts'

export type BadgeCheck =
  /** We signed these very words. What became of the credential since is told by its row. */
  | { outcome: 'ours'; code: string; credential: JsonObject }
  /** It names us, and we did not sign these words. */
  | { outcome: 'changed'; code: string | null; credential: JsonObject }
  | { outcome: 'not_ours' }
  | { outcome: 'unreadable' }
export type Issuer = { publicUrl: string; keys: readonly IssuerKey[] }

/** A badge of ours has some 4 kB, 8 levels and 70 values; a picture some 30 kB. */
const most = { fileBytes: 2 * 1024 * 1024, textBytes: 64 * 1024, levels: 16, values: 1_000 }

/**
 * What a file is to us: a badge as JSON, as a JWT, or baked into a PNG or an SVG. Works without a network and within
 * limits: no file of a stranger can keep it busy.
 */
export async function verifyBadge(file: Uint8Array | string, issuer: Issuer): Promise<BadgeCheck> {
  const text = textIn(typeof file === 'string' ? Buffer.from(file) : file)
  if (text === null) return { outcome: 'unreadable' }
  const at = addressesOf(issuer.publicUrl)
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) {
    const jwt = readJwt(text, issuer.keys, at.key)
    if (!jwt || !withinLimits(jwt.claims)) return { outcome: 'unreadable' }
    const { credential, agree } = credentialIn(jwt.claims)
    return judge(credential, issuer, async () => jwt.holds && agree)
  }
  const credential = readJson(text)
  if (!credential) return { outcome: 'unreadable' }
  return judge(credential, issuer, () => proofsHold(credential, issuer.keys, at.key))
}

async function judge(
  credential: JsonObject,
  { publicUrl }: Issuer,
  signed: () => Promise<boolean>,
): Promise<BadgeCheck> {
  if (!isCredential(credential)) return { outcome: 'unreadable' }
  const at = addressesOf(publicUrl)
  const { issuer, id } = credential
  const ours = at.credential('')
  const named = typeof id === 'string' && id.startsWith(ours)
  const issued = (isObject(issuer) ? issuer.id : issuer) === at.issuer
  if (!named && !issued) return { outcome: 'not_ours' }
  const read = named ? readCode(id.slice(ours.length)) : null
  const code = read && 'code' in read && at.credential(read.code) === id ? read.code : null
  if (code !== null && issued && isBadge(credential) && (await signed())) return { outcome: 'ours', code, credential }
  return { outcome: 'changed', code, credential }
}

/** Anything that says it is a verifiable credential, of whatever version and whoever's. */
const isCredential = (credential: JsonObject): boolean =>
  '@context' in credential && [credential.type].flat().includes('VerifiableCredential')

/** Our own badges use two contexts, at the top, and plain words: nothing may give a word another meaning. */
function isBadge(credential: JsonObject): boolean {
  const { '@context': contexts, type, ...words } = credential
  if (JSON.stringify(contexts) !== JSON.stringify([credentialsContext, openBadgesContext])) return false
  return [type].flat().includes('OpenBadgeCredential') && hasPlainWords(words)
}

function hasPlainWords(value: Json): boolean {
  if (Array.isArray(value)) return value.every(hasPlainWords)
  if (!isObject(value)) return true
  return Object.entries(value).every(([word, inside]) => /^[A-Za-z]+$/.test(word) && hasPlainWords(inside))
}

/** The text that a file is or carries, within its limit. */
function textIn(file: Uint8Array): string | null {
  if (file.byteLength > most.fileBytes) return null
  const carried = isPng(file) ? unbakePng(file, most.textBytes) : file
  const text = carried && decoded(carried)?.trim()
  const credential = text?.startsWith('<') ? unbakeSvg(text)?.trim() : text
  return credential && Buffer.byteLength(credential) <= most.textBytes ? credential : null
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function readJson(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) && withinLimits(value) ? value : null
  } catch {
    return null
  }
}

function withinLimits(value: JsonObject): boolean {
  let seen = 0
  let level: Json[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    seen += level.length
    if (depth > most.levels || seen > most.values) return false
    level = level.flatMap((one): Json[] => (isObject(one) ? Object.values(one) : Array.isArray(one) ? one : []))
  }
  return true
}
