import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { type BadgeCheck, verifyBadge } from '../../server/certificates/badge/verify-badge.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { badgeFile } from './badge-reader.ts'
import { givenCertificate, givenEarner } from './holders.ts'
import { pngWith } from './png-files.ts'

const fixtures = resolve(import.meta.dirname, '../../../shared/oracles/openbadges/fixtures')
const endings = ['json', 'jwt', 'png', 'svg'] as const

const check = ({ app, origin }: TestApp, file: Uint8Array | string): Promise<BadgeCheck> =>
  verifyBadge(file, { publicUrl: origin, keys: app.issuerKeys.all })
const outcomeOf = async (app: TestApp, file: Uint8Array | string) => (await check(app, file)).outcome

test('a badge is ours as a file, as a JWT and from either picture', async () => {
  const app = await startApp()
  const code = await givenCertificate(await givenEarner(app))
  for (const ending of endings) {
    const { file } = await badgeFile(app, code, ending)
    expect(await check(app, file), ending).toMatchObject({
      outcome: 'ours',
      code,
      credential: { name: expect.any(String) },
    })
  }
  const { text } = await badgeFile(app, code, 'json')
  expect(await outcomeOf(app, JSON.stringify(JSON.parse(text)))).toBe('ours') // spaces between words say nothing
  expect(await outcomeOf(app, `\ufeff\n${text}\n`)).toBe('ours')
})

test('the same badge from a picture that another program saved with its text packed or escaped is ours', async () => {
  const app = await startApp()
  const code = await givenCertificate(await givenEarner(app))
  const { text } = await badgeFile(app, code, 'json')
  expect(await outcomeOf(app, pngWith(text, { packed: true }))).toBe('ours')
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  expect(await outcomeOf(app, `<svg><openbadges:credential>${escaped}</openbadges:credential></svg>`)).toBe('ours')
  const { text: jwt } = await badgeFile(app, code, 'jwt')
  expect(await outcomeOf(app, `<svg><openbadges:credential verify="${jwt}"/></svg>`)).toBe('ours')
  expect(await outcomeOf(app, pngWith(jwt))).toBe('ours')
})

test('one letter that is changed, anywhere in any form, is found', async () => {
  const app = await startApp()
  const code = await givenCertificate(await givenEarner(app))
  const { text } = await badgeFile(app, code, 'json')
  // Every value and every word of the file, with one letter of it changed.
  const places = [...text.matchAll(/"(?:[^"\\]|\\.)+"/g)].map(
    ({ index, 0: word }) => index + 1 + ((index * 7) % (word.length - 2)),
  )
  expect(places.length).toBeGreaterThan(100)
  for (const place of places) {
    const changed = swapLetter(text, place)
    expect(await outcomeOf(app, changed), changed.slice(place - 30, place + 20)).not.toBe('ours')
  }
  const { text: jwt } = await badgeFile(app, code, 'jwt')
  for (let place = 0; place < jwt.length; place += place < jwt.length - 90 ? 97 : 1)
    expect(await outcomeOf(app, swapLetter(jwt, place)), `${place}`).not.toBe('ours')
  // The last letter of a signature has four bits to spare: four letters in a row stand for the same bytes.
  const twin = String.fromCharCode(jwt.charCodeAt(jwt.length - 1) + 1)
  expect(Buffer.from(jwt.slice(-86, -1) + twin, 'base64url')).toEqual(Buffer.from(jwt.slice(-86), 'base64url'))
  expect(await outcomeOf(app, jwt.slice(0, -1) + twin)).toBe('changed')
  expect(await outcomeOf(app, text.replace('Amina Darwe', 'Amina Sow'))).toBe('changed')
  const { text: svg } = await badgeFile(app, code, 'svg')
  const changed = svg.replace('"identityHash": "Amina', '"identityHash": "Emina')
  expect(await check(app, changed)).toMatchObject({ outcome: 'changed', code })
  expect(await outcomeOf(app, pngWith(text.replace('"11"', '"12"')))).toBe('changed')
})

test('nothing may give the signed words another meaning', async () => {
  const app = await startApp()
  const code = await givenCertificate(await givenEarner(app))
  const { text } = await badgeFile(app, code, 'json')
  const badge = () => JSON.parse(text)
  const otherWord = { nom: 'https://schema.org/name' }
  const { name, ...unnamed } = badge()
  const subject = { ...badge().credentialSubject, '@context': otherWord }
  const tricks: Record<string, object> = {
    'a third context': { ...unnamed, '@context': [...unnamed['@context'], otherWord], nom: name },
    'a context further down': { ...badge(), credentialSubject: subject },
    'a word in full': { ...unnamed, 'https://schema.org/name': name },
    'a word that nobody knows': { ...badge(), remark: 'First of the class' },
    'a value in full': { ...unnamed, name: { '@value': name } },
    'a proof more': { ...badge(), proof: [...badge().proof, badge().proof[0]] },
    'no proof': { ...badge(), proof: [] },
    'a proof of another kind': { ...badge(), proof: [{ ...badge().proof[0], cryptosuite: 'eddsa-2022' }] },
    'another badge’s proof': { ...badge(), validFrom: '2026-03-03T09:00:00Z' },
  }
  for (const [trick, changed] of Object.entries(tricks))
    expect(await outcomeOf(app, JSON.stringify(changed)), trick).not.toBe('ours')
  const [, body] = (await badgeFile(app, code, 'jwt')).text.split('.')
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
  expect(await outcomeOf(app, `${none}.${body}.AAAA`)).toBe('changed')
})

test.skipIf(!existsSync(fixtures))(
  'examples that a validator must refuse are refused, even when they name us',
  async () => {
    const app = await startApp()
    const code = await givenCertificate(await givenEarner(app))
    const files = globSync('simple-err-*.json', { cwd: fixtures })
    expect(files.length).toBeGreaterThan(15)
    for (const file of files) {
      const example = JSON.parse(readFileSync(join(fixtures, file), 'utf8'))
      expect(['not_ours', 'unreadable'], file).toContain(await outcomeOf(app, JSON.stringify(example)))
      const claimed = { ...example, id: `${app.origin}/verify/${code}`, issuer: `${app.origin}/issuer` }
      expect(['changed', 'unreadable'], file).toContain(await outcomeOf(app, JSON.stringify(claimed)))
    }
    for (const file of globSync('{simple,complete,simple-multiple-proofs}.json', { cwd: fixtures }))
      expect(await outcomeOf(app, readFileSync(join(fixtures, file)))).toBe('not_ours')
  },
)

test('a badge of an installation with another key is changed, and one of another address is not ours', async () => {
  const app = await startApp()
  const code = await givenCertificate(await givenEarner(app))
  const { text } = await badgeFile(app, code, 'json')
  expect((await verifyBadge(text, { publicUrl: app.origin, keys: [] })).outcome).toBe('changed')
  const elsewhere = { publicUrl: 'https://other.example', keys: app.app.issuerKeys.all }
  expect((await verifyBadge(text, elsewhere)).outcome).toBe('not_ours')
})

test('a file that is no badge, or is made to keep us busy, is unreadable at once', async () => {
  const app = await startApp()
  const deep = `{"@context":${'['.repeat(30_000)}${']'.repeat(30_000)},"type":["VerifiableCredential"]}`
  const wide = JSON.stringify({ '@context': [], type: ['VerifiableCredential'], many: Array(9_000).fill(0) })
  const files: Record<string, Uint8Array | string> = {
    nothing: '',
    words: 'A certificate, honestly.',
    'a list': '[]',
    'half a file': '{"@context":',
    'no credential': '{"name":"x"}',
    'dots and letters': 'a.b.c',
    deep,
    wide,
    'too long': JSON.stringify({ '@context': [], type: ['VerifiableCredential'], name: 'x'.repeat(70_000) }),
    'not UTF-8': Buffer.from([0x7b, 0xff, 0xfe, 0x7d]),
    'a picture without a badge': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'a picture that opens and never ends': '<openbadges:credential '.repeat(80_000),
    'a torn PNG': pngWith('{}').subarray(0, 40),
    'a packed text that grows': pngWith(' '.repeat(50_000_000), { packed: true }),
    '50 MB': Buffer.alloc(50 * 1024 * 1024, 0x20),
  }
  for (const [file, bytes] of Object.entries(files)) {
    const start = performance.now()
    expect(await outcomeOf(app, bytes), file).toBe('unreadable')
    expect(performance.now() - start, file).toBeLessThan(500)
  }
})

test('a badge whose values are a riddle for whoever sorts them is refused in time', async () => {
  const app = await startApp()
  const code = await givenCertificate(await givenEarner(app))
  const badge = JSON.parse((await badgeFile(app, code, 'json')).text)
  // Alike in everything: the canonical order of such values takes the longest to find.
  badge.credentialSubject = Array.from({ length: 120 }, () => ({ identifier: [{}, {}], achievement: {} }))
  const start = performance.now()
  expect(await outcomeOf(app, JSON.stringify(badge))).toBe('changed')
  expect(performance.now() - start).toBeLessThan(2_000)
})

/** The text with another letter or figure at that place. */
const swapLetter = (text: string, place: number): string => {
  const letter = text[place] ?? ''
  const other = /[a-z]/.test(letter) ? (letter === 'a' ? 'b' : 'a') : letter === 'B' ? 'C' : 'B'
  return text.slice(0, place) + other + text.slice(place + 1)
}
