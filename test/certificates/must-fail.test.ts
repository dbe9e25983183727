import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { verifyBadge } from '../../server/certificates/badge/verify-badge.ts'
import { startApp } from '../support/app.ts'
import { badgeFile } from './badge-reader.ts'
import { proveAnyway, type Words } from './forging.ts'
import { givenCertificate, givenEarner } from './holders.ts'

// The examples of the public validator are other issuers' and would be refused for that alone. Here a badge of ours is
// given each example's fault and signed with our key, so that the fault is all that is wrong with it.

const fixtures = resolve(import.meta.dirname, '../../../shared/oracles/openbadges/fixtures')
const missing = !existsSync(fixtures)
const example = (name: string): Words => JSON.parse(readFileSync(join(fixtures, `simple-err-${name}.json`), 'utf8'))

/** The fault of each example, as the place where it has it. */
const faults = {
  context: '@context',
  type: 'type',
  issuer: 'issuer',
  'issuer-type': 'issuer.type',
  'issuer-otheridentifier-type': 'issuer.otherIdentifier',
  'issuer-parentorg-type': 'issuer.parentOrg',
  'credential-subject-type': 'credentialSubject.type',
  'credential-subject-identifier-type': 'credentialSubject.identifier',
  'credential-subject-profile-type': 'credentialSubject.source',
  'credential-subject-result-type': 'credentialSubject.result',
  'credential-subject-achievement-result-description-type': 'credentialSubject.achievement.resultDescription',
  'evidence-type': 'evidence',
}
/** Those whose proof names a key that is nowhere to be had. */
const keyless = [
  'proof-method',
  'proof-method-no-scheme',
  'proof-method-unknown-did-method',
  'proof-method-unknown-scheme',
]
/** Sound badges that do not hold today: what we know of them is in the credential's row, not in the file. */
const timely = ['expired', 'issued']

let badge: Words & { proof: [Words] }
let outcomeOf: (badge: Words) => Promise<string>
let sign: (badge: Words, proof?: Words) => Promise<Words>

beforeEach(async () => {
  const app = await startApp()
  const code = await givenCertificate(await givenEarner(app))
  badge = JSON.parse((await badgeFile(app, code, 'json')).text)
  const { proofValue: _, ...options } = badge.proof[0]
  const { signing, all: keys } = app.app.issuerKeys
  sign = (words, proof = {}) => proveAnyway(words, signing, { ...options, ...proof })
  outcomeOf = async (words) => (await verifyBadge(JSON.stringify(words), { publicUrl: app.origin, keys })).outcome
})

test.skipIf(missing)('every example that a validator must refuse is looked at here', () => {
  const names = globSync('simple-err-*.json', { cwd: fixtures }).map((file) => file.slice(11, -5))
  expect(names.sort()).toEqual([...Object.keys(faults), ...keyless, ...timely, 'proof-value'].sort())
})

for (const [name, place] of Object.entries(faults))
  test.skipIf(missing)(`a badge of ours with the ${place} of simple-err-${name} is refused for that`, async () => {
    const fault = valueAt(example(name), place)
    const outcome = await outcomeOf(await sign(withValueAt(badge, place, fault)))
    expect(['changed', 'unreadable']).toContain(outcome)
    const text = JSON.stringify(fault) ?? ''
    if (text.includes('Invalid')) {
      const mended = withValueAt(badge, place, JSON.parse(text.replaceAll('Invalid', '')))
      expect(await outcomeOf(await sign(mended))).toBe('ours')
    }
  })

for (const name of keyless)
  test.skipIf(missing)(`a badge of ours whose proof names the key of simple-err-${name} is refused`, async () => {
    const { verificationMethod } = [example(name).proof].flat()[0] as Words
    expect(verificationMethod).toEqual(expect.any(String))
    expect(await outcomeOf(await sign(badge, { verificationMethod }))).toBe('changed')
  })

test.skipIf(missing)('a badge of ours with two letters of its proof in each other’s place is refused', async () => {
  expect(await outcomeOf(badge)).toBe('ours')
  const [proof] = badge.proof
  const letters = [...String(proof.proofValue)]
  const at = letters.findIndex((letter, index) => index > 40 && letter !== letters[index + 1])
  const swapped = letters
    .with(at, letters[at + 1] ?? '')
    .with(at + 1, letters[at] ?? '')
    .join('')
  expect(await outcomeOf({ ...badge, proof: [{ ...proof, proofValue: swapped }] })).toBe('changed')
})

function valueAt(words: unknown, place: string): unknown {
  return place.split('.').reduce((value, word) => (value as Words)[word], words)
}

function withValueAt(words: Words, place: string, value: unknown): Words {
  const [word = '', ...rest] = place.split('.')
  const inside = rest.length > 0 ? withValueAt(words[word] as Words, rest.join('.'), value) : value
  return { ...words, [word]: inside }
}
